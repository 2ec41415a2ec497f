/** The documents that `init` writes, as YAML text. */
import { stringify } from 'yaml';
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
}

const taskOf = ({ classes }: DataLook): string =>
  classes === undefined ? 'regression' : classes.length === 2 ? 'binary-classification' : 'multiclass-classification';

const yaml = (value: unknown): string =>
  stringify(value, {
    lineWidth: 120,
    collectionStyle: 'any',
    defaultStringType: 'PLAIN',
    flowCollectionPadding: false,
  });

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
    yaml(head).trimEnd(),
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
