import { spearman, topJaccard } from '../../methods/explainability/agreement.js';
import { defaultWidth } from '../../methods/explainability/lime.js';
import type { LimeFit } from '../../methods/explainability/lime.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { explainedRows } from './explained-rows.js';
import type { RowsRequest } from './explained-rows.js';
import { limeOfRow } from './lime-of-row.js';
import type { LimeSettings } from './lime-of-row.js';
import { rowMean } from './row-mean.js';

export interface LimeParameters extends Omit<RowsRequest, 'background' | 'together'>, LimeSettings {
  readonly seeds: number;
  readonly top: number;
  readonly draws: number;
}

/** Rows asked for by number are shown one by one, up to so many. */
const SHOWN_ROWS = 20;

const share = (en: string, zh: string, range: readonly [number, number] = [0, 1]) =>
  ({ type: 'number', unit: '1', range, title: { en, zh } }) as const satisfies OutputSpec;
const count = (en: string, zh: string) =>
  ({ type: 'integer', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;

const outputs = {
  localR2: share('Mean R² of the local regressions on their samples', '局部回归在其样本上的平均 R²'),
  topJaccard: share('Mean Jaccard index of the strongest features between seeds', '不同种子间最强特征的平均杰卡德指数'),
  rankCorrelation: share('Mean rank correlation of the weights between seeds', '不同种子间权重的平均秩相关', [-1, 1]),
  kernelWidth: { type: 'number', unit: '1', range: [0, null], title: { en: 'Kernel width', zh: '核宽度' } },
  explainedRows: count('Rows that were explained', '被解释的行数'),
  modelEvaluations: count('Rows that the model was asked for', '向模型查询的行数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const lime = definePlugin<LimeParameters>({
  id: 'explainability/lime',
  version: '1.0.0',
  title: { en: 'Local linear explanations (LIME), and how they hold', zh: '局部线性解释（LIME）及其可靠程度' },
  about: 'model',
  needs: ['model', 'data.train', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/** Ribeiro, Singh, Guestrin, "Why should I trust you?", KDD 2016. */
async function measure(context: MeasureContext<LimeParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress } = context;
  const given = await explainedRows(subject, { ...params, background: 1, together: [] }, rng, signal);
  if ('unmeasured' in given) return all(given);
  const training = await subject.table('train');
  if (training === undefined || training.rowCount === 0) {
    return all(unmeasured('missing-input', 'data.train has no rows to draw from'));
  }
  const names = [...given.tables.players.keys()];
  const width = params.kernelWidth ?? defaultWidth(names.length);
  const rows = given.tables.explained.rowCount;
  const r2 = new Float64Array(rows);
  const jaccard = new Float64Array(rows);
  const correlation = new Float64Array(rows);
  const first: LimeFit[] = [];
  for (let row = 0; row < rows; row++) {
    await checkpoint(signal);
    const fits: LimeFit[] = [];
    for (let seed = 0; seed < params.seeds; seed++) {
      fits.push(await limeOfRow(given, training, row, params, rng(`row ${row} ${seed}`), signal));
    }
    r2[row] = fits.reduce((sum, fit) => sum + Math.max(0, fit.r2), 0) / fits.length;
    jaccard[row] = pairMean(fits, (a, b) => topJaccard(a.weights, b.weights, params.top));
    correlation[row] = pairMean(fits, (a, b) => spearman(a.weights.map(Math.abs), b.weights.map(Math.abs)));
    first.push(fits[0]!);
    progress(row + 1, rows);
  }
  const figures = { rng, draws: params.draws };
  return {
    outputs: {
      localR2: rowMean(r2, [0, 1], given, figures),
      topJaccard: rowMean(jaccard, [0, 1], given, figures),
      rankCorrelation: rowMean(correlation, [-1, 1], given, figures),
      kernelWidth: exactFigure(width, '1', given.model.basis),
      explainedRows: exactFigure(rows, '1'),
      modelEvaluations: exactFigure(rows * params.seeds * params.samples, '1'),
    },
    details: [meanWeights(names, first), ...(params.rows.length > 0 ? shown(names, first, given.numbers) : [])],
    backend: given.model.backend,
  };
}

/** The mean over pairs of fits that have it. */
function pairMean(fits: readonly LimeFit[], of: (a: LimeFit, b: LimeFit) => number): number {
  const found: number[] = [];
  fits.forEach((a, at) => {
    for (const b of fits.slice(at + 1)) found.push(of(a, b));
  });
  const known = found.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function meanWeights(names: readonly string[], fits: readonly LimeFit[]): Detail {
  const bars = names.map((name, feature) => ({
    name,
    value: fits.reduce((sum, { weights }) => sum + Math.abs(weights[feature]!), 0) / fits.length,
  }));
  return {
    type: 'bars',
    id: 'weights',
    title: { en: 'Mean absolute weight', zh: '平均绝对权重' },
    bars: bars.sort((a, b) => b.value - a.value),
  };
}

const shown = (names: readonly string[], fits: readonly LimeFit[], numbers: Int32Array): readonly Detail[] =>
  [...numbers].slice(0, SHOWN_ROWS).map((number, row) => {
    const { weights, intercept, r2 } = fits[row]!;
    const order = names
      .map((_, feature) => feature)
      .sort((a, b) => Math.abs(weights[b]!) - Math.abs(weights[a]!) || a - b);
    return {
      type: 'table',
      id: `row-${number}`,
      title: { en: `Local regression about row ${number}`, zh: `第 ${number} 行附近的局部回归` },
      columns: [{ name: 'feature' }, { name: 'weight' }],
      rows: [
        ['intercept', intercept],
        ...order.map((feature): [string, number] => [names[feature]!, weights[feature]!]),
        ['R² on the sample', r2],
      ],
    } as const;
  });

const all = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});
