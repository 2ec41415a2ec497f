import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../../tests/seed.js';
import { createRng } from '../numerics/generator.js';
import { memoryTable } from '../plugins/memory-subject.js';
import { fitEncoder } from './design-matrix.js';
import { estimatorOf } from './registry.js';

const TRAIN = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7);
const TEST = Int32Array.of(8, 9, 10);

type Cell = number | null;

const table = (numbers: readonly Cell[], texts: readonly (string | null)[]) =>
  memoryTable({ a: { numbers: numbers.map((value) => value ?? Number.NaN) }, b: { texts: [...texts] } });

const cell = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null });
const text = fc.option(fc.constantFrom('red', 'green', 'blue', 'never seen'), { nil: null });

describe('held-out rows leave no trace', () => {
  test('what is learnt of the training rows is the same, bit by bit, whatever stands in the others', () => {
    const column = <T>(one: fc.Arbitrary<T>, length: number) => fc.array(one, { minLength: length, maxLength: length });
    fc.assert(
      fc.property(
        column(fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: null }), 8),
        column(text, 8),
        column(fc.tuple(cell, text), 3),
        column(fc.tuple(cell, text), 3),
        fc.boolean(),
        (numbers, texts, first, second, standardise) => {
          const encoded = [first, second].map((held) => {
            const all = table([...numbers, ...held.map(([a]) => a)], [...texts, ...held.map(([, b]) => b)]);
            const encoder = fitEncoder(all.columns, TRAIN, standardise);
            expect(encoder.encode(TEST).values.every(Number.isFinite)).toBe(true);
            return encoder.encode(TRAIN);
          });
          // Codes of levels follow the file, in which the training rows come first.
          expect(encoded[1]).toEqual(encoded[0]);
        },
      ),
    );
  });

  test('an answer for one held-out row does not depend on the others', async () => {
    const rng = createRng('leak');
    const numbers = Array.from({ length: 60 }, (_, row) => (row % 9 === 2 ? null : rng.normal()));
    const texts = Array.from({ length: 60 }, () => ['red', 'green', 'blue', null][rng.integer(4)]!);
    const codes = Int32Array.from(numbers, (value, row) => Number((value ?? 0) + Number(texts[row] === 'red') > 0.3));
    const every = Int32Array.from(numbers, (_, row) => row);
    const folds = [{ train: every.slice(0, 50), test: every.slice(50) }];
    const changed = {
      numbers: numbers.map((value, row) => (row > 50 ? 1e300 : value)),
      texts: texts.map((value, row) => (row > 50 ? 'never seen' : value)),
    };
    const settings: Readonly<Record<string, object>> = {
      'logistic-regression': {},
      mlp: { hidden: [8], epochs: 10 },
      'random-forest': { trees: 10 },
    };
    for (const [type, given] of Object.entries(settings)) {
      const answers = await Promise.all(
        [{ numbers, texts }, changed].map(async (of) => {
          const estimator = await estimatorOf({ type, with: { ...given } }, 'classes');
          const data = {
            features: table(of.numbers, of.texts).columns,
            target: { kind: 'classes', codes, classes: ['no', 'yes'] },
          } as const;
          return (await estimator.answers(data, folds, { rng: createRng, pause: async () => {}, workers: 1 }))[0]!;
        }),
      );
      expect(answers[1]!.slice(0, 2), type).toEqual(answers[0]!.slice(0, 2));
      expect(
        answers[1]!.every((value) => value >= 0 && value <= 1),
        type,
      ).toBe(true);
    }
  });
});
