/**
 * The worst answers that a search finds within a box around each row: every number column within ± reach of its value.
 * Nothing but answers is asked of the model: random corners and points, then one column after the other to its
 * ends, in a random order, while that helps, and again, each row keeping what harms it most (greedy coordinate search; compare Andriushchenko et al.,
 * "Square attack", 2020, whose random search likewise needs answers alone). What it finds is there; what it does not find
 * may still be there, so the true worst case is at least as bad.
 */
import { identity, shuffle } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { Table } from '../../subject/table.js';
import type { Predictions } from '../../subject/view.js';
import { replace } from './robustness-perturbations.js';
import type { ScaledColumn } from './robustness-perturbations.js';

export interface Search {
  readonly columns: readonly ScaledColumn[];
  /** In standard deviations of the column. */
  readonly epsilon: number;
  /** Answers asked for every row. */
  readonly steps: number;
  readonly rng: Rng;
  /** How much a row is harmed by its answer: greater is worse. Throws where an answer is none. */
  readonly harm: (answers: Predictions) => Float64Array;
  readonly predict: (table: Table) => Promise<Predictions>;
  /** Awaited before each step. */
  readonly pause: (step: number) => Promise<void>;
}

/** The share of the steps that try random points, before columns are tried one by one. */
const RANDOM = 0.3;

/** The answers at the points that harm each row most. */
export async function searchBox(table: Table, clean: Predictions, search: Search): Promise<Predictions> {
  const { columns, epsilon, steps, rng, harm, predict, pause } = search;
  const rows = table.rowCount;
  const original = columns.map(({ column }) => column.values);
  const best = original.map((values) => values.slice());
  const found = copyOf(clean);
  const worst = harm(clean);
  let step = 0;

  const attempt = async (candidate: readonly Float64Array[]): Promise<boolean> => {
    await pause(step++);
    const answers = await predict(
      replace(
        table,
        columns.map(({ column }, c) => ({ ...column, values: candidate[c]! })),
      ),
    );
    const harms = harm(answers);
    let improved = false;
    for (let row = 0; row < rows; row++) {
      if (!(harms[row]! > worst[row]!)) continue;
      improved = true;
      worst[row] = harms[row]!;
      candidate.forEach((values, c) => (best[c]![row] = values[row]!));
      copyRow(answers, found, row, rows);
    }
    return improved;
  };

  const randomPoint = (corner: boolean): readonly Float64Array[] =>
    columns.map(({ deviation }, c) =>
      original[c]!.map((value) => {
        const side = corner ? rng.integer(2) * 2 - 1 : 2 * rng.next() - 1;
        return value + side * epsilon * deviation;
      }),
    );
  const moved = (c: number, side: number): readonly Float64Array[] => {
    const values = original[c]!.map((value) => value + side * epsilon * columns[c]!.deviation);
    return best.map((kept, index) => (index === c ? values : kept));
  };

  const burst = Math.ceil(RANDOM * steps);
  const order = identity(columns.length);
  while (step < steps) {
    for (const end = Math.min(steps, step + burst); step < end;) await attempt(randomPoint(step % 2 === 0));
    for (let improved = true; improved && step < steps;) {
      improved = false;
      for (const c of shuffle(order, rng)) {
        for (const side of [1, -1]) {
          if (step >= steps) return found;
          improved = (await attempt(moved(c, side))) || improved;
        }
      }
    }
  }
  return found;
}

function copyOf(answers: Predictions): Predictions {
  if (answers.kind === 'numbers') return { ...answers, values: answers.values.slice() };
  const { labels, probabilities } = answers;
  return { kind: 'classes', labels: labels.slice(), ...(probabilities && { probabilities: probabilities.slice() }) };
}

function copyRow(from: Predictions, to: Predictions, row: number, rows: number): void {
  if (from.kind === 'numbers' && to.kind === 'numbers') to.values[row] = from.values[row]!;
  if (from.kind !== 'classes' || to.kind !== 'classes') return;
  to.labels[row] = from.labels[row]!;
  const width = (to.probabilities?.length ?? 0) / rows;
  for (let c = 0; c < width; c++) to.probabilities![row * width + c] = from.probabilities![row * width + c]!;
}
