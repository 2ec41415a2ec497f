import { LESS_IS_BETTER } from '../../methods/evaluation/metric-names.js';
import { answeredPart } from '../answered-part.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { drawnFigure } from '../drawn-figure.js';
import { exactFigure } from '../exact-figure.js';
import { quantilesOf } from '../figure-quantiles.js';
import type { Figure, Output } from '../figure.js';
import { figuresOfPart } from '../figures-of-part.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';

export interface DeclaredAccuracyParameters {
  readonly metric: string;
  readonly claimed: number | null;
  readonly draws: number;
  readonly bins: number;
}

const outputs = {
  shortfall: {
    type: 'number',
    unit: '1',
    range: [null, null],
    title: {
      en: 'By how much the metric is worse than is claimed (below 0: better)',
      zh: '实测指标比声明值差多少（小于 0 表示更好）',
    },
  },
  measured: {
    type: 'number',
    unit: '1',
    range: [null, null],
    title: { en: 'The metric on the test data', zh: '测试数据上的实测指标' },
  },
  claimed: {
    type: 'number',
    unit: '1',
    range: [null, null],
    title: { en: 'The metric as the documentation claims it', zh: '文档声明的指标' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const declaredAccuracy = definePlugin<DeclaredAccuracyParameters>({
  id: 'evaluation/declared-accuracy',
  version: '1.0.1',
  title: { en: 'Whether the test data support what the documentation claims', zh: '测试数据是否支持文档声明的准确度' },
  about: 'model',
  needs: ['model', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/**
 * The claim itself is declared. The shortfall is not: nothing of it is believed, the claim is only what the measured
 * figure is compared with. Its draws are ordered, and so not paired with those of other figures.
 */
async function measure({
  subject,
  params,
  rng,
  signal,
}: MeasureContext<DeclaredAccuracyParameters>): Promise<MeasureResult> {
  const { metric, claimed } = params;
  if (claimed === null)
    return nothingMeasured(outputs, unmeasured('missing-input', 'claimed does not say what is claimed'));
  const part = await answeredPart(subject, 'test');
  if ('unmeasured' in part) return nothingMeasured(outputs, part);
  await checkpoint(signal);
  const { table, model } = part;
  const options = {
    rng: rng(`rows:${table.digest}`),
    rows: table.digest,
    basis: model.basis,
    draws: params.draws,
    bins: params.bins,
  };
  const figure = figuresOfPart(part, options)[metric];
  const claim = exactFigure(claimed, '1', 'declared');
  if (figure === undefined || 'unmeasured' in figure) {
    const why = figure ?? unmeasured('unsupported', `${metric} is not a metric of this kind of model`);
    return { outputs: { shortfall: why, measured: why, claimed: claim }, backend: model.backend };
  }
  return {
    outputs: { shortfall: shortfallOf(figure, metric, claimed, params.draws), measured: figure, claimed: claim },
    details: [
      {
        type: 'table',
        id: 'claim',
        title: { en: 'Claim and measurement', zh: '声明值与实测值' },
        columns: [{ name: 'metric' }, { name: 'claimed', unit: '1' }, { name: 'measured', unit: '1' }],
        rows: [[metric, claimed, figure.estimate]],
      },
    ],
    backend: model.backend,
  };
}

function shortfallOf(figure: Figure, metric: string, claimed: number, draws: number): Output {
  const worse = LESS_IS_BETTER.has(metric) ? 1 : -1;
  const quantiles = quantilesOf(figure, draws);
  if (quantiles === undefined) return unmeasured('unsupported', `${metric} has no distribution to compare`);
  return drawnFigure(
    worse * (figure.estimate - claimed),
    quantiles.map((value) => worse * (value - claimed)),
    // The quantiles of a proportion or of Student's t are those of its own n already: nothing is left to widen.
    { basis: figure.basis, ...(figure.uncertainty.kind === 'empirical' && { n: figure.n ?? draws }) },
  );
}
