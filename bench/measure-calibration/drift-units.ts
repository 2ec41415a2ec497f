/** Clusters and weighted rows whose shares are known, and parts of one source, which no classifier can tell apart. */
import { hellinger, populationStability } from '../../engine/numerics/divergences.js';
import type { Rng } from '../../engine/numerics/random.js';
import { drift } from '../../engine/plugins/evaluation/drift.js';
import type { DriftParameters } from '../../engine/plugins/evaluation/drift.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import type { MemoryData } from '../../engine/plugins/memory-subject.js';
import type { CalibrationCase, Figures } from './case.js';

type Shares = readonly number[];

interface Source {
  readonly units: readonly [number, number];
  /** Rows of a unit; each is the unit's own level with chance ½, else drawn anew. */
  readonly perUnit: number;
  readonly weighted: boolean;
  readonly shares: readonly [Shares, Shares];
  readonly classifier: string;
}

const params = (classifier: string): DriftParameters => ({
  columns: null,
  bins: 5,
  alpha: 0.05,
  classifier,
  classifierRows: 1000,
  draws: 400,
});

function unitsCase(name: string, source: Source): CalibrationCase {
  const [p, q] = source.shares;
  const alike = p.every((share, level) => share === q[level]);
  const psi = populationStability(p, q);
  return {
    name: `drift, ${name}, ${source.units.join(' and ')} ${source.perUnit > 1 ? 'clusters' : 'weighted rows'}`,
    truth: { maxPsi: psi, maxHellinger: hellinger(p, q), ...(alike && { classifierAuc: 0.5 }) },
    clear: { maxPsi: ['<=', psi + 0.3], ...(alike && { classifierAuc: ['<=', 0.65] as const }) },
    async figures(rng) {
      const subject = memorySubject({
        task: 'binary-classification',
        train: sample(source, 0, rng),
        test: sample(source, 1, rng),
      });
      const context = memoryContext(subject, params(source.classifier), { seed: `${rng.next()}` });
      return (await drift.measure(context)).outputs as Figures;
    },
  };
}

/** Weights of 1 and 3 that have nothing to do with the levels, so that the weighted shares are the true ones. */
function sample({ units, perUnit, weighted, shares }: Source, side: 0 | 1, rng: Rng): MemoryData {
  const [levels, groups, weights]: [string[], number[], number[]] = [[], [], []];
  for (let unit = 0; unit < units[side]; unit++) {
    const own = draw(shares[side], rng);
    for (let row = 0; row < perUnit; row++) {
      levels.push(rng.next() < 0.5 ? own : draw(shares[side], rng));
      groups.push(unit);
      weights.push(weighted && rng.next() < 0.4 ? 3 : 1);
    }
  }
  return {
    table: memoryTable({ level: { texts: levels } }),
    ...(perUnit > 1 && { groups: Int32Array.from(groups) }),
    ...(weighted && { weights: Float64Array.from(weights) }),
  };
}

function draw(shares: Shares, rng: Rng): string {
  let left = rng.next();
  let level = 0;
  while (level < shares.length - 1 && (left -= shares[level]!) >= 0) level++;
  return `${level}`;
}

const even: Shares = [0.2, 0.2, 0.2, 0.2, 0.2];
const tilted: Shares = [0.35, 0.25, 0.2, 0.12, 0.08];
const classifier = 'logistic-regression';

export const DRIFT_UNITS_CASES: readonly CalibrationCase[] = [
  unitsCase('alike', { units: [80, 60], perUnit: 5, weighted: false, shares: [even, even], classifier }),
  unitsCase('tilted', { units: [80, 60], perUnit: 5, weighted: false, shares: [even, tilted], classifier }),
  unitsCase('tilted', { units: [300, 300], perUnit: 3, weighted: true, shares: [even, tilted], classifier }),
  unitsCase('alike', { units: [300, 200], perUnit: 1, weighted: true, shares: [even, even], classifier }),
  unitsCase('tilted', { units: [300, 200], perUnit: 1, weighted: true, shares: [even, tilted], classifier }),
];
