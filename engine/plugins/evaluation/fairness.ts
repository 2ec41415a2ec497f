import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import {
  assess,
  greatestDifference,
  groupsOf,
  leastRatio,
  pairsOf,
  RATES,
} from '../../methods/evaluation/group-fairness.js';
import type { AssessedGroup, Attribute, Group, Rate, Worst } from '../../methods/evaluation/group-fairness.js';
import { fisherExact } from '../../numerics/hypotheses/fisher-exact.js';
import { holm } from '../../numerics/hypotheses/multiple-testing.js';
import { columnOf } from '../../subject/table.js';
import { answeredPart } from '../answered-part.js';
import type { AnsweredClasses } from '../answered-part.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { drawnFigure } from '../drawn-figure.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { attributeOf, intersectionsOf } from './fairness-attributes.js';
import { fairnessDetails } from './fairness-details.js';
import { FAIRNESS_OUTPUTS, WORST_OUTPUTS } from './fairness-outputs.js';

export interface FairnessParameters {
  readonly columns: readonly string[] | null;
  readonly favourable: string | null;
  readonly cuts: Readonly<Record<string, readonly number[]>>;
  readonly intersections: boolean;
  readonly minGroupSize: number;
  readonly draws: number;
}

export const fairness = definePlugin<FairnessParameters>({
  id: 'evaluation/fairness',
  version: '1.0.0',
  title: { en: 'How alike the model treats groups of people', zh: '模型对不同人群的公平性' },
  about: 'model',
  needs: ['model', 'data.test', 'target'],
  deterministic: true,
  outputs: FAIRNESS_OUTPUTS,
  measure: (context) => faultsUnmeasured(FAIRNESS_OUTPUTS, () => measure(context)),
});

async function measure({ subject, params, rng, signal }: MeasureContext<FairnessParameters>): Promise<MeasureResult> {
  const part = await answeredPart(subject, 'test');
  if ('unmeasured' in part) return without(part);
  if (part.kind !== 'classes') return without(unmeasured('unsupported', 'fairness of rates is of classifiers'));
  const favourable = params.favourable === null ? part.positive : part.classes.indexOf(params.favourable);
  if (favourable < 0) {
    const why = params.favourable === null ? 'the task has no positive class' : `no class is ${params.favourable}`;
    return without(unmeasured('unsupported', `${why}: favourable names the class that people wish for`));
  }
  const single = attributesOf(part, params);
  if ('unmeasured' in single) return without(single);
  await checkpoint(signal);
  const evidence = {
    truth: Uint8Array.from(part.truth, (code) => Number(code === favourable)),
    predicted: Uint8Array.from(part.predicted, (code) => Number(code === favourable)),
    units: part.units,
    attributes: [...single, ...(params.intersections ? intersectionsOf(single) : [])],
    minimum: params.minGroupSize,
  };
  const groups = groupsOf(evidence);
  const resamples = { rng: rng(`rows:${part.table.digest}`), draws: params.draws, extras: part.classes.length };
  const assessed = assess(evidence, groups, resamples);
  await checkpoint(signal);
  return {
    outputs: {
      ...worstOutputs(part, single, assessed, params.draws),
      groupsAssessed: exactFigure(assessed.length, '1'),
      groupsTooSmall: exactFigure(groups.length - assessed.length, '1'),
      assessedShare: exactFigure(assessedShare(part, single, assessed), '1'),
      groups: { items: assessed.map((group) => groupItem(part, group)) },
    },
    details: fairnessDetails(groups, assessed, part.units.plain),
    backend: part.model.backend,
  };
}

const without = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(FAIRNESS_OUTPUTS, cause, detail),
});

function attributesOf(part: AnsweredClasses, params: FairnessParameters): readonly Attribute[] | Unmeasured {
  const { table, rows } = part;
  const named = params.columns?.map((name) => columnOf(table, name) ?? name);
  const absent = named?.find((column) => typeof column === 'string');
  if (absent !== undefined) return unmeasured('missing-input', `the test data have no column ${absent}`);
  const columns = named?.filter((column) => typeof column !== 'string');
  const sensitive = columns ?? table.columns.filter(({ roles }) => roles.includes('sensitive'));
  if (sensitive.length === 0) return unmeasured('missing-input', 'no column has the role sensitive');
  return sensitive.map((column) => attributeOf(column, rows, params.cuts[column.name]));
}

/** The worst of every pair of groups. A column of which fewer than two groups can be assessed leaves them unknown. */
function worstOutputs(
  part: AnsweredClasses,
  single: readonly Attribute[],
  assessed: readonly AssessedGroup[],
  draws: number,
): Record<keyof typeof WORST_OUTPUTS | 'selectionRateP', Output> {
  const unknown = single.find(({ name }) => assessed.filter(({ attribute }) => attribute === name).length < 2);
  if (unknown !== undefined) {
    const why = unmeasured('out-of-domain', `fewer than two groups of ${unknown.name} are large enough to compare`);
    return { ...unmeasuredFor(Object.keys(WORST_OUTPUTS), why), selectionRateP: why };
  }
  const pairs = pairsOf(assessed);
  const figure = (rates: readonly Rate[], worst: () => Worst): Output => {
    for (const rate of rates) {
      const empty = assessed.find((group) => group.rates[rate].n === 0);
      if (empty) return unmeasured('out-of-domain', `${empty.attribute}: ${empty.name} has no row for ${rate}`);
    }
    const { estimate, draws: values } = worst();
    const { units, model, table } = part;
    return drawnFigure(estimate, values, {
      n: units.count,
      basis: model.basis,
      rows: table.digest,
      range: [0, 1],
    });
  };
  const difference = (...rates: Rate[]): Output => figure(rates, () => greatestDifference(pairs, rates, draws));
  return {
    minSelectionRateRatio: figure(['selectionRate'], () => leastRatio(pairs, draws)),
    demographicParityDifference: difference('selectionRate'),
    equalOpportunityDifference: difference('truePositiveRate'),
    equalisedOddsDifference: difference('truePositiveRate', 'falsePositiveRate'),
    predictiveParityDifference: difference('precision'),
    selectionRateP: leastP(part, pairs),
  };
}

const unmeasuredFor = (names: readonly string[], why: Unmeasured): Record<keyof typeof WORST_OUTPUTS, Unmeasured> =>
  Object.fromEntries(names.map((name) => [name, why])) as Record<keyof typeof WORST_OUTPUTS, Unmeasured>;

function leastP(part: AnsweredClasses, pairs: ReturnType<typeof pairsOf>): Output {
  if (!part.units.plain) return unmeasured('unsupported', 'Fisher’s test is of independent rows of equal weight');
  const once = pairs.filter(([first, second]) => first.name < second.name);
  const p = once.map(([{ rates: first }, { rates: second }]) =>
    fisherExact(first.selectionRate.k, first.selectionRate.n, second.selectionRate.k, second.selectionRate.n),
  );
  return exactFigure(Math.min(...holm(p)), '1', part.model.basis);
}

/** Of each column, the share of all rows that stand in an assessed group; the least of them. */
const assessedShare = (
  part: AnsweredClasses,
  single: readonly Attribute[],
  assessed: readonly AssessedGroup[],
): number =>
  Math.min(
    ...single.map(
      ({ name }) =>
        assessed.filter(({ attribute }) => attribute === name).reduce((sum, { rows }: Group) => sum + rows.length, 0) /
        part.rows.length,
    ),
  );

function groupItem(part: AnsweredClasses, group: AssessedGroup): Record<string, Figure | Unmeasured> {
  const { basis } = part.model;
  const rows = part.table.digest;
  const figureOf = (name: Rate): Figure | Unmeasured => {
    const { k, n, estimate, box } = group.rates[name];
    if (n === 0) return unmeasured('out-of-domain', `the group has no row for ${name}`);
    if (!part.units.plain) return drawnFigure(estimate, joinBox(box), { n: group.units, basis, rows, range: [0, 1] });
    return { estimate: k / n, unit: '1', n, uncertainty: { kind: 'proportion', k, n }, basis, rows };
  };
  return {
    rows: exactFigure(group.rows.length, '1'),
    ...Object.fromEntries(RATES.map((name) => [name, figureOf(name)])),
  };
}
