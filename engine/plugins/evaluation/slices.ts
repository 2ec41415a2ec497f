import type { BoxDraws } from '../../methods/evaluation/bayesian-bootstrap.js';
import type { Attribute } from '../../methods/evaluation/group-fairness.js';
import type { DrawOptions } from '../../methods/evaluation/mean-boxes.js';
import {
  FEWEST_OF_CLASS,
  type Score,
  fewestUnits,
  finished,
  membership,
  scoreValue,
  scoreWithin,
} from '../../methods/evaluation/score.js';
import { type Slice, slicesOf } from '../../methods/evaluation/slices.js';
import { tooSmall } from '../../methods/evaluation/units.js';
import type { Units } from '../../methods/evaluation/units.js';
import { unpairedBoxes } from '../../methods/evaluation/unpaired-boxes.js';
import { worseWithin } from '../../methods/evaluation/worse-within.js';
import { greatestOf, lowerQuantile, negateBox } from '../../methods/evaluation/worst-of-many.js';
import { benjaminiHochberg, holm } from '../../numerics/hypotheses/multiple-testing.js';
import { clopperPearson } from '../../numerics/intervals.js';
import { columnOf } from '../../subject/table.js';
import type { SubjectView } from '../../subject/view.js';
import { answeredPart } from '../answered-part.js';
import type { AnsweredPart } from '../answered-part.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { drawnFigure } from '../drawn-figure.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Unmeasured } from '../figure.js';
import { scoreOf } from '../scores.js';
import type { ScoreName } from '../scores.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { attributeOf } from './fairness-attributes.js';
import { SLICE_LEVEL, type RankedSlice, slicesDetails } from './slices-details.js';
import { SLICES_OUTPUTS } from './slices-outputs.js';

export interface SlicesParameters {
  readonly metric: 'default' | ScoreName;
  readonly class: string | null;
  readonly columns: readonly string[] | null;
  readonly cuts: Readonly<Record<string, readonly number[]>>;
  readonly bins: number;
  readonly pairs: boolean;
  readonly maxPairs: number;
  readonly minSliceSize: number;
  readonly correction: 'holm' | 'benjamini-hochberg';
  readonly alpha: number;
  readonly draws: number;
}

/** Slices that are drawn at once: bounds the memory, as each keeps three arrays of draws. */
const AT_ONCE = 1000;
/** Weakest slices in the list and the table. */
const SHOWN = 10;

export const slices = definePlugin<SlicesParameters>({
  id: 'evaluation/slices',
  version: '1.0.0',
  title: { en: 'How the model does in its weakest slices', zh: '模型在最弱数据切片上的表现' },
  about: 'model',
  needs: ['model', 'data.test', 'target'],
  deterministic: true,
  outputs: SLICES_OUTPUTS,
  measure: (context) => faultsUnmeasured(SLICES_OUTPUTS, () => measure(context)),
});

async function measure(context: MeasureContext<SlicesParameters>): Promise<MeasureResult> {
  const { subject, params, signal } = context;
  const part = await answeredPart(subject, 'test');
  if ('unmeasured' in part) return without(part);
  const score = scoreOf(part, params.metric, params.class);
  if ('unmeasured' in score) return without(score);
  const few = tooSmall(part.units);
  if (few !== undefined) return without(unmeasured('out-of-domain', few));
  const attributes = attributesOf(subject, part, params);
  if ('unmeasured' in attributes) return without(attributes);
  await checkpoint(signal);
  const { large, small } = slicesOf(attributes, part.units, params.minSliceSize, params.pairs);
  const scored = large.map((slice) => ({ slice, score: scoreOfSlice(score, slice, part.rows.length) }));
  const assessed = scored.filter((one) => isLarge(one.score, part.units, params.minSliceSize));
  if (assessed.length === 0) {
    return without(unmeasured('out-of-domain', `no slice has the ${params.minSliceSize} ${part.units.name} needed`));
  }
  const { worst, ranked } = await rank(assessed, score, part, context);
  const weakest = ranked.slice(0, SHOWN);
  const bounds = boundsOf(weakest, ranked.length, score, part.units, drawOptions(context, part));
  return {
    outputs: {
      worst,
      minP: exactFigure(Math.min(...ranked.map(({ adjusted }) => adjusted)), '1', part.model.basis),
      slicesWorse: exactFigure(ranked.filter(({ adjusted }) => adjusted <= params.alpha).length, '1', part.model.basis),
      slicesAssessed: exactFigure(assessed.length, '1'),
      slicesTooSmall: exactFigure(small + large.length - assessed.length, '1'),
      assessedShare: exactFigure(assessedShare(attributes, ranked, part.rows.length), '1'),
      slices: {
        items: weakest.map((one, index) => ({
          rows: exactFigure(one.slice.rows.length, '1'),
          value: boundsFigure(one, bounds[index]!, part),
          adjustedP: exactFigure(one.adjusted, '1', part.model.basis),
        })),
      },
    },
    details: slicesDetails(weakest, bounds),
    backend: part.model.backend,
  };
}

const without = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(SLICES_OUTPUTS, cause, detail),
});

/** The columns that make slices, a missing value as a level of its own; no more pairs of them than are allowed. */
function attributesOf(
  subject: SubjectView,
  { table, rows }: AnsweredPart,
  { columns, cuts, bins, pairs, maxPairs }: SlicesParameters,
): readonly Attribute[] | Unmeasured {
  const features = new Set(subject.features(table));
  const named =
    columns?.map((name) => columnOf(table, name) ?? name) ??
    table.columns.filter((column) => features.has(column) || column.roles.includes('sensitive'));
  const absent = named.find((column) => typeof column === 'string');
  if (absent !== undefined) return unmeasured('missing-input', `the test data have no column ${absent}`);
  const chosen = named.filter((column) => typeof column !== 'string');
  if (chosen.length === 0) return unmeasured('missing-input', 'no column is a feature or sensitive');
  const count = (chosen.length * (chosen.length - 1)) / 2;
  if (pairs && count > maxPairs) {
    return unmeasured('budget', `${count} pairs of columns, at most ${maxPairs}: name the columns, or leave out pairs`);
  }
  return chosen.map((column) => {
    const { name, of, groups } = attributeOf(column, rows, cuts[column.name], bins);
    return { name, of: of.map((group) => (group < 0 ? groups.length : group)), groups: [...groups, 'missing'] };
  });
}

function scoreOfSlice(score: Score, { rows }: Slice, count: number): Score {
  const within = membership(rows, count);
  return scoreWithin(score, count, (row) => within[row] === 1);
}

/** A share of some of a slice's rows (recall: of one class) needs as many of those as a slice needs rows. */
const isLarge = (score: Score, units: Units, minimum: number): boolean =>
  fewestUnits(score, units) >= (score.parts.length === 1 ? minimum : Math.min(minimum, FEWEST_OF_CLASS));

const drawOptions = ({ rng, params }: MeasureContext<SlicesParameters>, part: AnsweredPart): DrawOptions => ({
  rng: rng(`rows:${part.table.digest}`),
  draws: params.draws,
  extras: part.kind === 'classes' ? part.classes.length : 2,
});

interface ScoredSlice {
  readonly slice: Slice;
  readonly score: Score;
}

/** The worst with its simultaneous bounds, and all slices, the weakest first. */
async function rank(
  assessed: readonly ScoredSlice[],
  score: Score,
  part: AnsweredPart,
  context: MeasureContext<SlicesParameters>,
): Promise<{ readonly worst: Figure | Unmeasured; readonly ranked: readonly RankedSlice[] }> {
  const { params, signal, progress } = context;
  const sign = score.better === 'higher' ? -1 : 1;
  const greatest = greatestOf(assessed.length, params.draws);
  const compared: (Omit<RankedSlice, 'adjusted'> & { readonly p: number })[] = [];
  for (let start = 0; start < assessed.length; start += AT_ONCE) {
    await checkpoint(signal);
    const batch = assessed.slice(start, start + AT_ONCE);
    const boxes = unpairedBoxes(
      batch.map(({ score: own }) => own),
      part.units,
      drawOptions(context, part),
    );
    batch.forEach((one, index) => {
      greatest.add(sign > 0 ? boxes[index]! : negateBox(boxes[index]!));
      const { rest, p } = worseWithin(score, membership(one.slice.rows, part.rows.length), part.units);
      compared.push({ ...one, value: scoreValue(one.score, part.units.weights), rest, p });
    });
    progress(Math.min(start + AT_ONCE, assessed.length), assessed.length);
  }
  const adjust = params.correction === 'holm' ? holm : benjaminiHochberg;
  const adjusted = adjust(compared.map(({ p }) => p));
  const ranked = compared
    .map((one, index) => ({ ...one, adjusted: adjusted[index]! }))
    .sort((a, b) => sign * (b.value - a.value));
  const worst = drawnFigure(
    ranked[0]!.value,
    greatest.draws().map((draw) => sign * draw),
    { n: part.units.count, basis: part.model.basis, rows: part.table.digest, range: score.range },
  );
  return { worst, ranked };
}

type Bounds = readonly [number, number];

/** Bounds that hold for all of `count` slices together at `SLICE_LEVEL` (Bonferroni). */
function boundsOf(
  weakest: readonly RankedSlice[],
  count: number,
  { range: [low, high] }: Score,
  units: Units,
  options: DrawOptions,
): readonly Bounds[] {
  const tail = (1 - SLICE_LEVEL) / 2 / count;
  const boxes = unpairedBoxes(
    weakest.map(({ score }) => score),
    units,
    options,
  );
  return weakest.map(({ score, value }, index): Bounds => {
    const only = score.parts.length === 1 ? score.parts[0]! : undefined;
    if (units.plain && only?.values instanceof Uint8Array) {
      const hits = only.rows!.reduce((sum, row) => sum + only.values[row]!, 0);
      const [lower, upper] = clopperPearson(hits, only.rows!.length, 1 - 2 * tail);
      return [finished(score, lower), finished(score, upper)];
    }
    const { lower, upper } = boxes[index]!;
    const reach = (box: BoxDraws['lower']): number => lowerQuantile(box.toSorted(), tail);
    return [
      Math.max(low, Math.min(value, reach(lower))),
      Math.min(high, Math.max(value, -reach(upper.map((draw) => -draw)))),
    ];
  });
}

const boundsFigure = (
  { slice, value }: RankedSlice,
  [lower, upper]: Bounds,
  { model, table }: AnsweredPart,
): Figure => ({
  estimate: value,
  unit: '1',
  n: slice.rows.length,
  uncertainty: { kind: 'bounds', lower, upper, level: SLICE_LEVEL, anytime: false },
  basis: model.basis,
  rows: table.digest,
});

/** Of each column, the share of all rows that stand in its assessed slices; the least of them. */
function assessedShare(attributes: readonly Attribute[], ranked: readonly RankedSlice[], rows: number): number {
  const shares = attributes.map(({ name }) => {
    const own = ranked.filter(({ slice: { columns } }) => columns.length === 1 && columns[0] === name);
    return own.reduce((sum, { slice }) => sum + slice.rows.length, 0) / rows;
  });
  return Math.min(...shares);
}
