/** Energy from outside: a model is estimated and never passes for a meter; a meter that the user brings is observed. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MeasurementRecord, Report } from '../../engine/report/report.js';
import { assay, codesIn, folderWith, ROOT } from './run.js';

const CREDIT = join(ROOT, 'examples/credit-risk/subject.yaml');
const SERVING = '{plugin: energy/inference, with: {batches: [1, 8], seconds: 0.5}}';
const rule = (id: string, basis: string): string => `
  - id: ${id}
    title: ${id}
    level: shall
    measure: {serving: ${SERVING}}
    require: {"<=": [{var: serving.energy}, {var: parameters.most}]}
    basis: [${basis}]`;
const STANDARD = `
apiVersion: assay/v1
kind: Standard
metadata: {id: joules, version: "1.0.0", title: Joules, publisher: Tests}
parameters:
  most: {value: 1000, unit: J/prediction, tighten: down, title: Most energy of a prediction}
rules:${rule('METERED', 'observed')}${rule('KNOWN', 'observed, estimated')}
`;
/** Joules so far of 40 W, as anybody's meter may print them. */
const METER = 'console.log((Date.now() / 1000) * 40);';

const verdictsOf = ({ rules }: Report): unknown => rules.map(({ id, verdict, cause }) => [id, verdict, cause]);

describe('a rule about energy', () => {
  test('without a meter is undetermined where it asks for one, with the cause `basis`; from the cache it saves energy', async () => {
    const cwd = folderWith({ 'joules.yaml': STANDARD });
    const check = ['check', CREDIT, '--policy', 'joules.yaml', '--meter', 'processor', '--format', 'json'];
    const first = await assay(check, { cwd });
    const report = JSON.parse(first.stdout) as Report;
    expect(first.code).toBe(2);
    expect(verdictsOf(report)).toEqual([
      ['joules/KNOWN', 'pass', undefined],
      ['joules/METERED', 'undetermined', 'basis'],
    ]);
    const [serving] = report.measurements;
    expect(serving).toMatchObject({ deterministic: false, meter: expect.stringMatching(/^processor model/) });
    expect(serving!.outputs['energy']).toMatchObject({ basis: 'estimated', uncertainty: { kind: 'range' } });
    expect(report.footprint.energy).toMatchObject({
      basis: 'estimated',
      range: [expect.any(Number), expect.any(Number)],
    });
    // Nobody says where this machine stands.
    const { energy, carbon } = report.footprint;
    const grams = (joules: number, factor: number): number => (joules / 3.6e6) * factor;
    expect(carbon).toEqual({
      grams: expect.closeTo(grams(energy!.joules, 475), 9),
      range: [expect.closeTo(grams(energy!.range![0]!, 2), 9), expect.closeTo(grams(energy!.range![1]!, 1306.025), 9)],
      basis: 'estimated',
      grid: expect.objectContaining({ region: 'WORLD', gramsPerKWh: 475, range: [2, 1306.025], year: 2018 }),
    });

    const again = JSON.parse((await assay(check, { cwd })).stdout) as Report;
    expect(again.measurements[0]).toMatchObject({ cached: true, outputs: serving!.outputs });
    expect(again.footprint.saved).toMatchObject({ joules: serving!.footprint!.joules, seconds: serving!.seconds });

    const text = await assay([...check.slice(0, -1), 'text'], { cwd, env: { ASSAY_REGION: 'DEU' } });
    expect(text.stdout.replace(/\s+/g, ' ')).toMatch(/The check used .* J, between .* \(estimated .*processor model/);
    expect(text.stdout.replace(/\s+/g, ' ')).toMatch(
      /Its electricity caused .* gCO2e, between .* \(declared .*DEU \(Germany\); 380.9 gCO2e\/kWh; 2023; Our World in Data/,
    );
    expect(text.stdout.replace(/\s+/g, ' ')).toMatch(/Figures from the cache saved about .* J/);
  });

  test('with a meter is judged; another meter is another measurement', async () => {
    const cwd = folderWith({ 'joules.yaml': STANDARD, 'meter.mjs': METER });
    const check = ['check', CREDIT, '--policy', 'joules.yaml', '--format', 'json', '--meter'];
    const modelled = JSON.parse((await assay([...check, 'processor'], { cwd })).stdout) as Report;
    const run = await assay([...check, `command:${JSON.stringify([process.execPath, 'meter.mjs'])}`], { cwd });
    const report = JSON.parse(run.stdout) as Report;
    expect(run.code).toBe(0);
    expect(verdictsOf(report)).toEqual([
      ['joules/KNOWN', 'pass', undefined],
      ['joules/METERED', 'pass', undefined],
    ]);
    const [serving] = report.measurements;
    expect(serving!.key).not.toBe(modelled.measurements[0]!.key);
    expect(serving).toMatchObject({ cached: false, meter: `command (${process.execPath})` });
    expect(serving!.outputs['energy']).toMatchObject({ basis: 'observed', uncertainty: { kind: 'student-t' } });
    expect(report.footprint.energy).toMatchObject({ basis: 'observed' });
    expect(report.footprint.energy!.range).toBeUndefined();
    expect(report.footprint.carbon).toMatchObject({
      basis: 'estimated',
      range: [expect.any(Number), expect.any(Number)],
    });
  });
});

test('memory is measured in a process of its own, and held against --gpu-memory', async () => {
  const cwd = folderWith();
  const measure = ['measure', 'energy/memory-fit', CREDIT, '--format', 'json'];
  const { outputs, backend } = JSON.parse(
    (await assay([...measure, '--gpu-memory', '8GB'], { cwd })).stdout,
  ) as MeasurementRecord;
  expect(backend).toBe('onnxruntime/cpu');
  expect(outputs).toMatchObject({
    peakMemory: { basis: 'observed', uncertainty: { kind: 'range' } },
    fits: { value: true, basis: 'observed' },
    largestBatch: { basis: 'estimated' },
  });
  // The budget is part of what the cache knows it by.
  const small = JSON.parse((await assay([...measure, '--gpu-memory', '2MB', '--with', '{"method":"estimated"}'], { cwd })).stdout) as MeasurementRecord; // prettier-ignore
  const large = JSON.parse((await assay([...measure, '--gpu-memory', '2GB', '--with', '{"method":"estimated"}'], { cwd })).stdout) as MeasurementRecord; // prettier-ignore
  const largest = ({ outputs: found }: MeasurementRecord): number => (found['largestBatch'] as { estimate: number }).estimate; // prettier-ignore
  expect(largest(small)).toBeLessThan(largest(large));
  expect(small.outputs['peakMemory']).toMatchObject({ basis: 'estimated' });
});

describe('a meter or region that is named', () => {
  test.each<[string, readonly string[], string]>([
    ['an unknown one', ['--meter', 'wattmeter'], 'ASSAY1616'],
    ['one that cannot be read', ['--meter', 'command:./none'], 'ASSAY1617'],
    ['a region without a factor', ['--region', 'germany'], 'ASSAY1619'],
    ['an endpoint offline', ['--offline', '--meter', 'prometheus:http://localhost:1/metrics#x_watts'], 'ASSAY1618'],
  ])('%s measures nothing', async (_, options, code) => {
    const cwd = folderWith({ 'joules.yaml': STANDARD });
    const run = await assay(['check', CREDIT, '--policy', 'joules.yaml', ...options], { cwd });
    expect([run.code, run.stdout, codesIn(run)]).toEqual([3, '', [code]]);
  });

  test('doctor lists every meter, each with why not, and says where there is none', async () => {
    const { meters } = JSON.parse((await assay(['doctor', '--format', 'json'], { cwd: folderWith() })).stdout) as {
      meters: readonly { name: string; present: boolean; detail: string }[];
    };
    const names = ['rapl', 'hwmon', 'amdgpu', 'nvidia-smi', 'prometheus', 'command', 'processor', 'accelerator'];
    expect(meters.map(({ name }) => name).slice(0, names.length)).toEqual(names);
    for (const { detail } of meters) expect(detail).toMatch(/\w/);
    const metered = meters.slice(0, 6).some(({ present }) => present);
    expect(meters.some(({ name }) => name === 'any meter')).toBe(!metered);
  });
});
