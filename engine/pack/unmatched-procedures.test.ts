import { expect, it } from 'vitest';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import { unmatchedProcedures } from './unmatched-procedures.js';

const range = { line: 31, column: 5, endLine: 31, endColumn: 9 };
const rule = (id: string, level: 'shall' | 'should', ...plugins: readonly string[]) => ({
  id,
  level,
  measurements: Object.fromEntries(plugins.map((plugin, i) => [`m${i}`, { plugin, with: {} }])),
  origin: { file: 's.yaml', range, layer: 's' },
});
const CROSS = 'evaluation/cross-validation';
const HOLDOUT = 'evaluation/holdout';
const MATCH = 'evaluation/estimator-match';

it.each<[string, Parameters<typeof unmatchedProcedures>[0], readonly string[]]>([
  ['a shall rule on a procedure', [rule('s/A', 'shall', HOLDOUT, CROSS), rule('s/B', 'shall', HOLDOUT)], ['s/A']],
  ['a should rule', [rule('s/A', 'should', CROSS)], []],
  ['the match is measured, by whichever rule', [rule('s/A', 'shall', CROSS), rule('p/M', 'should', MATCH)], []],
  ['an attack by shadow models', [rule('s/A', 'shall', 'privacy/membership-inference')], ['s/A']],
  ['an unknown plugin', [rule('s/A', 'shall', 'evaluation/acme-x')], []],
])('%s', (_, rules, named) => {
  const found = unmatchedProcedures(rules, CATALOGUE);
  expect(found.map(({ message }) => message.split(' ')[0])).toEqual(named);
  for (const one of found) expect(one).toMatchObject({ code: 'ASSAY1323', severity: 'warning', file: 's.yaml', range });
});
