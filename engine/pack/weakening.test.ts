import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import { memorySource } from '../../tests/fixtures/memory-source.js';
import { LAW, WEAKENINGS } from '../../tests/fixtures/weakened.js';
import { resolvePolicy } from './resolve-policy.js';

const resolve = (files: Readonly<Record<string, string>>, ...paths: string[]) =>
  resolvePolicy(memorySource({ 'law.yaml': LAW, ...files }), {
    paths: paths.map((path) => ({ path })),
    catalogue: CATALOGUE,
    asOf: '2026-11-24',
    readManifest: () => ({ diagnostics: [] }),
  });
const profile = (rest: string, id = 'own', over = 'law.yaml'): string => `apiVersion: assay/v1
kind: Profile
metadata: {id: ${id}, version: "1.0.0", title: Own}
imports: [${over
  .split(' ')
  .map((path) => `{pack: ${path}}`)
  .join(', ')}]
${rest}
`;

it('the standard itself stands', () => {
  const { policy, diagnostics } = resolve({}, 'law.yaml');
  expect(diagnostics).toEqual([]);
  expect(policy?.rules.find(({ id }) => id === 'law/GOOD')).toMatchObject({
    waiverTerms: { longest: 90, approvers: 2 },
    maxAge: 365,
  });
});

describe('a profile that weakens', () => {
  it.each(WEAKENINGS.map((weakening) => [weakening.way, weakening] as const))(
    '%s is refused, with both places',
    (_, { code, line, below, files }) => {
      const { policy, diagnostics } = resolve(files, 'weaker.yaml');
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      expect(policy).toBeUndefined();
      expect(errors.map((each) => [each.code, each.file, each.range?.line])).toEqual([[code, 'weaker.yaml', line]]);
      expect(errors[0]?.message).toContain(below);
    },
  );
});

describe('tightening', () => {
  const rule = (rest: string, id: string) =>
    resolve({ 'own.yaml': profile(rest) }, 'own.yaml').policy?.rules.find((one) => one.id === id);

  it.each<[string, string, string, object]>([
    ['raises a confidence', 'tighten: {law/GOOD: {confidence: 0.99}}', 'law/GOOD', { confidence: 0.99 }],
    ['leaves out bases', 'tighten: {law/SHARE: {basis: [observed]}}', 'law/SHARE', { basis: ['observed'] }],
    ['forbids waivers', 'tighten: {law/GOOD: {waiver: forbidden}}', 'law/GOOD', { waiver: 'forbidden' }],
    [
      'shortens waivers, and keeps what it does not say',
      'tighten: {law/GOOD: {waiver: {longest: 30d}}}',
      'law/GOOD',
      { waiver: 'allowed', waiverTerms: { longest: 30, approvers: 2 } },
    ],
    [
      'asks for approvers',
      'tighten: {law/COST: {waiver: {approvers: 2}}}',
      'law/COST',
      { waiverTerms: { approvers: 2 } },
    ],
    ['lowers an age', 'tighten: {law/SHARE: {maxAge: 30d}}', 'law/SHARE', { maxAge: 30 }],
    [
      'widens a list',
      'tighten: {law/GOOD: {when: {in: [{var: subject.riskClass}, [low, medium, high]]}}}',
      'law/GOOD',
      { whenLogic: { in: [{ var: 'subject.riskClass' }, ['low', 'medium', 'high']] } },
    ],
  ])('%s', (_, rest, id, expected) => expect(rule(rest, id)).toMatchObject(expected));

  it('lets a rule always apply', () => {
    expect(rule('tighten: {law/GOOD: {when: always}}', 'law/GOOD')).not.toHaveProperty('when');
  });

  it('sets an adjustable factor that keeps its sign', () => {
    expect(rule('set: {law.weight: 1.5}', 'law/COST')?.parameters).toEqual({ weight: { value: 1.5, unit: '1' } });
  });

  it('goes over any number of profiles, each at least as strict as the one below', () => {
    const layers: Record<string, string> = { 'p0.yaml': profile('tighten: {law/GOOD: {confidence: 0.951}}', 'p0') };
    for (let depth = 1; depth < 40; depth++) {
      const confidence = (0.951 + depth / 1000).toFixed(3);
      layers[`p${depth}.yaml`] = profile(
        `tighten: {law/GOOD: {confidence: ${confidence}}}`,
        `p${depth}`,
        `p${depth - 1}.yaml`,
      );
    }
    const { policy, diagnostics } = resolve(layers, 'p39.yaml');
    expect(diagnostics).toEqual([]);
    expect(policy?.rules.find(({ id }) => id === 'law/GOOD')?.confidence).toBe(0.99);
    const back = { ...layers, 'own.yaml': profile('tighten: {law/GOOD: {confidence: 0.98}}', 'own', 'p39.yaml') };
    const refused = resolve(back, 'own.yaml').diagnostics;
    expect(refused.map(({ code, file }) => [code, file])).toEqual([['ASSAY1351', 'own.yaml']]);
    expect(refused[0]?.message).toContain('p39.yaml:5');
  });

  it('in a diamond: of two branches the stricter holds, field by field, whatever the order', () => {
    const left = 'tighten: {law/GOOD: {confidence: 0.99, waiver: {longest: 60d}, basis: [observed], maxAge: 300d}}';
    const right =
      'set: {law.least: 0.9}\ntighten: {law/GOOD: {confidence: 0.97, waiver: {longest: 30d}, when: always}}';
    const files = {
      'left.yaml': profile(left, 'left'),
      'right.yaml': profile(`raise: {law/KIND: shall}\n${right}`, 'right'),
      'one.yaml': profile('', 'one', 'left.yaml right.yaml'),
      'other.yaml': profile('', 'other', 'right.yaml left.yaml'),
    };
    const found = ['one.yaml', 'other.yaml'].map((path) => {
      const { policy, diagnostics } = resolve(files, path);
      expect(diagnostics).toEqual([]);
      const good = policy!.rules.find(({ id }) => id === 'law/GOOD')!;
      return { good, levels: policy!.rules.map(({ level }) => level) };
    });
    expect(found[0]).toEqual(found[1]);
    expect(found[0]).toMatchObject({
      levels: ['shall', 'shall', 'shall', 'shall'],
      good: { confidence: 0.99, waiverTerms: { longest: 30, approvers: 2 }, maxAge: 300 },
    });
    expect(found[0]?.good.when).toBeUndefined();
  });

  it('of two conditions of which neither is the wider there is no policy', () => {
    const own = '{in: [{var: subject.riskClass}, [medium, high]]}';
    const wider = (task: string): string =>
      `tighten: {law/GOOD: {when: {or: [${own}, {"==": [{var: subject.task}, ${task}]}]}}}`;
    const files = {
      'left.yaml': profile(wider('binary-classification'), 'left'),
      'right.yaml': profile(wider('multiclass-classification'), 'right'),
      'both.yaml': profile('', 'both', 'left.yaml right.yaml'),
    };
    const { diagnostics } = resolve(files, 'both.yaml');
    expect(diagnostics.map(({ code }) => code)).toEqual(['ASSAY1320']);
  });

  it('in a circle of three there is no policy', () => {
    const files = {
      'a.yaml': profile('', 'a', 'b.yaml'),
      'b.yaml': profile('', 'b', 'c.yaml'),
      'c.yaml': profile('', 'c', 'a.yaml'),
    };
    expect(resolve(files, 'a.yaml').diagnostics.map(({ code, file }) => `${code} ${file}`)).toContain(
      'ASSAY1303 c.yaml',
    );
  });
});

describe('a standard', () => {
  const law = (from: string, to: string): Record<string, string> => ({ 'law.yaml': LAW.replace(from, to) });
  it.each<[string, Record<string, string>, string]>([
    [
      'whose transition leads nowhere',
      law('level: should', 'level: should\n    transition: {until: 2027-01-01}'),
      'ASSAY1357',
    ],
    [
      'with a rule that ends before it begins',
      law('level: should', 'level: should\n    effectiveFrom: 2027-01-01\n    effectiveUntil: 2027-01-01'),
      'ASSAY1358',
    ],
    [
      'that ends before it begins',
      law('publisher: Parliament', 'publisher: P, effectiveFrom: 2026-02-01, effectiveUntil: 2026-01-01'),
      'ASSAY1358',
    ],
  ])('%s is refused', (_, files, code) => {
    expect(resolve(files, 'law.yaml').diagnostics.map((each) => each.code)).toEqual([code]);
  });

  it('whose `tighten` names the way in which its rule becomes weaker: a profile that follows it is refused', () => {
    const files = {
      ...law('{value: 0.8, tighten: up', '{value: 0.8, tighten: down'),
      'own.yaml': profile('set: {law.least: 0.7}'),
    };
    expect(resolve(files, 'own.yaml').diagnostics.map((each) => each.code)).toEqual(['ASSAY1355']);
  });
});
