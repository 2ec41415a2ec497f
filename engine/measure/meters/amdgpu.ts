/**
 * AMD's graphics cards: the energy counter in the driver's `gpu_metrics` (kernel, kgd_pp_interface.h: `energy_accumulator`
 * in units of 2^-16 J, of table formats 1.1 to 1.4 at byte 24), else the card's power through its hwmon.
 */
import type { Machine } from './machine.js';
import { numberOf } from './machine.js';
import { counterMeter } from './counter-meter.js';
import { absent, MeterFault, present, type MeterKind } from './meter.js';
import { powerMeter } from './power-meter.js';

const FOLDER = '/sys/class/drm';
const PERIOD = 0.1;
const ACCURACY = 0.05;
const AMD = '0x1002';

interface Card {
  readonly name: string;
  readonly device: string;
}

function cardsOf(machine: Machine): readonly Card[] {
  return (machine.list(FOLDER) ?? [])
    .filter((name) => /^card\d+$/.test(name))
    .map((name) => ({ name, device: `${FOLDER}/${name}/device` }))
    .filter(({ device }) => {
      const vendor = machine.read(`${device}/vendor`);
      return 'bytes' in vendor && vendor.bytes.toString('utf8').trim() === AMD;
    });
}

/** In J; `undefined` where the table is of another format or does not count. */
function accumulated(machine: Machine, { device }: Card): number | undefined {
  const table = machine.read(`${device}/gpu_metrics`);
  if (!('bytes' in table) || table.bytes.length < 32) return undefined;
  const [format, content] = [table.bytes[2]!, table.bytes[3]!];
  if (format !== 1 || content < 1 || content > 4) return undefined;
  const units = table.bytes.readBigUInt64LE(24);
  return units === 0n || units === 0xffff_ffff_ffff_ffffn ? undefined : Number(units) / 2 ** 16;
}

function powerFile(machine: Machine, { device }: Card): string | undefined {
  const chips = machine.list(`${device}/hwmon`) ?? [];
  return chips
    .flatMap((chip) => ['power1_average', 'power1_input'].map((file) => `${device}/hwmon/${chip}/${file}`))
    .find((path) => 'bytes' in machine.read(path));
}

export const amdgpu: MeterKind = {
  async find(machine) {
    if (machine.platform !== 'linux') return absent('read on Linux only');
    const cards = cardsOf(machine);
    if (cards.length === 0) return absent('no AMD card under /sys/class/drm');
    const counted = cards.filter((card) => accumulated(machine, card) !== undefined);
    if (counted.length === cards.length) return present(cards.map(({ name }) => `${name} energy`).join(', '));
    const powered = cards.filter((card) => powerFile(machine, card) !== undefined);
    return powered.length === cards.length
      ? present(cards.map(({ name }) => `${name} power`).join(', '))
      : absent('a card gives neither energy nor power that may be read');
  },
  async open(machine) {
    const { present: found, detail } = await amdgpu.find(machine, '');
    if (!found) throw new MeterFault(`the meter amdgpu cannot be read: ${detail}`);
    const name = `amdgpu (${detail})`;
    const cards = cardsOf(machine);
    if (!detail.endsWith('energy')) {
      const files = new Map(cards.map((card) => [card.name, powerFile(machine, card)!]));
      const read = (): ReadonlyMap<string, number> =>
        new Map([...files].map(([card, path]) => [card, numberOf(machine, path, 1e-6)]));
      return await powerMeter(machine, { name, read, period: PERIOD, accuracy: ACCURACY });
    }
    return await counterMeter(machine, {
      name,
      read: () =>
        new Map(
          cards.map((card) => {
            const joules = accumulated(machine, card);
            if (joules === undefined) throw new Error(`${card.name} is gone`);
            return [card.name, joules];
          }),
        ),
    });
  },
};
