/** The documents that `init` writes, as YAML text. */
import { Document, isMap, isSeq, parse, visit } from 'yaml';
import type { Claim } from '../sources/model-source.js';
import type { DataLook } from './data-look.js';

export interface Draft {
  readonly name: string;
  /** File names in the folder. */
  readonly model?: string;
  readonly modelFormat?: 'onnx' | 'predictions';
  readonly train?: string;
  readonly test?: string;
  /** Where there is one table. */
  readonly data?: string;
  readonly look: DataLook;
  readonly policy: string;
  /** The facts that rules ask for, a comment line each. */
  readonly facts: readonly string[];
  readonly version?: string;
  /** Figures that another program’s records claim of the model. */
  readonly claims?: readonly Claim[];
}

export const taskOf = ({ classes }: DataLook): string =>
  classes === undefined ? 'regression' : classes.length === 2 ? 'binary-classification' : 'multiclass-classification';

/** Block style outside, `{…}` for what is small enough for one line: as people write it. */
function yaml(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Collection: (_, node) => {
      if ((isMap(node) || isSeq(node)) && node !== document.contents) node.flow = JSON.stringify(node).length <= 90;
    },
  });
  return document.toString({ lineWidth: 120, flowCollectionPadding: false });
}

/** The facts that a standard asks for, a comment line each. */
export function factsAsked(standard: string): readonly string[] {
  const { facts = {} } = parse(standard) as {
    readonly facts?: Readonly<Record<string, { readonly values?: readonly unknown[]; readonly type?: string } | null>>;
  };
  return Object.entries(facts).map(([name, fact]) => {
    const values = fact?.values ?? (fact?.type === 'boolean' ? [true, false] : []);
    return `#   ${name}: ${values.length > 0 ? values.map(String).join(' | ') : '…'}`;
  });
}

const factComments = (facts: readonly string[]): readonly string[] =>
  facts.length === 0 ? [] : ['# Rules ask for these facts, and are undetermined without them:', ...facts];

export function subjectText(draft: Draft): string {
  const { look, train, test, data } = draft;
  const classifies = look.classes !== undefined;
  const columns = Object.fromEntries(
    look.columns
      .filter(({ name }) => name !== look.target)
      .map(({ name, type, unused }) => [name, { type, roles: unused ? [] : ['feature'] }]),
  );
  const head = {
    apiVersion: 'assay/v1',
    kind: 'Subject',
    metadata: { name: draft.name, version: draft.version ?? '0.1.0' },
    facts: {},
    task: taskOf(look),
    ...(draft.model !== undefined && { model: { format: draft.modelFormat ?? 'onnx', path: draft.model } }),
    ...(classifies && { estimator: { type: 'logistic-regression' } }),
  };
  const body = {
    data: {
      ...(data !== undefined && { path: data }),
      ...(train !== undefined && { train: { path: train } }),
      ...(test !== undefined && { test: { path: test } }),
      target: {
        column: look.target,
        ...(look.classes !== undefined && { classes: look.classes }),
        ...(look.positive !== undefined && { positive: look.positive }),
      },
      columns,
    },
    policies: ['profile.yaml'],
  };
  return [
    '# What is assessed. Written by `assay init`: say what it could not know, above all the facts.',
    yaml(head)
      .trimEnd()
      .replace(/^facts: /m, [...factComments(draft.facts), 'facts: '].join('\n')),
    `# The target was taken by its ${TARGET_BY[look.because]}; types are inferred. Roles: feature, quasi-identifier, sensitive,`,
    '# identifier; `roles: []` keeps a column out. Classes stand in the order of the model’s outputs.',
    yaml(body),
  ].join('\n');
}

const TARGET_BY = {
  name: 'name',
  'last column': 'place, the last column',
  signature: 'absence from the model’s signature',
} as const;

export const profileText = (policy: string, claims: readonly Claim[] = []): string =>
  [
    '# Your organisation’s tailoring: select packs, tighten their limits, add rules. It can make nothing weaker.',
    yaml({
      apiVersion: 'assay/v1',
      kind: 'Profile',
      metadata: { id: 'our-organisation', version: '0.1.0', title: 'Our own requirements' },
      imports: [{ pack: policy }],
      ...(claims.length > 0 && claimRules(claims)),
    }),
  ].join('\n');

/** Of a share; of other figures, this share of what is claimed. */
const TOLERANCE = 0.02;

/** A rule a claim: the test data do not speak against it by more than a tolerance. */
function claimRules(claims: readonly Claim[]): object {
  const named = claims.map((claim) => ({ ...claim, end: claim.metric[0]!.toUpperCase() + claim.metric.slice(1) }));
  const tolerance = ({ value }: Claim): number => Number((TOLERANCE * Math.max(1, Math.abs(value))).toPrecision(3));
  return {
    parameters: Object.fromEntries(
      named.flatMap(({ end, ...claim }) => [
        [`claimed${end}`, { value: claim.value, title: `${claim.as}, as it was recorded with the model` }],
        [`tolerated${end}`, { value: tolerance(claim), tighten: 'down', title: `Largest shortfall of ${claim.as}` }],
      ]),
    ),
    measurements: Object.fromEntries(
      named.map(({ metric, end }) => [
        `claim${end}`,
        { plugin: 'evaluation/declared-accuracy', with: { metric, claimed: { var: `parameters.claimed${end}` } } },
      ]),
    ),
    rules: named.map(({ metric, end, as }) => ({
      id: `CLAIM-${metric.replace(/[A-Z]/g, (letter) => `-${letter}`).toUpperCase()}`,
      title: { en: `The test data support the claimed ${as}`, zh: `测试数据支持所声明的 ${as}` },
      level: 'should',
      waiver: 'allowed',
      require: { '<=': [{ var: `claim${end}.shortfall` }, { var: `parameters.tolerated${end}` }] },
    })),
  };
}
