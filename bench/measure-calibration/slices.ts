/** Slices whose scores are known: rows are right by the rate of their cell. */
import type { Rng } from '../../engine/numerics/random.js';
import { slices } from '../../engine/plugins/evaluation/slices.js';
import type { SlicesParameters } from '../../engine/plugins/evaluation/slices.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import type { CalibrationCase, Figures } from './case.js';

interface Cells {
  /** Units of a cell; cells are `across` levels of one column by as many of another. */
  readonly size: number;
  readonly across: number;
  readonly rate: (first: number, second: number) => number;
  readonly metric: SlicesParameters['metric'];
  readonly perUnit?: number;
}

function slicesCase(name: string, cells: Cells): CalibrationCase {
  const levels = Array.from({ length: cells.across }, (_, level) => level);
  // Of cells of one size the worst single level is never worse than its worst cell.
  const worst = Math.min(...levels.flatMap((first) => levels.map((second) => cells.rate(first, second))));
  return {
    name: `slices, ${name}, ${cells.size} ${cells.perUnit === undefined ? 'rows' : 'clusters'} a cell, ${cells.metric}`,
    truth: { worst },
    clear: { worst: ['>=', worst - 0.25] },
    figures: (rng, draws) => measure(cells, rng, draws),
  };
}

async function measure({ size, across, rate, metric, perUnit = 1 }: Cells, rng: Rng, draws: Rng): Promise<Figures> {
  const columns: [string[], string[]] = [[], []];
  const truth: number[] = [];
  const answer: number[] = [];
  const unit: number[] = [];
  for (let cell = 0; cell < size * across * across; cell++) {
    const [first, second] = [cell % across, Math.floor(cell / across) % across];
    const person = (): readonly [number, number] => {
      const code = Number(rng.next() < 0.5);
      return [code, rng.next() < rate(first, second) ? code : 1 - code];
    };
    const shared = person();
    for (let row = 0; row < perUnit; row++) {
      const [code, said] = row > 0 && rng.next() < 0.5 ? person() : shared;
      columns[0].push(`a${first}`);
      columns[1].push(`b${second}`);
      truth.push(code);
      answer.push(said);
      unit.push(cell);
    }
  }
  const subject = memorySubject({
    task: 'binary-classification',
    test: {
      table: memoryTable({ a: { texts: columns[0] }, b: { texts: columns[1] } }),
      target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes: Int32Array.from(truth) },
      ...(perUnit > 1 && { groups: Int32Array.from(unit) }),
    },
    model: { classes: ['no', 'yes'], predict: () => ({ kind: 'classes', labels: Int32Array.from(answer) }) },
  });
  const params: SlicesParameters = {
    metric,
    class: null,
    columns: null,
    cuts: {},
    bins: 4,
    pairs: true,
    maxPairs: 10,
    minSliceSize: 10,
    correction: 'holm',
    alpha: 0.05,
    draws: 400,
  };
  return (await slices.measure({ ...memoryContext(subject, params), rng: () => draws })).outputs as Figures;
}

const even = (value: number) => (): number => value;
const oneBehind = (first: number, second: number): number => (first === 0 && second === 0 ? 0.7 : 0.9);

export const SLICES_CASES: readonly CalibrationCase[] = [
  slicesCase('all alike', { size: 40, across: 2, rate: even(0.8), metric: 'accuracy' }),
  slicesCase('all alike', { size: 40, across: 4, rate: even(0.9), metric: 'accuracy' }),
  slicesCase('one behind', { size: 40, across: 3, rate: oneBehind, metric: 'accuracy' }),
  slicesCase('one behind', { size: 80, across: 3, rate: oneBehind, metric: 'recall' }),
  slicesCase('one behind', { size: 80, across: 2, rate: oneBehind, metric: 'balancedAccuracy' }),
  slicesCase('one behind', { size: 40, across: 2, rate: oneBehind, metric: 'accuracy', perUnit: 3 }),
];
