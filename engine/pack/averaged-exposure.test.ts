import { expect, it } from 'vitest';
import type { Condition } from '../rules/ast.js';
import { averagedExposures } from './averaged-exposure.js';

const range = { line: 31, column: 5, endLine: 31, endColumn: 9 };
const reads = (alias: string, output: string): Condition => ({
  kind: 'compare',
  operator: '<=',
  left: {
    kind: 'reference',
    reference: { root: 'measurement', name: `${alias}.${output}`, alias, output, unit: '1' },
    factor: 1,
    pointer: [],
  },
  right: { kind: 'literal', value: 0.6, pointer: [] },
  pointer: [],
});
const rule = (id: string, ...parts: readonly Condition[]) => ({
  id,
  require: { kind: 'and', parts, pointer: [] } as const,
  measurements: {
    mia: { plugin: 'privacy/membership-inference', with: {} },
    halves: { plugin: 'privacy/procedure-exposure', with: {} },
    cv: { plugin: 'evaluation/cross-validation', with: {} },
  },
  origin: { file: 's.yaml', range, layer: 's' },
});

it.each<[string, readonly ReturnType<typeof rule>[], readonly string[]]>([
  ['an area alone', [rule('s/A', reads('mia', 'rocAuc')), rule('s/B', reads('cv', 'rocAuc'))], ['s/A']],
  ['an advantage of a procedure', [rule('s/A', reads('halves', 'advantage'))], ['s/A']],
  ['with a low rate in the same rule', [rule('s/A', reads('mia', 'rocAuc'), reads('mia', 'tprAtOnePerMilleFpr'))], []],
  ['with a low rate in another', [rule('s/A', reads('mia', 'rocAuc')), rule('p/B', reads('mia', 'exposedRows'))], []],
  ['another measurement’s area', [rule('s/A', reads('cv', 'rocAuc'))], []],
])('%s', (_, rules, named) => {
  const found = averagedExposures(rules);
  expect(found.map(({ message }) => message.split(' ')[0])).toEqual(named);
  for (const one of found) expect(one).toMatchObject({ code: 'ASSAY1324', severity: 'warning', file: 's.yaml', range });
});
