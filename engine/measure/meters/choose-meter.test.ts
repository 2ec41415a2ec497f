import { describe, expect, test } from 'vitest';
import { recordedMachine } from '../../../tests/fixtures/recorded-machine.js';
import type { Recording } from '../../../tests/fixtures/recorded-machine.js';
import { chooseMeter } from './choose-meter.js';
import { meterInWords } from './chosen-meter.js';
import { openMeter } from './open-meter.js';

const RAPL = {
  '/sys/class/powercap/intel-rapl:0/name': 'package-0',
  '/sys/class/powercap/intel-rapl:0/energy_uj': (seconds: number) => String(seconds * 10e6),
  '/sys/class/powercap/intel-rapl:0/max_energy_range_uj': '262143328850',
};
const SENSOR = { '/sys/class/hwmon/hwmon0/name': 'x', '/sys/class/hwmon/hwmon0/power1_input': '1000000' };
const NVIDIA = { 'nvidia-smi --query-gpu=name,power.draw --format=csv,noheader': 'Tesla T4, 30 W\n' };
const SILENT = {
  'nvidia-smi --query-gpu=name,power.draw --format=csv,noheader': 'Tesla T4, [N/A]\n',
  'nvidia-smi --query-gpu=name --format=csv,noheader': 'Tesla T4\n',
};

const choose = async (recording: Recording, meters?: readonly string[], request = {}): Promise<string> => {
  const asked = { offline: false, allowCommands: true, ...(meters && { meters }), ...request };
  const chosen = await chooseMeter(asked, recordedMachine(recording));
  return 'fault' in chosen ? chosen.fault.code : meterInWords(chosen.meter);
};

describe('the machine’s own meter', () => {
  test.each<[string, Recording, string]>([
    ['nothing to read: the model', {}, 'processor'],
    ['RAPL before sensors', { files: { ...RAPL, ...SENSOR } }, 'rapl'],
    ['sensors', { files: SENSOR }, 'hwmon'],
    ['cards beside processors', { files: RAPL, programs: NVIDIA }, 'rapl+nvidia-smi'],
    ['cards alone do not see the processors', { programs: NVIDIA }, 'processor+nvidia-smi'],
    ['cards that tell no power', { files: RAPL, programs: SILENT }, 'rapl+accelerator'],
  ])('%s', async (_, recording, expected) => {
    expect(await choose(recording)).toBe(expected);
  });

  test('joined with a model it is estimated, and the sum', async () => {
    const machine = recordedMachine({ files: RAPL, programs: SILENT });
    const chosen = await chooseMeter({ offline: false, allowCommands: true }, machine);
    const meter = await openMeter('meter' in chosen ? chosen.meter : [], machine);
    await machine.wait(10);
    const { energy } = await meter.read();
    meter.close();
    expect(meter.basis).toBe('estimated');
    expect(meter.name).toBe('rapl (package-0) + accelerator model (T4, 70 W)');
    expect([energy.lower, energy.joules, energy.upper]).toEqual(
      [170, 450, 800].map((joules) => expect.closeTo(joules, 6)),
    );
  });
});

describe('a meter that is named', () => {
  const page = { pages: { 'http://host/metrics': 'plug_watts 5' } };
  test.each<[string, Recording, readonly string[], object, string]>([
    ['one', { files: { ...RAPL, ...SENSOR } }, ['hwmon'], {}, 'hwmon'],
    ['two', { files: RAPL, programs: NVIDIA }, ['rapl', 'nvidia-smi'], {}, 'rapl+nvidia-smi'],
    [
      'an endpoint',
      page,
      ['prometheus:http://host/metrics#plug_watts'],
      {},
      'prometheus:http://host/metrics#plug_watts',
    ],
    ['the model, though there is a meter', { files: RAPL }, ['processor'], {}, 'processor'],
    ['an unknown one', {}, ['wattmeter'], {}, 'ASSAY1616'],
    ['one that is not here', {}, ['rapl'], {}, 'ASSAY1617'],
    ['no target', {}, ['command'], {}, 'ASSAY1617'],
    ['an endpoint offline', page, ['prometheus:http://host/metrics#plug_watts'], { offline: true }, 'ASSAY1618'],
    ['a command where none may run', {}, ['command:./x'], { allowCommands: false }, 'ASSAY1618'],
    ['one that is only written down', {}, ['rapl'], { look: false }, 'rapl'],
  ])('%s', async (_, recording, meters, request, expected) => {
    expect(await choose(recording, meters, request)).toBe(expected);
  });
});
