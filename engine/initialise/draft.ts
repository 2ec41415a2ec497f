/** The documents that `init` writes, as YAML text. */
import { Document, isMap, isSeq, parse, visit } from 'yaml';
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
}

const taskOf = ({ classes }: DataLook): string =>
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
      .map(({ name, type }) => [name, { type, roles: ['feature'] }]),
  );
  const head = {
    apiVersion: 'assay/v1',
    kind: 'Subject',
    metadata: { name: draft.name, version: '0.1.0' },
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
    `# The target was taken by its ${look.because === 'name' ? 'name' : 'place, the last column'}; types are inferred. Roles: feature, quasi-identifier, sensitive,`,
    '# identifier; `roles: []` keeps a column out. Classes stand in the order of the model’s outputs.',
    yaml(body),
  ].join('\n');
}

export const profileText = (policy: string): string =>
  [
    '# Your organisation’s tailoring: select packs, tighten their limits, add rules. It can make nothing weaker.',
    yaml({
      apiVersion: 'assay/v1',
      kind: 'Profile',
      metadata: { id: 'our-organisation', version: '0.1.0', title: 'Our own requirements' },
      imports: [{ pack: policy }],
    }),
  ].join('\n');
