import { describe, expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { calibration } from './calibration.js';

const params = { bins: 10, minBinRows: 20, draws: 400 };
const cause = (output: Output | undefined): unknown =>
  output !== undefined && isUnmeasured(output) ? output.unmeasured : 'measured';

/** Outcomes of log odds `slope` times what the probabilities say. */
function answers(rows: number, slope: number, spread = 1.5) {
  const rng = createRng(`answers ${rows} ${slope}`);
  const logits = Float64Array.from({ length: rows }, () => spread * rng.normal());
  const codes = Int32Array.from(logits, (logit) => Number(rng.next() < 1 / (1 + Math.exp(-slope * logit))));
  const probabilities = Float64Array.from([...logits].flatMap((l) => [1 / (1 + Math.exp(l)), 1 / (1 + Math.exp(-l))]));
  return { codes, probabilities };
}

const measure = ({ codes, probabilities }: { codes: Int32Array; probabilities?: Float64Array }) =>
  calibration.measure(
    memoryContext(
      memorySubject({
        task: 'binary-classification',
        test: {
          table: memoryTable({ a: { numbers: codes } }),
          target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes },
        },
        model: {
          classes: ['no', 'yes'],
          predict: () => ({ kind: 'classes', labels: codes, ...(probabilities && { probabilities }) }),
        },
      }),
      params,
    ),
  );

describe('calibration', () => {
  test.each([
    ['sound', 1, 0.85, 1.15],
    ['overconfident', 0.5, 0.4, 0.6],
  ])('a %s model’s slope', async (_, slope, low, high) => {
    const result = await measure(answers(4000, slope));
    expect(validateResult(calibration, result)).toEqual([]);
    const figure = result.outputs['slope']!;
    expect(isFigure(figure) && figure.estimate).toBeGreaterThan(low);
    expect(isFigure(figure) && figure.estimate).toBeLessThan(high);
    expect(figure).toMatchObject({ uncertainty: { kind: 'student-t', df: 3998 } });
    expect(result.details?.map(({ id }) => id)).toEqual(['reliability', 'bins']);
  });

  test('the greatest error is that of the worst bin with enough rows', async () => {
    const codes = Int32Array.from({ length: 210 }, (_, row) => Number(row % 100 < 30 || row >= 200));
    // 200 rows said 0.35 and 0.55 of which 0.3 came true; ten rows of a bin that is too small.
    const probabilities = Float64Array.from(
      [...codes].flatMap((_, row) => {
        const p = row < 100 ? 0.35 : row < 200 ? 0.55 : 0.05;
        return [1 - p, p];
      }),
    );
    const { outputs } = await measure({ codes, probabilities });
    expect(outputs['maximumError']).toMatchObject({ estimate: expect.closeTo(0.25, 9) as number });
    expect(outputs['assessedShare']).toMatchObject({ estimate: 200 / 210 });
    expect(outputs['meanGap']).toMatchObject({ estimate: expect.closeTo((70 - 90.5) / 210, 9) as number });
  });

  test.each<[string, { codes: Int32Array; probabilities?: Float64Array }, string, string]>([
    ['no probabilities', { codes: answers(100, 1).codes }, 'unsupported', 'unsupported'],
    ['few rows', answers(8, 1), 'out-of-domain', 'out-of-domain'],
    [
      'few of an outcome',
      { ...answers(200, 1), codes: new Int32Array(200).fill(1, 0, 5) },
      'out-of-domain',
      'measured',
    ],
    [
      'one probability for all',
      { ...answers(200, 1), probabilities: new Float64Array(400).fill(0.5) },
      'out-of-domain',
      'measured',
    ],
  ])('%s', async (_, given, slope, gap) => {
    const result = await measure(given);
    expect(validateResult(calibration, result)).toEqual([]);
    expect([cause(result.outputs['slope']), cause(result.outputs['meanGap'])]).toEqual([slope, gap]);
  });
});
