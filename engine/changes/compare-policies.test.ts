import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolved, soundPolicy } from '../../tests/fixtures/judged-report.js';
import { LAW, WEAKENINGS } from '../../tests/fixtures/weakened.js';
import { fileSource } from '../document/file-source.js';
import { declarationsOf } from '../pack/declarations.js';
import { resolvePolicies } from '../tasks/policies.js';
import { comparePolicies } from './compare-policies.js';
import type { Side } from './side.js';

const words = (condition: unknown): string =>
  JSON.stringify(condition, (key, value: unknown) => (key === 'pointer' ? undefined : value));

function side(text: string): Side {
  const { policy, declarations, resolved } = soundPolicy({ 'law.yaml': text }, 'law.yaml');
  const { catalogue, view } = resolved;
  return { policy, catalogue, declarations, layers: view.layers, inWords: words };
}

const changed = (from: string, to: string): readonly string[] => {
  expect(LAW).toContain(from);
  return comparePolicies(side(LAW), side(LAW.replace(from, to))).map(
    ({ kind, effect, of }) => `${effect} ${kind} ${of}`,
  );
};

/** A factor that turns a rule around is neither, by its form. */
const plainly = (effect: string, way: string): string => (way === 'negative scale' ? 'changed' : effect);

describe('comparePolicies', () => {
  it('finds nothing between a policy and itself: of every pack and profile here', () => {
    const paths = [
      ...readdirSync('policies').map((name) => join('policies', name)),
      ...readdirSync('examples', { recursive: true })
        .map((name) => join('examples', String(name)))
        .filter((name) => name.endsWith('profile.yaml')),
    ];
    expect(paths.length).toBeGreaterThan(5);
    for (const path of paths) {
      const { policy, view, catalogue } = resolvePolicies(fileSource(), [{ path }], new Date('2026-11-24'));
      if (policy === undefined) throw new Error(path);
      const declarations = declarationsOf(policy.rules, view, catalogue);
      const one: Side = { policy, catalogue, declarations, layers: view.layers, inWords: words };
      expect(comparePolicies(one, one)).toEqual([]);
    }
  });

  it.each(WEAKENINGS.flatMap(({ way, rewritten }) => (rewritten === undefined ? [] : [[way, rewritten] as const])))(
    'what tailoring refuses is weaker here: %s',
    (way, rewritten) => {
      const effects = comparePolicies(side(LAW), side(rewritten)).map(({ effect }) => effect);
      expect(effects).toContain(plainly('weaker', way));
      expect(effects).not.toContain('stricter');
      const back = comparePolicies(side(rewritten), side(LAW)).map(({ effect }) => effect);
      expect(back).toContain(plainly('stricter', way));
      expect(back).not.toContain('weaker');
    },
  );

  it.each<[string, string, readonly string[]]>([
    ['value: 0.8', 'value: 0.9', ['stricter value law.least']],
    ['value: 0.05', 'value: 0.04', ['stricter value law.most']],
    ['{value: 90, unit: percent', '{value: 0.9, unit: "1"', ['neutral unit law.share']],
    ['{value: 90, unit: percent', '{value: 950, unit: permille', []],
    ['tighten: up, title: Lowest macro F1', 'title: Lowest macro F1', ['stricter moves law.least']],
    ['tighten: up, title: Lowest macro F1', 'adjustable: true, title: Lowest macro F1', ['weaker moves law.least']],
    ['level: should', 'level: shall', ['stricter level law/KIND']],
    [
      'level: should',
      'level: shall\n    transition: {until: 2027-01-01}',
      ['stricter level law/KIND', 'weaker transition law/KIND'],
    ],
    ['level: should', 'level: should\n    effectiveFrom: 2027-01-01', ['weaker effective law/KIND']],
    ['level: should', 'level: should\n    effectiveUntil: 2027-01-01', ['weaker effective law/KIND']],
    ['[medium, high]', '[low, medium, high]', ['stricter when law/GOOD']],
    [
      '    when: {in: [{var: subject.riskClass}, [medium, high]]}\n',
      '',
      ['stricter when law/GOOD', 'changed fact-removed law riskClass'],
    ],
    ['holdout.mcc}]}, 1]', 'holdout.mcc}]}, 1.2]', ['stricter require law/COST']],
    ['holdout.mcc}]}, 1]', 'holdout.mcc}]}, 0.9]', ['weaker require law/COST']],
    ['">=": [{var: holdout.f1Macro}', '">": [{var: holdout.f1Macro}', ['stricter require law/GOOD']],
    ['">=": [{var: holdout.f1Macro}', '">=": [{var: holdout.f1}', ['changed require law/GOOD']],
    [
      'plugin: evaluation/holdout',
      'plugin: evaluation/holdout, with: {bins: 20}',
      ['COST', 'GOOD', 'KIND', 'SHARE'].map((id) => `changed measure law/${id} holdout`),
    ],
    ['title: It is good', 'title: It is fine', ['neutral rule-text law/GOOD']],
    ['basis: [observed]', 'basis: [observed, logged]', ['weaker basis law/GOOD']],
    ['longest: 90d', 'longest: 30d', ['stricter waivable law/GOOD']],
    ['publisher: Parliament', 'publisher: Parliament, effectiveFrom: 2027-01-01', ['weaker in-effect law']],
    ['rules:\n', 'clauses: [{id: "1", title: One}]\nrules:\n', ['changed clause-added law 1']],
  ])('%s → %s', (from, to, expected) => {
    if (expected.length === 0) return expect(() => changed(from, to)).toThrow('permille');
    expect(changed(from, to)).toEqual(expected);
  });

  it('says by how much a limit moved, in the later unit', () => {
    const [first] = comparePolicies(
      side(LAW),
      side(LAW.replace('{value: 90, unit: percent', '{value: 0.95, unit: "1"')),
    ).filter(({ kind }) => kind === 'value');
    expect(first).toMatchObject({ effect: 'stricter', from: 0.9, to: 0.95, unit: '1' });
    expect(first?.by).toBeCloseTo(0.05, 12);
  });

  it('limits: up is stricter, down weaker, and the way back the other', () => {
    const value = fc.double({ min: 0.1, max: 0.9, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [one, other] = [a, b].map((least) => side(LAW.replace('value: 0.8', `value: ${least.toFixed(6)}`))) as [
          Side,
          Side,
        ];
        const there = comparePolicies(one, other).map(({ effect }) => effect);
        const same = a.toFixed(6) === b.toFixed(6);
        expect(there).toEqual(same ? [] : [b > a ? 'stricter' : 'weaker']);
      }),
      { numRuns: 25 },
    );
  });

  it('agrees with tailoring: what a profile may not do is weaker in a standard, and nothing else is', () => {
    const bases = ['observed', 'estimated', 'logged', 'declared'];
    const field = fc.oneof(
      fc.integer({ min: 60, max: 95 }).map((n) => [`set: {law.least: ${n / 100}}`, 'value: 0.8', `value: ${n / 100}`]),
      fc.integer({ min: 80, max: 99 }).map((n) => [`set: {law.share: ${n}}`, 'value: 90', `value: ${n}`]),
      fc
        .integer({ min: 51, max: 99 })
        .map((n) => [`tighten: {law/GOOD: {confidence: ${n / 100}}}`, 'confidence: 0.95', `confidence: ${n / 100}`]),
      fc
        .integer({ min: 1, max: 999 })
        .map((n) => [`tighten: {law/GOOD: {maxAge: ${n}d}}`, 'maxAge: 365d', `maxAge: ${n}d`]),
      fc
        .tuple(fc.integer({ min: 30, max: 150 }), fc.integer({ min: 1, max: 3 }))
        .filter(([days, approvers]) => days > 90 === approvers < 2 || days === 90 || approvers === 2)
        .map(([days, approvers]) => {
          const terms = `{longest: ${days}d, approvers: ${approvers}}`;
          return [`tighten: {law/GOOD: {waiver: ${terms}}}`, '{longest: 90d, approvers: 2}', terms];
        }),
      fc
        .subarray(bases, { minLength: 1 })
        .filter((some) => some.includes('observed'))
        .map((some) => [
          `tighten: {law/GOOD: {basis: [${some.join(', ')}]}}`,
          'basis: [observed]',
          `basis: [${some.join(', ')}]`,
        ]),
    ) as fc.Arbitrary<[string, string, string]>;
    fc.assert(
      fc.property(field, ([words, from, to]) => {
        const own = `apiVersion: assay/v1
kind: Profile
metadata: {id: own, version: "1.0.0", title: Own}
imports: [{pack: law.yaml}]
${words}
`;
        const refused = resolved({ 'law.yaml': LAW, 'own.yaml': own }, 'own.yaml').policy === undefined;
        const effects = comparePolicies(side(LAW), side(LAW.replace(from, to))).map(({ effect }) => effect);
        expect(effects.includes('weaker')).toBe(refused);
      }),
      { numRuns: 60 },
    );
  });
});
