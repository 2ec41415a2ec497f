import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import { LESS_IS_BETTER } from '../../methods/evaluation/metric-names.js';
import { tooSmall } from '../../methods/evaluation/units.js';
import { mcnemarExact } from '../../numerics/hypotheses/mcnemar.js';
import { answeredPart } from '../answered-part.js';
import type { AnsweredClasses, AnsweredPart } from '../answered-part.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { drawnFigure } from '../drawn-figure.js';
import { exactFigure } from '../exact-figure.js';
import { weakest } from '../figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { figuresOfPart } from '../figures-of-part.js';
import { metricDifference } from '../metric-difference.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';

export interface ComparisonParameters {
  readonly metric: string | null;
  readonly draws: number;
}

const number = (en: string, zh: string, range: readonly [number | null, number | null]): OutputSpec => ({
  type: 'number',
  unit: '1',
  range,
  title: { en, zh },
});

const outputs = {
  gain: number(
    'By how much the metric is better than the predecessor’s (below 0: worse)',
    '指标优于前一版本的幅度（小于 0 表示更差）',
    [null, null],
  ),
  current: number('The metric of the model', '当前模型的指标', [null, null]),
  predecessor: number('The metric of the predecessor', '前一版本的指标', [null, null]),
  disagreement: number('Share of rows that the two answer differently', '两个模型回答不同的行占比', [0, 1]),
  mcnemarP: number(
    'p of McNemar’s exact test that both are right equally often',
    '两个模型正确率相同的 McNemar 精确检验 p 值',
    [0, 1],
  ),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const comparison = definePlugin<ComparisonParameters>({
  id: 'evaluation/comparison',
  version: '1.0.0',
  title: { en: 'The model beside its predecessor on the same test rows', zh: '在同一测试数据上与前一版本的比较' },
  about: 'model',
  needs: ['model', 'predecessor', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure({ subject, params, rng, signal }: MeasureContext<ComparisonParameters>): Promise<MeasureResult> {
  const current = await answeredPart(subject, 'test');
  if ('unmeasured' in current) return without(current);
  const predecessor = await answeredPart(subject, 'test', 'predecessor');
  if ('unmeasured' in predecessor) return without(predecessor);
  await checkpoint(signal);
  const { table, units, model } = current;
  const basis = weakest(model.basis, predecessor.model.basis);
  const metric = params.metric ?? (current.kind === 'classes' ? 'accuracy' : 'mae');
  const stream = (): ReturnType<typeof rng> => rng(`rows:${table.digest}`);
  const figureOf = (part: AnsweredPart): Output =>
    figuresOfPart(part, { rng: stream(), rows: table.digest, basis: part.model.basis, draws: params.draws })[metric] ??
    unmeasured('unsupported', `${metric} is not a metric of this kind of model`);
  const figures = { current: figureOf(current), predecessor: figureOf(predecessor) };
  const gain = (): Output => {
    for (const figure of Object.values(figures)) if ('unmeasured' in figure) return figure;
    const small = tooSmall(units);
    if (small !== undefined) return unmeasured('out-of-domain', small);
    const [first, second] = LESS_IS_BETTER.has(metric) ? [predecessor, current] : [current, predecessor];
    const box = metricDifference(first, second, metric, { rng: stream, draws: params.draws });
    if (box === undefined) return unmeasured('unsupported', `no paired difference of ${metric} is measured`);
    const estimate = estimateOf(figures.current) - estimateOf(figures.predecessor);
    return drawnFigure(LESS_IS_BETTER.has(metric) ? -estimate : estimate, joinBox(box), {
      n: units.count,
      basis,
      rows: table.digest,
      range: [-Number.MAX_VALUE, Number.MAX_VALUE],
    });
  };
  return {
    outputs: { gain: gain(), ...figures, ...answersCompared(current, predecessor, basis) },
    details: agreementTable(current, predecessor),
    backend: model.backend,
  };
}

const without = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});

const estimateOf = (output: Output): number => ('estimate' in output ? output.estimate : Number.NaN);

function answersCompared(
  current: AnsweredPart,
  predecessor: AnsweredPart,
  basis: ReturnType<typeof weakest>,
): { disagreement: Output; mcnemarP: Output } {
  if (current.kind !== 'classes' || predecessor.kind !== 'classes') {
    const why = unmeasured('unsupported', 'of classifiers alone');
    return { disagreement: why, mcnemarP: why };
  }
  if (!current.units.plain) {
    const why = unmeasured('unsupported', 'of independent rows of equal weight alone');
    return { disagreement: why, mcnemarP: why };
  }
  const n = current.rows.length;
  const k = current.predicted.filter((code, row) => code !== predecessor.predicted[row]).length;
  const { onlyCurrent, onlyPredecessor } = rightness(current, predecessor);
  return {
    disagreement: {
      estimate: k / n,
      unit: '1',
      n,
      uncertainty: { kind: 'proportion', k, n },
      basis,
      rows: current.table.digest,
    },
    mcnemarP: exactFigure(mcnemarExact(onlyCurrent, onlyPredecessor).p, '1', basis),
  };
}

function rightness(
  { truth, predicted }: AnsweredClasses,
  predecessor: AnsweredClasses,
): Readonly<Record<'both' | 'onlyCurrent' | 'onlyPredecessor' | 'neither', number>> {
  const counts = { both: 0, onlyCurrent: 0, onlyPredecessor: 0, neither: 0 };
  truth.forEach((code, row) => {
    const now = predicted[row] === code;
    const before = predecessor.predicted[row] === code;
    counts[now ? (before ? 'both' : 'onlyCurrent') : before ? 'onlyPredecessor' : 'neither']++;
  });
  return counts;
}

function agreementTable(current: AnsweredPart, predecessor: AnsweredPart): readonly Detail[] {
  if (current.kind !== 'classes' || predecessor.kind !== 'classes') return [];
  const { both, onlyCurrent, onlyPredecessor, neither } = rightness(current, predecessor);
  return [
    {
      type: 'matrix',
      id: 'rightness',
      title: { en: 'Rows by who is right', zh: '按谁正确划分的行数' },
      rowNames: ['current right', 'current wrong'],
      columnNames: ['predecessor right', 'predecessor wrong'],
      values: [
        [both, onlyCurrent],
        [onlyPredecessor, neither],
      ],
    },
  ];
}
