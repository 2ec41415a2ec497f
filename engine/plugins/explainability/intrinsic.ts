import { readFile } from 'node:fs/promises';
import { OnnxFault, readOnnxGraph } from '../../backends/onnx-graph.js';
import { scoreStage } from '../../methods/explainability/shap/inside-shares.js';
import { testsOfRows, treeShape } from '../../methods/explainability/tree-shape.js';
import { sampleWithoutReplacement } from '../../numerics/permutation.js';
import { columnOf, selectRows } from '../../subject/table.js';
import type { Table } from '../../subject/table.js';
import type { ModelInside } from '../../subject/model-inside.js';
import type { Model } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import type { ValueOf } from './explained-model.js';
import { monotoneFinding } from './monotone.js';
import type { MonotoneClaim, MonotoneFinding } from './monotone.js';
import { ruleLines } from './rule-lines.js';

export interface IntrinsicParameters {
  readonly monotone: readonly MonotoneClaim[];
  readonly maxRows: number;
}

/** Rules of a tree that are printed. */
const SHOWN_RULES = 60;

const count = (en: string, zh: string) =>
  ({ type: 'integer', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;

const outputs = {
  family: {
    type: 'enum',
    values: ['linear', 'additive', 'rule-list', 'tree', 'forest', 'network', 'unknown'],
    title: { en: 'Family of the model, as its file shows it', zh: '模型的类别（由其文件读出）' },
  },
  trees: count('Trees', '树的数量'),
  depth: count('Tests on the longest way to a leaf', '到叶节点的最长路径上的测试数'),
  leaves: count('Leaves of all trees', '所有树的叶节点数'),
  nonZeroWeights: count('Weights of the linear score that are not zero', '线性得分中非零权重的数量'),
  featuresUsed: count('Features that the model uses', '模型使用的特征数'),
  testsPerDecision: count('Most tests or weighted terms that one decision takes', '单次决策所需的最多测试数或加权项数'),
  monotone: {
    type: 'boolean',
    title: { en: 'Monotone in each column that is claimed to be', zh: '在每个声明为单调的列上均单调' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const intrinsic = definePlugin<IntrinsicParameters>({
  id: 'explainability/intrinsic',
  version: '1.0.0',
  title: { en: 'Whether a person can read the model itself', zh: '模型本身是否可被人读懂' },
  about: 'model',
  needs: ['model', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<IntrinsicParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal } = context;
  await checkpoint(signal);
  const model = await subject.model();
  const test = await subject.table('test');
  if (model === undefined) return all(unmeasured('missing-input', 'the subject has no model'));
  if (test === undefined) return all(unmeasured('missing-input', 'the subject has no data.test'));
  const target = await subject.target('test');
  const index = target?.kind === 'classes' ? (target.positive ?? 0) : undefined;
  const picked = sampleWithoutReplacement(test.rowCount, params.maxRows, rng('rows')).sort();
  const rows = selectRows(test, picked);
  const inside = await model.inside?.();
  try {
    const shape = inside === undefined ? await withoutInside(model) : await ofInside(inside, index ?? 0, rows, signal);
    const claims = await findings(params.monotone, rows, model, inside, index, signal);
    return {
      outputs: { ...shape.outputs, monotone: monotoneOutput(claims, model) },
      details: [...shape.details, ...(claims.length > 0 ? [claimTable(claims)] : [])],
      backend: model.backend,
    };
  } finally {
    await inside?.close();
  }
}

interface Shape {
  readonly outputs: Readonly<Record<string, Output>>;
  readonly details: readonly Detail[];
}

async function ofInside(inside: ModelInside, index: number, rows: Table, signal: AbortSignal): Promise<Shape> {
  const stage = scoreStage(inside, index);
  if (stage.kind === 'linear') {
    const used = stage.weights.map((weight) => (weight === 0 ? 0 : 1));
    const features = new Set(inside.owners.filter((_, column) => used[column] === 1));
    const terms = used.reduce((sum, one) => sum + one, 0);
    const none = unmeasured('unsupported', 'a linear model has no trees');
    return {
      outputs: {
        family: { value: 'linear', basis: 'observed' },
        trees: none,
        depth: none,
        leaves: none,
        nonZeroWeights: exactFigure(terms, '1'),
        featuresUsed: exactFigure(features.size, '1'),
        testsPerDecision: exactFigure(features.size, '1'),
      },
      details: [weightBars(inside, stage.weights)],
    };
  }
  const { trees } = stage.ensemble;
  const { depth, leaves, isRuleList, isAdditive } = treeShape(trees, inside.owners);
  const family = isRuleList ? 'rule-list' : trees.length === 1 ? 'tree' : isAdditive ? 'additive' : 'forest';
  const tests = rows.rowCount === 0 ? undefined : testsOfRows(trees, await inside.encode(rows, signal));
  const features = new Set(
    trees.flatMap(({ columns }) => [...columns].filter((c) => c >= 0).map((c) => inside.owners[c])),
  );
  return {
    outputs: {
      family: { value: family, basis: 'observed' },
      trees: exactFigure(trees.length, '1'),
      depth: exactFigure(depth, '1'),
      leaves: exactFigure(leaves, '1'),
      nonZeroWeights: unmeasured('unsupported', 'trees have no weights'),
      featuresUsed: exactFigure(features.size, '1'),
      testsPerDecision:
        tests === undefined
          ? unmeasured('out-of-domain', 'data.test has no rows to decide')
          : exactFigure(
              tests.reduce((most, one) => Math.max(most, one), 0),
              '1',
            ),
    },
    details:
      trees.length === 1
        ? [
            {
              type: 'text',
              id: 'rules',
              title: { en: 'The tree as rules', zh: '以规则表示的树' },
              text: ruleLines(trees[0]!, inside.owners, SHOWN_RULES).join('\n'),
            },
          ]
        : [],
  };
}

/** What the graph alone tells: a network has matrix products or convolutions. */
async function withoutInside(model: Model): Promise<Shape> {
  const why = unmeasured('unsupported', 'the model’s file shows no linear or tree stage that can be read');
  let family = 'unknown';
  if (model.format === 'onnx' && model.path !== undefined) {
    try {
      const { nodes } = readOnnxGraph(await readFile(model.path));
      if (nodes.some(({ opType }) => /^(Gemm|MatMul|Conv|LSTM|GRU|RNN|Einsum)$/.test(opType))) family = 'network';
    } catch (fault) {
      if (!(fault instanceof OnnxFault)) throw fault;
    }
  }
  const names = ['trees', 'depth', 'leaves', 'nonZeroWeights', 'featuresUsed', 'testsPerDecision'];
  return {
    outputs: {
      family: { value: family, basis: 'observed' },
      ...Object.fromEntries(names.map((name) => [name, why])),
    },
    details: [],
  };
}

type Claim = MonotoneClaim & { readonly finding: MonotoneFinding };

async function findings(
  claims: readonly MonotoneClaim[],
  rows: Table,
  model: Model,
  inside: ModelInside | undefined,
  index: number | undefined,
  signal: AbortSignal,
): Promise<readonly Claim[]> {
  const valueOf: ValueOf = index === undefined ? { scale: 'prediction' } : { class: index, scale: 'probability' };
  const found: Claim[] = [];
  for (const claim of claims) {
    const column = columnOf(rows, claim.column);
    const finding =
      column?.type !== 'numeric' || !model.answersNewRows
        ? 'unproven'
        : await monotoneFinding(claim, column, rows, { model, ...(inside && { inside }), valueOf }, signal);
    found.push({ ...claim, finding });
  }
  return found;
}

function monotoneOutput(claims: readonly Claim[], { basis }: Model): Output {
  if (claims.length === 0) return unmeasured('missing-input', 'no column is claimed to be monotone');
  const refuted = claims.some(({ finding }) => finding === 'refuted');
  const open = claims.filter(({ finding }) => finding === 'unproven').map(({ column }) => column);
  if (refuted || open.length === 0) return { value: !refuted, basis };
  return unmeasured(
    'out-of-domain',
    `no row speaks against it, and the model’s file does not prove it: ${open.join(', ')}`,
  );
}

const claimTable = (claims: readonly Claim[]): Detail => ({
  type: 'table',
  id: 'monotone',
  title: { en: 'Columns claimed to be monotone', zh: '声明为单调的列' },
  columns: [{ name: 'column' }, { name: 'direction' }, { name: 'finding' }],
  rows: claims.map(({ column, direction, finding }) => [column, direction, finding]),
});

function weightBars({ owners }: ModelInside, weights: Float64Array): Detail {
  const seen = new Map<string, number>();
  const bars = owners.map((owner, column) => {
    const number = (seen.get(owner) ?? 0) + 1;
    seen.set(owner, number);
    return { name: number === 1 ? owner : `${owner} (${number})`, value: weights[column]! };
  });
  return {
    type: 'bars',
    id: 'weights',
    title: {
      en: 'Weights of the linear score, column by column as it is encoded',
      zh: '线性得分的权重（按编码后的列）',
    },
    bars: bars.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)),
  };
}

const all = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});
