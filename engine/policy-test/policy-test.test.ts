import { describe, expect, it } from 'vitest';
import { memorySource } from '../../tests/fixtures/memory-source.js';
import { readDocument } from '../document/read-document.js';
import { resolvePolicies } from '../tasks/policies.js';
import { readCases } from './read-cases.js';
import { testPolicy } from './test-policy.js';

const STANDARD = `
apiVersion: assay/v1
kind: Standard
metadata: {id: small, version: "1.0.0", title: Small, publisher: Test}
facts: {personal: {type: boolean, title: Personal}}
parameters:
  least: {value: 0.8, tighten: up, title: Least}
  size: {value: 10, unit: MiB, tighten: down, title: Size}
measurements:
  holdout: {plugin: evaluation/holdout}
  profile: {plugin: energy/model-profile}
rules:
  - id: GOOD
    title: Good
    level: shall
    when: {and: [{"==": [{var: subject.personal}, true]}, {in: [{var: subject.task}, [regression, text-generation]]}]}
    require: {">=": [{var: holdout.f1Macro}, {var: parameters.least}]}
  - id: SMALL
    title: Small
    level: should
    require: {or: [{"<=": [{var: profile.bytes}, {var: parameters.size}]}, {"!": {">": [{var: profile.parameters}, 5]}}]}
`;

function run(test: string, standard = STANDARD) {
  const source = memorySource({ 's.yaml': standard, 's.test.yaml': `apiVersion: assay/v1\nkind: PolicyTest\n${test}` });
  const { policy, view, catalogue, diagnostics } = resolvePolicies(
    source,
    [{ path: 's.yaml' }],
    new Date('2026-11-24'),
  );
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { document, positions, diagnostics: faults } = readDocument(source, 's.test.yaml', { kinds: ['PolicyTest'] });
  expect(faults).toEqual([]);
  const tested = { layer: 'small', policy: policy!, view, catalogue };
  const read = readCases(document!, positions, tested);
  return { ...read, ...testPolicy(tested, read.cases), read: read.diagnostics };
}

const FULL = `
facts: {task: regression, personal: true}
tables:
  - name: good
    columns: [holdout.f1Macro, GOOD]
    rows:
      - [0.8, pass]
      - [0.799, fail]
      - [{estimate: 0.82, scale: 0.02, df: 9}, undetermined (uncertain)]
      - [{estimate: 1, basis: declared}, undetermined (basis)]
  - name: by facts
    columns: [subject.task, subject.personal, holdout.f1Macro, GOOD]
    rows: [[text-generation, true, 0.9, pass], [binary-classification, true, 0, not-applicable], [regression, false, 0, not-applicable]]
  - name: small
    columns: [profile.bytes, profile.parameters, SMALL]
    rows:
      - [{estimate: 10, unit: MiB}, 6, pass]
      - [10485761, 5, pass]
      - [10485761, 6, fail]
      - [{estimate: 10400000, scale: 1000000, df: 9}, 6, undetermined (uncertain)]
      - [{estimate: 1, basis: declared}, 6, undetermined (basis)]
`;

describe('a policy and its test', () => {
  it('is covered whole, and no mutant lives, by cases at every limit', () => {
    const { cases, rules, read } = run(FULL);
    expect(read).toEqual([]);
    expect(cases.flatMap(({ misses }) => misses)).toEqual([]);
    expect(rules.map(({ rule, coverage, survivors }) => [rule, coverage.missing, survivors])).toEqual([
      ['small/GOOD', [], []],
      ['small/SMALL', [], []],
    ]);
    expect(rules.every(({ mutants }) => mutants >= 8)).toBe(true);
  });

  // Each row is one that FULL could lose, with what then goes unnoticed.
  it.each([
    ['      - [0.8, pass]\n', ['boundary'], ['operator', 'limit']],
    ['      - [{estimate: 0.82, scale: 0.02, df: 9}, undetermined (uncertain)]\n', [], ['estimates-alone']],
    ['      - [{estimate: 1, basis: declared}, undetermined (basis)]\n  - name: by', [], ['any-basis']],
    ['[text-generation, true, 0.9, pass], ', [], ['part-dropped']],
    [', [binary-classification, true, 0, not-applicable]', [], ['part-dropped']],
    ['      - [10485761, 5, pass]\n', ['boundary'], ['operator', 'part-dropped', 'operator', 'limit']],
  ])('without %j something goes unnoticed', (lost, missing, mutations) => {
    const without = FULL.replace(lost, lost.endsWith('- name: by') ? '  - name: by' : '');
    expect(without).not.toBe(FULL);
    const found = run(without).rules.flatMap(({ coverage, survivors }) => [
      ...coverage.missing.map(({ kind }) => kind),
      ...survivors.map(({ mutation }) => mutation),
    ]);
    for (const each of [...missing, ...mutations]) expect(found).toContain(each);
  });

  it('a miss says what was expected, what came, and from which figure', () => {
    const { cases } = run(
      `cases: [{name: x, facts: {task: regression, personal: true}, measurements: {holdout: {f1Macro: 0.7}}, expect: {GOOD: pass}}]`,
    );
    expect(cases[0]!.misses).toMatchObject([
      { rule: 'small/GOOD', expected: 'pass', actual: 'fail', evidence: [{ estimate: 0.7, limit: 0.8 }] },
    ]);
  });

  it('a case may set parameters, and mutants of them are left to other cases', () => {
    const { cases, rules } = run(
      `cases: [{name: x, facts: {task: regression, personal: true}, parameters: {least: 0.6}, measurements: {holdout: {f1Macro: 0.7}}, expect: {GOOD: pass}}]`,
    );
    expect(cases[0]!.misses).toEqual([]);
    expect(rules[0]!.survivors.filter(({ mutation }) => mutation === 'limit')).toHaveLength(2);
  });

  it.each([
    [{ k: 95, n: 100 }, 'pass'],
    [{ k: 82, n: 100 }, 'undetermined (uncertain)'],
    [{ lower: 0.81, upper: 0.9 }, 'pass'],
    [{ lower: 0.7, upper: 0.9 }, 'undetermined (bounded)'],
    [{ lower: 0.81, upper: 0.9, level: 0.99 }, 'pass'],
    [{ lower: 0.81, upper: 0.9, level: 0.9 }, 'undetermined (uncertain)'],
    [{ estimate: 0.9, scale: 0.2, df: 30, transform: 'logit' }, 'pass'],
    [{ unmeasured: 'timed-out' }, 'undetermined (timed-out)'],
    [80, undefined],
    [{ estimate: 0.9, scale: 0, df: 3 }, undefined],
    [{ k: 5, n: 4 }, undefined],
    [{ lower: 0.9, upper: 0.8 }, undefined],
    [{ estimate: 0.9, basis: 'hearsay' }, undefined],
    [{ estimate: 0.9, unit: 'kWh' }, undefined],
    [{ estimate: 0.9, sd: 1 }, undefined],
    [{ unmeasured: 'tired' }, undefined],
    ['high', undefined],
  ])('the figure %j', (figure, verdict) => {
    const { cases, read } = run(
      `cases: [{name: x, facts: {task: regression, personal: true}, measurements: {holdout: {f1Macro: ${JSON.stringify(figure)}}}, expect: {GOOD: ${verdict ?? 'pass'}}}]`,
    );
    if (verdict === undefined) expect(read.map(({ code }) => code)).toEqual(['ASSAY1326']);
    else expect([read, cases[0]!.misses]).toEqual([[], []]);
  });

  it.each([
    ['expect: {GODO: pass}', 'did you mean GOOD?'],
    ['facts: {persnal: true}, expect: {GOOD: pass}', 'did you mean personal?'],
    ['parameters: {leest: 1}, expect: {GOOD: pass}', 'did you mean least?'],
    ['measurements: {holdot: {f1Macro: 1}}, expect: {GOOD: pass}', 'did you mean holdout?'],
    ['measurements: {holdout: {f1macro: 1}}, expect: {GOOD: pass}', 'did you mean f1Macro?'],
  ])('a name that there is not: %s', (body, hint) => {
    const { read } = run(`cases: [{name: x, ${body}}]`);
    expect(read).toMatchObject([{ code: 'ASSAY1325', hint, file: 's.test.yaml' }]);
  });

  it('a value that a fact cannot have', () => {
    expect(run(`cases: [{name: x, facts: {task: regresion}, expect: {GOOD: pass}}]`).read).toMatchObject([
      { code: 'ASSAY1326', hint: 'did you mean regression?' },
    ]);
  });

  it('a row of another length, and no case at all', () => {
    expect(run(`tables: [{name: x, columns: [holdout.f1Macro, GOOD], rows: [[1]]}]`).read).toMatchObject([
      { code: 'ASSAY1326' },
      { code: 'ASSAY1326', message: 'there is no case' },
    ]);
  });
});
