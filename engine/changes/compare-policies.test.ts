import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { soundPolicy } from '../../tests/fixtures/judged-report.js';
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
    (_, rewritten) => {
      const effects = comparePolicies(side(LAW), side(rewritten)).map(({ effect }) => effect);
      // A factor that turns a rule around is neither, by its form.
      expect(effects.includes('weaker') || effects.includes('changed')).toBe(true);
      expect(effects).not.toContain('stricter');
      const back = comparePolicies(side(rewritten), side(LAW)).map(({ effect }) => effect);
      expect(back.includes('stricter') || back.includes('changed')).toBe(true);
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
});
