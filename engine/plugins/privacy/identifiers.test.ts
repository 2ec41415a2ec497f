import { describe, expect, test } from 'vitest';
import { KINDS } from '../../methods/privacy/identifiers/finding.js';
import { CATALOGUE } from '../catalogue.generated.js';
import { isFigure } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryColumn } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { identifiers } from './identifiers.js';
import type { IdentifiersParameters } from './identifiers.js';

type Columns = Readonly<Record<string, MemoryColumn>>;

async function measure(train: Columns | undefined, test?: Columns, given: object = {}) {
  const subject = memorySubject({
    task: 'binary-classification',
    ...(train && { train: { table: memoryTable(train) } }),
    ...(test && { test: { table: memoryTable(test) } }),
  });
  const params = fillParameters(CATALOGUE['privacy/identifiers']!, given).value as unknown as IdentifiersParameters;
  return identifiers.measure(memoryContext(subject, params));
}

const none = { roles: [] } as const;
const texts = (of: (row: number) => string, rows = 40): MemoryColumn => ({
  ...none,
  texts: Array.from({ length: rows }, (_, row) => of(row)),
});

/** Estimate, and its band where there is one. */
function figure(result: Awaited<ReturnType<typeof measure>>, name: string): unknown {
  const output = result.outputs[name]!;
  if (!isFigure(output)) return output;
  const { estimate, uncertainty } = output;
  return uncertainty.kind === 'range' ? [uncertainty.lower, estimate, uncertainty.upper] : estimate;
}

describe('privacy/identifiers', () => {
  test('columns without roles are looked at, those of identifiers counted, without a doubt', async () => {
    const result = await measure({
      mail: texts((row) => `person${row}@example.org`),
      mrn: texts((row) => `MR-${10000 + row}`),
      dose: { numbers: Array.from({ length: 40 }, (_, row) => row * 1.5) },
    });
    expect(figure(result, 'identifierColumns')).toBe(2);
    expect(figure(result, 'identifierCells')).toBe(80);
    expect(figure(result, 'hipaaCategories')).toBe(2);
    expect(result.outputs['byCategory']).toMatchObject({
      items: [{ category: { value: 'F' } }, { category: { value: 'H' } }],
    });
  });

  test('numbers and categories without identifiers show that there are none', async () => {
    const result = await measure({
      dose: { numbers: Array.from({ length: 40 }, (_, row) => row * 1.5) },
      ward: texts((row) => ['north', 'south'][row % 2]!),
    });
    for (const name of ['identifierColumns', 'identifierCells', 'secrets', 'hipaaCategories', 'fineDates'])
      expect([name, figure(result, name)]).toEqual([name, 0]);
  });

  test('sentences without a find may hold what was missed', async () => {
    const result = await measure({
      note: texts((row) => `Nothing of note was seen on this day of the ${row}th week.`),
    });
    expect(figure(result, 'foundCells')).toBe(0);
    expect(figure(result, 'identifierColumns')).toEqual([0, 0, 1]);
    const [lower, estimate, upper] = figure(result, 'identifierCells') as readonly number[];
    expect([lower, estimate]).toEqual([0, 0]);
    expect(upper).toBeGreaterThan(3);
  });

  test('training and test data are both scanned, unless one is asked for', async () => {
    const train = { id: texts((row) => String(row)) };
    const rows = { id: texts((row) => `jo${row}@example.org`) };
    expect(figure(await measure(train, rows), 'identifierColumns')).toBe(1);
    expect(figure(await measure(train, rows, { parts: ['whole'] }), 'identifierColumns')).toBe(0);
    expect(figure(await measure(train, rows, { kinds: ['phone'] }), 'identifierColumns')).toBe(0);
  });

  test('dates, ages and ZIP codes of Safe Harbor', async () => {
    const result = await measure({
      admitted: texts((row) => `2024-01-${String(1 + (row % 28)).padStart(2, '0')}`),
      age: { numbers: Array.from({ length: 40 }, (_, row) => 55 + row) },
      zip: texts((row) => ['02139', '036', '945', '000'][row % 4]!),
    });
    expect(figure(result, 'fineDates')).toBe(40);
    expect(figure(result, 'agesOver89')).toBe(4);
    expect([figure(result, 'fineZips'), figure(result, 'smallZips')]).toEqual([10, 10]);
  });

  test('secrets are told apart', async () => {
    const result = await measure({ key: texts((row) => `AKIA${String(row).padStart(4, 'Q')}QRSTUVWX2345`) });
    expect([figure(result, 'secrets'), figure(result, 'identifierCells')]).toEqual([40, 0]);
  });

  test('details name columns and counts, never a cell', async () => {
    const cells = Array.from({ length: 30 }, (_, row) => `secret.person${row}@example.org`);
    const { details } = await measure({ mail: { ...none, texts: cells } });
    const text = JSON.stringify(details);
    expect(text).toContain('mail');
    for (const cell of cells) expect(text).not.toContain(cell);
  });

  test.each([
    ['no table', undefined, 'missing-input'],
    ['no rows', { a: { ...none, texts: [] } }, 'out-of-domain'],
    ['empty cells', { a: { ...none, texts: [null, null] } }, 'out-of-domain'],
  ] as const)('%s is unmeasured', async (_, columns, cause) => {
    const { outputs } = await measure(columns as Columns | undefined);
    expect(new Set(Object.values(outputs).map((output) => 'unmeasured' in output && output.unmeasured))).toEqual(
      new Set([cause]),
    );
  });

  test('a region without a numbering plan is told, not passed over', async () => {
    const { outputs } = await measure({ a: texts(() => 'x') }, undefined, { regions: ['XX'] });
    expect(outputs['identifierCells']).toMatchObject({ unmeasured: 'unsupported' });
  });

  test('the parameters know every kind', () => {
    const { value } = fillParameters(CATALOGUE['privacy/identifiers']!, {});
    expect(value).toMatchObject({ kinds: KINDS });
  });

  test('the detectors’ quality stands next to the figures', async () => {
    const result = await measure({ mail: texts((row) => `person${row}@example.org`) });
    for (const name of ['checksumPrecision', 'checksumRecall', 'lowestPrecision', 'lowestRecall'])
      expect(result.outputs[name]).toMatchObject({ basis: 'estimated', uncertainty: { kind: 'proportion' } });
    expect(result.outputs['byKind']).toMatchObject({
      items: [{ kind: { value: 'email' }, recall: { uncertainty: { kind: 'proportion' } } }],
    });
  });
});
