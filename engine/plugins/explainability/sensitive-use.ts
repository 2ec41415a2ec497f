import type { Attribution } from '../../methods/explainability/attribution.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { attributed } from './attributed.js';
import type { AttributionRequest } from './attributed.js';
import { explainedRows } from './explained-rows.js';
import type { ExplainedRows, RowsRequest } from './explained-rows.js';
import { greatestSkill, proxiesOf } from './proxies.js';
import type { Proxy } from './proxies.js';
import { rowMean } from './row-mean.js';

export interface SensitiveUseParameters extends AttributionRequest, RowsRequest {
  readonly proxySkill: number;
  readonly bins: number;
  readonly draws: number;
}

const share = (en: string, zh: string, range: readonly [number | null, number] = [0, 1]) =>
  ({ type: 'number', unit: '1', range, title: { en, zh } }) as const satisfies OutputSpec;
const count = (en: string, zh: string) =>
  ({ type: 'integer', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;

const outputs = {
  sensitiveShare: share('Mean share of a row’s attribution on sensitive features', '每行归因落在敏感特征上的平均份额'),
  proxyShare: share(
    'Mean share of a row’s attribution on features that foretell a sensitive column',
    '每行归因落在可预测敏感列的特征（代理）上的平均份额',
  ),
  sensitiveAndProxyShare: share('The two shares together', '以上两项份额之和'),
  maxProxySkill: share(
    'Greatest share of the squared error of a sensitive column that one feature alone removes',
    '单个特征对敏感列平方误差的最大消除占比',
    [null, 1],
  ),
  explainedRows: count('Rows that were explained', '被解释的行数'),
  modelEvaluations: count('Rows that the model was asked for', '向模型查询的行数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const sensitiveUse = definePlugin<SensitiveUseParameters>({
  id: 'explainability/sensitive-use',
  version: '1.1.0',
  title: {
    en: 'How much the answers rest on sensitive columns and on their proxies',
    zh: '答案在多大程度上依赖敏感列及其代理',
  },
  about: 'model',
  needs: ['model', 'data.train', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/** Intervals of the shares are over the explained rows, for the proxies that the test rows show. */
async function measure(context: MeasureContext<SensitiveUseParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress } = context;
  const given = await explainedRows(subject, params, rng, signal);
  if ('unmeasured' in given) return all(given);
  const [train, test] = [await subject.table('train'), await subject.table('test')];
  if (train === undefined || test === undefined) return all(unmeasured('missing-input', 'the subject lacks a table'));
  const sensitive = test.columns.filter(({ roles }) => roles.includes('sensitive')).map(({ name }) => name);
  if (sensitive.length === 0) return all(unmeasured('missing-input', 'no column has the role sensitive'));
  const found = await attributed(given, params, { rng, signal, progress, training: train });
  if ('unsupported' in found) return all(unmeasured('unsupported', found.unsupported));
  await checkpoint(signal);
  const features = [...given.tables.players.values()].flat();
  const data = { train, test, groups: await subject.groups('test'), weights: await subject.weights('test') };
  const proxies = proxiesOf(
    features.filter((feature) => !sensitive.includes(feature)),
    sensitive,
    data,
    params.bins,
  );
  const strong = new Set(proxies.filter(({ skill }) => skill >= params.proxySkill).map(({ feature }) => feature));
  const players = [...given.tables.players.values()];
  const isSensitive = players.map((names) => names.some((name) => sensitive.includes(name)));
  const isProxy = players.map((names, player) => !isSensitive[player]! && names.some((name) => strong.has(name)));
  const shareOn = (chosen: readonly boolean[]): Output => meanShare(found, chosen, given, context);
  return {
    outputs: {
      sensitiveShare: isSensitive.includes(true) ? shareOn(isSensitive) : exactFigure(0, '1', given.model.basis),
      proxyShare: shareOn(isProxy),
      sensitiveAndProxyShare: shareOn(isProxy.map((is, player) => is || isSensitive[player]!)),
      maxProxySkill: greatestSkill(proxies, { rng, draws: params.draws, rows: test.digest }),
      explainedRows: exactFigure(found.rows, '1'),
      modelEvaluations: exactFigure(found.evaluations, '1'),
    },
    details: [table(found, proxies, given, sensitive, strong)],
    backend: given.model.backend,
  };
}

/** Absolute shares of one player in each row's attribution; NaN where the row has none. */
function sharesOf({ values, players, rows }: Attribution, chosen: (player: number) => boolean): Float64Array {
  const width = players.length;
  return Float64Array.from({ length: rows }, (_, row) => {
    const own = values.subarray(row * width, (row + 1) * width).map(Math.abs);
    const most = own.reduce((so, value) => Math.max(so, value), 0);
    const total = own.reduce((sum, value) => sum + value / most, 0);
    return own.reduce((sum, value, player) => (chosen(player) ? sum + value / most / total : sum), 0);
  });
}

const meanShare = (
  found: Attribution,
  chosen: readonly boolean[],
  given: ExplainedRows,
  { rng, params }: MeasureContext<SensitiveUseParameters>,
): Output =>
  rowMean(
    sharesOf(found, (player) => chosen[player]!),
    [0, 1],
    given,
    { rng, draws: params.draws },
  );

function table(
  found: Attribution,
  proxies: readonly Proxy[],
  given: ExplainedRows,
  sensitive: readonly string[],
  strong: ReadonlySet<string>,
): Detail {
  const rows = [...given.tables.players].map(([name, names], player) => {
    const shares = sharesOf(found, (other) => other === player).filter((value) => !Number.isNaN(value));
    const mean = shares.length === 0 ? null : shares.reduce((sum, value) => sum + value / shares.length, 0);
    const best = proxies.filter(({ feature }) => names.includes(feature)).sort((a, b) => b.skill - a.skill)[0];
    const use = names.some((one) => sensitive.includes(one))
      ? 'sensitive'
      : names.some((one) => strong.has(one))
        ? 'proxy'
        : '';
    return [name, mean, use, best?.sensitive ?? null, best?.skill ?? null] as const;
  });
  return {
    type: 'table',
    id: 'use',
    title: { en: 'What the answers rest on', zh: '答案所依赖的特征' },
    columns: [{ name: 'feature' }, { name: 'share' }, { name: 'use' }, { name: 'foretells' }, { name: 'skill' }],
    rows: rows.toSorted((a, b) => (b[1] ?? 0) - (a[1] ?? 0)),
  };
}

const all = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});
