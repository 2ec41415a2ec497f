/** Every pack's own test, whole; and the example of docs/policy-tests.md as a reader would copy it. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testPolicies } from '../../engine/tasks/test-policies.js';

/** A day on which every pack is in effect. */
const AS_OF = new Date('2028-08-02T00:00:00Z');

it.each(readdirSync('policies'))('policies/%s: all cases, all comparisons, no mutant unnoticed', (name) => {
  const { documents, diagnostics } = testPolicies([join('policies', name)], AS_OF);
  expect(diagnostics).toEqual([]);
  expect(documents).not.toEqual([]);
  for (const { cases, rules } of documents) {
    expect(cases.flatMap(({ misses }) => misses)).toEqual([]);
    for (const { rule, coverage, survivors } of rules) {
      expect([rule, coverage.missing, survivors]).toEqual([rule, [], []]);
    }
  }
});

it('the example of the page works as it stands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-docs-'));
  for (const [, name, text] of readFileSync('docs/policy-tests.md', 'utf8').matchAll(
    /^```yaml file=(\S+)\n(.*?)^```$/gms,
  )) {
    writeFileSync(join(folder, name!), text!);
  }
  const { documents, diagnostics } = testPolicies([join(folder, 'tiny.yaml')], AS_OF);
  expect(diagnostics).toEqual([]);
  expect(documents).toMatchObject([{ id: 'tiny' }]);
  expect(documents[0]!.cases.map(({ misses }) => misses)).toEqual(documents[0]!.cases.map(() => []));
});
