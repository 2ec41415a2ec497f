import type { EncodedSource } from '../../estimators/design-matrix.js';
import type { LinearSurrogate } from '../../methods/explainability/linear-surrogate.js';
import type { Detail } from '../detail.js';
import { quantilesOf } from '../figure-quantiles.js';
import type { Figure, Unmeasured } from '../figure.js';
import { ruleLines, short } from './rule-lines.js';
import type { ColumnName } from './rule-lines.js';
import type { ModelAnswers, TreeSurrogate } from './surrogates.js';

/** Rules that are printed, and weights that are shown. */
const SHOWN_RULES = 60;
const SHOWN_WEIGHTS = 30;

/** Fidelity against depth with its 95 % band, the tree as rules, the largest weights of the line. */
export const surrogateDetails = (
  sources: readonly EncodedSource[],
  learnt: ModelAnswers,
  tree: TreeSurrogate,
  fidelities: readonly (Figure | Unmeasured)[],
  linear: LinearSurrogate | undefined,
  linearFidelity: Figure | Unmeasured,
): readonly Detail[] => [
  ...curve(fidelities, linearFidelity),
  {
    type: 'text',
    id: 'rules',
    title: { en: 'The tree as rules', zh: '以规则表示的树' },
    text: ruleLines(tree.tree, sources.map(nameOf), SHOWN_RULES, (leaf) =>
      learnt.kind === 'classes' ? learnt.classes[tree.leafAnswers[leaf]!]! : short(tree.leafAnswers[leaf]!),
    ).join('\n'),
  },
  ...(linear === undefined ? [] : [weightBars(sources, linear)]),
];

const nameOf = ({ feature, level }: EncodedSource): ColumnName => (level === undefined ? feature : { feature, level });

function curve(fidelities: readonly (Figure | Unmeasured)[], linear: Figure | Unmeasured): readonly Detail[] {
  const known = fidelities.flatMap((figure, at) => {
    const quantiles = 'unmeasured' in figure ? undefined : quantilesOf(figure, 1000);
    if ('unmeasured' in figure || quantiles === undefined) return [];
    const [low, high] = [0.025, 0.975].map((level) => quantiles[Math.floor(level * quantiles.length)]!);
    return [{ depth: at + 1, estimate: figure.estimate, band: [low!, high!] as const }];
  });
  if (known.length === 0) return [];
  return [
    {
      type: 'curve',
      id: 'fidelity',
      title: { en: 'Fidelity on held-out rows against depth', zh: '留出行上的保真度与树深' },
      x: { name: 'depth' },
      y: { name: 'fidelity' },
      series: [
        {
          name: 'decision tree',
          points: known.map(({ depth, estimate }) => [depth, estimate] as const),
          band: known.map(({ band }) => band),
        },
        ...('unmeasured' in linear
          ? []
          : [{ name: 'linear', points: known.map(({ depth }) => [depth, linear.estimate] as const) }]),
      ],
    },
  ];
}

/** Of two classes the weights for the second; of more their mean size. */
function weightBars(sources: readonly EncodedSource[], { outputs, weights }: LinearSurrogate): Detail {
  const columns = sources.length;
  const bars = sources.map(({ feature, level }, column) => {
    const own = Array.from({ length: outputs }, (_, output) => weights[output * columns + column]!);
    const value = outputs <= 2 ? own.at(-1)! : own.reduce((sum, weight) => sum + Math.abs(weight), 0) / outputs;
    return { name: level === undefined ? feature : `${feature} is ${level}`, value };
  });
  return {
    type: 'bars',
    id: 'weights',
    title: { en: 'Weights of the linear surrogate, a standard deviation each', zh: '线性代理模型的权重（每个标准差）' },
    bars: bars.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, SHOWN_WEIGHTS),
  };
}
