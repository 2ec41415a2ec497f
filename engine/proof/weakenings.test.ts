/** Each way in which a policy might be weakened, as two whole policies: refuted, and judging bears it out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparedPolicy, standardPolicy, standardText } from '../../tests/fixtures/compared-policy.js';
import { LAW, WEAKENINGS } from '../../tests/fixtures/weakened.js';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import { comparePolicies } from './compare-policies.js';
import type { ComparedPolicy } from './encode-policy.js';
import { tellComparison, type ToldComparison } from './told.js';
import { openZ3, type OpenSolver } from './z3.js';

const AS_OF = new Date('2026-11-26T00:00:00Z');
let z3: OpenSolver;
beforeAll(async () => {
  z3 = await openZ3();
});
afterAll(() => z3.close());

async function compare(base: ComparedPolicy, other: ComparedPolicy): Promise<ToldComparison> {
  const told = { path: '', digest: '', packs: [] };
  return tellComparison(await comparePolicies({ base, other, asOf: AS_OF }, z3), told, told);
}

const BASE = `
facts: {riskClass: {values: [low, high], title: Risk}}
parameters:
  minF1: {value: 0.7, tighten: up, title: F1}
  maxCarbon: {value: 0.5, unit: kgCO2e, tighten: down, title: Carbon}
measurements:
  holdout: {plugin: evaluation/holdout}
  carbon: {plugin: energy/carbon}
rules:
  - {id: RIGHT, title: R, level: shall, waiver: forbidden, require: {">=": [{var: holdout.f1Macro}, {var: parameters.minF1}]}}
  - {id: CLEAN, title: C, level: shall, waiver: allowed, basis: [observed, estimated], require: {"<=": [{var: carbon.carbon}, {var: parameters.maxCarbon}]}}
  - {id: RANKS, title: A, level: shall, when: {"==": [{var: subject.riskClass}, high]}, require: {">=": [{var: holdout.rocAuc}, 0.8]}}
`;

/** What is put in the place of what, and the rule that no longer holds all back. */
const WAYS: readonly (readonly [way: string, from: string, to: string, rule: string])[] = [
  ['limit', 'value: 0.7,', 'value: 0.65,', 'RIGHT'],
  ['level', 'RIGHT, title: R, level: shall', 'RIGHT, title: R, level: should', 'RIGHT'],
  ['confidence', 'id: RIGHT,', 'id: RIGHT, confidence: 0.8,', 'RIGHT'],
  ['estimates alone', 'id: RIGHT,', 'id: RIGHT, confidence: point,', 'RIGHT'],
  ['basis', '[observed, estimated]', '[observed, estimated, declared]', 'CLEAN'],
  [
    'exclusion',
    '  - {id: RIGHT, title: R, level: shall, waiver: forbidden, require: {">=": [{var: holdout.f1Macro}, {var: parameters.minF1}]}}\n',
    '',
    'RIGHT',
  ],
  ['waiver', 'waiver: forbidden', 'waiver: allowed', 'RIGHT'],
  ['applicability', '[{var: subject.riskClass}, high]', '[{var: subject.riskClass}, low]', 'RANKS'],
  ['unit trick', 'unit: kgCO2e', 'unit: tCO2e', 'CLEAN'],
  [
    'negative scale',
    '[{var: holdout.f1Macro}, {var: parameters.minF1}]',
    '[{"*": [-1, {var: holdout.f1Macro}]}, {"*": [-1, {var: parameters.minF1}]}]',
    'RIGHT',
  ],
  ['another operator', '{"<=": [{var: carbon.carbon}', '{">=": [{var: carbon.carbon}', 'CLEAN'],
  [
    'an alternative',
    '{">=": [{var: holdout.rocAuc}, 0.8]}',
    '{or: [{">=": [{var: holdout.rocAuc}, 0.8]}, {">=": [{var: holdout.f1Macro}, 0.9]}]}',
    'RANKS',
  ],
  ['another figure', 'holdout.rocAuc', 'holdout.accuracy', 'RANKS'],
  ['other settings', 'evaluation/holdout}', 'evaluation/holdout, with: {bins: 20}}', 'RIGHT'],
];

const edited = (from: string, to: string): string => {
  const text = BASE.replace(from, to);
  if (text === BASE) throw new Error(`${from} is not in the policy`);
  return text;
};

describe.each(WAYS)('weakening by %s', (way, from, to, rule) => {
  it('is refuted with evidence on which the rule holds back and the other policy does not', async () => {
    const found = await compare(standardPolicy(BASE), standardPolicy(edited(from, to)));
    expect(found.answer).toBe('refuted');
    const refuted = found.rules.filter(({ answer }) => answer === 'refuted');
    expect(refuted.map((one) => one.rule)).toContain(`base/${rule}`);
    const { counterexample } = refuted.find((one) => one.rule === `base/${rule}`)!;
    expect(counterexample).toMatchObject({ other: { verdict: 'conforms' } });
    expect(['does-not-conform', 'undetermined']).toContain(counterexample!.base.verdict);
    expect(['fail', 'undetermined']).toContain(counterexample!.base.rule);
    expect(counterexample!.waived).toEqual(way === 'waiver' ? ['base/RIGHT'] : []);
  });
});

describe('a standard weakened in the ways that profiles are refused', () => {
  /** As if its figures were readings, which have an age. */
  const holdout = CATALOGUE['evaluation/holdout']!;
  const readings = { ...CATALOGUE, 'evaluation/holdout': { ...holdout, deterministic: false } };
  const law = (text: string): ComparedPolicy => ({
    ...comparedPolicy({ 'law.yaml': text }, 'law.yaml'),
    catalogue: readings,
  });
  const rewritten = WEAKENINGS.flatMap((one) =>
    one.rewritten === undefined ? [] : [[one.way, one.rewritten] as const],
  );

  it.each(rewritten)('%s', async (way, text) => {
    const found = await compare(law(LAW), law(text));
    // A rule that only should hold decides no check.
    const isAdvice = way === 'limit that is fixed';
    expect(found.answer).toBe(isAdvice ? 'proved' : 'refuted');
    const refuted = found.rules.filter(({ answer }) => answer === 'refuted');
    expect(refuted).toHaveLength(1);
    const { counterexample } = refuted[0]!;
    expect(['fail', 'undetermined']).toContain(counterexample?.base.rule);
    expect(counterexample?.other.verdict).toBe('conforms');
    const asked = { waiver: 1, 'waiver for longer': 91, 'waiver by fewer': 1 }[way];
    expect(counterexample?.waiver?.days).toBe(asked);
    const { days } = counterexample!.ages[0]!;
    if (way === 'age of evidence') expect(days! > 365 && days! <= 1000).toBe(true);
  });

  it('an age of what has none changes nothing', async () => {
    const [older] = WEAKENINGS.filter(({ way }) => way === 'age of evidence');
    const ofData = { ...CATALOGUE, 'evaluation/holdout': { ...holdout, needs: ['data.test'] as const } };
    const plain = [LAW, older!.rewritten!].map((text) => ({ ...law(text), catalogue: ofData }));
    expect(await compare(plain[0]!, plain[1]!)).toMatchObject({ relation: 'equivalent' });
  });
});

describe('days', () => {
  const dated = (dates: string): ComparedPolicy => standardPolicy(BASE.replace('id: CLEAN,', `id: CLEAN, ${dates},`));
  const always = standardPolicy(BASE);
  const refutedOn = async (base: ComparedPolicy, other: ComparedPolicy): Promise<string | undefined> => {
    const found = await compare(base, other);
    const counterexample = found.rules.find(({ answer }) => answer === 'refuted')?.counterexample;
    expect(counterexample?.other.verdict ?? 'conforms').toBe('conforms');
    expect(found.answer).toBe(counterexample === undefined ? 'proved' : 'refuted');
    return counterexample?.asOf.slice(0, 10);
  };

  it.each([
    ['one that ends later', 'effectiveUntil: 2028-01-01', '2028-01-01'],
    ['one that has ended', 'effectiveUntil: 2026-01-01', '2026-11-26'],
    ['one that begins later', 'effectiveFrom: 2027-01-01', '2026-11-26'],
    ['one that has begun', 'effectiveFrom: 2026-01-01', undefined],
    ['one in transition', 'transition: {until: 2027-08-02}', '2026-11-26'],
    ['one whose transition is over', 'transition: {until: 2026-08-02}', undefined],
  ])('%s is weaker on the days on which it counts less', async (_, dates, day) => {
    expect(await refutedOn(always, dated(dates))).toBe(day);
    expect(await refutedOn(dated(dates), always)).toBe(undefined);
  });

  it.each([
    ['effectiveUntil: 2028-01-01', 'effectiveUntil: 2027-01-01', '2027-01-01'],
    ['effectiveFrom: 2027-01-01', 'effectiveFrom: 2027-02-01', '2027-01-01'],
    ['transition: {until: 2027-08-02}', 'transition: {until: 2028-08-02}', '2027-08-02'],
    ['transition: {until: 2027-08-02}', 'effectiveFrom: 2027-08-02', undefined],
  ])('%s, then %s', async (first, second, day) => {
    expect(await refutedOn(dated(first), dated(second))).toBe(day);
  });

  it('rules that take turns are together as strict as one', async () => {
    const [rule] = /^.*id: CLEAN.*$/m.exec(BASE)!;
    const turns = ['effectiveUntil: 2027-01-01', 'effectiveFrom: 2027-01-01'].map((dates, index) =>
      rule.replace('id: CLEAN,', `id: CLEAN-${index}, ${dates},`),
    );
    const found = await compare(always, standardPolicy(BASE.replace(rule, turns.join('\n'))));
    expect(found).toMatchObject({ answer: 'proved', relation: 'equivalent' });
    expect(found.rules.find((one) => one.rule === 'base/CLEAN')?.way).toBe('policy');
    expect(found.assumptions).toContain('from-as-of');
  });

  it('a rule that is over asks nothing', async () => {
    const found = await compare(
      dated('effectiveUntil: 2026-01-01'),
      standardPolicy(BASE.replace(/^.*id: CLEAN.*$/m, '')),
    );
    expect(found.rules.find((one) => one.rule === 'base/CLEAN')).toMatchObject({ answer: 'proved', way: 'over' });
  });
});

describe('ages', () => {
  const aged = (age: string, rule = 'CLEAN'): ComparedPolicy =>
    standardPolicy(BASE.replace(`id: ${rule},`, `id: ${rule}, ${age},`));

  it('the older may be, the weaker; limits and ages at once by a look', async () => {
    expect(await compare(aged('maxAge: 90d'), aged('maxAge: 30d'))).toMatchObject({ relation: 'stricter' });
    const found = await compare(aged('maxAge: 90d'), standardPolicy(BASE));
    expect(found).toMatchObject({ answer: 'refuted', relation: 'weaker' });
    const { counterexample } = found.rules.find(({ answer }) => answer === 'refuted')!;
    expect(counterexample).toMatchObject({ base: { rule: 'undetermined' }, other: { rule: 'pass' } });
    // Without a date, or of an older one.
    const [age, ...more] = counterexample!.ages;
    expect(age?.of).toBe('training.dated');
    expect(age!.days === null || age!.days > 90).toBe(true);
    expect(more).toEqual([]);
    expect(found.assumptions).toContain('any-age');
  });

  it('evidence that measurements date', async () => {
    const holdout = { ...CATALOGUE['evaluation/holdout']!, dated: true as const };
    const policy = (age: string): ComparedPolicy => ({
      ...standardPolicy(`
measurements: {bank: {plugin: evaluation/holdout}}
rules:
  - {id: NEW, title: N, level: shall, ${age}require: {">=": [{var: bank.accuracy}, 0.7]}}
`),
      catalogue: { ...CATALOGUE, 'evaluation/holdout': holdout },
    });
    expect(await compare(policy('maxAge: 31d, '), policy('maxAge: 7d, '))).toMatchObject({ relation: 'stricter' });
    const found = await compare(policy('maxAge: 31d, '), policy(''));
    expect(found).toMatchObject({ answer: 'refuted', relation: 'weaker' });
    const [age] = found.rules[0]!.counterexample!.ages;
    expect(age?.of).toBe('bank.dated');
    expect(age!.days === null || age!.days > 31).toBe(true);
  });

  it('answers of servers, which any measurement of a model may rest on', async () => {
    const policy = (age: string): ComparedPolicy =>
      standardPolicy(`
measurements: {it: {plugin: evaluation/holdout}}
rules:
  - {id: NEW, title: N, level: shall, ${age}require: {">=": [{var: it.accuracy}, 0.7]}}
`);
    const [strict, lax] = ['maxAge: 7d, ', ''].map((age) => policy(age));
    const found = await compare(strict!, lax!);
    expect(found).toMatchObject({ answer: 'refuted', relation: 'weaker' });
    const [age] = found.rules[0]!.counterexample!.ages;
    expect(age?.of).toBe('it.answered');
    expect(age!.days === null || age!.days > 7).toBe(true);
  });

  it('lists that are too old say nothing', async () => {
    const fairness = CATALOGUE['evaluation/fairness']!;
    const catalogue = { ...CATALOGUE, 'evaluation/fairness': { ...fairness, deterministic: false } };
    const list = (age: string): ComparedPolicy => ({
      ...standardPolicy(`
measurements: {groups: {plugin: evaluation/fairness}}
rules:
  - {id: EACH, title: E, level: shall, ${age}require: {all: [{var: groups.groups}, {">=": [{var: truePositiveRate}, 0.7]}]}}
`),
      catalogue,
    });
    expect(await compare(list('maxAge: 30d, '), list('maxAge: 10d, '))).toMatchObject({ relation: 'stricter' });
    expect(await compare(list('maxAge: 30d, '), list(''))).toMatchObject({ answer: 'refuted', relation: 'weaker' });
  });
});

describe('packs and profiles', () => {
  const files = {
    'pack/pack.yaml':
      'apiVersion: assay/v1\nkind: Pack\nmetadata: {id: base, version: "1.0.0", title: B, publisher: P}\nstandards: [base.yaml]\n',
    'pack/base.yaml': standardText(BASE),
    'shadow.yaml': standardText(BASE.replace('value: 0.7,', 'value: 0.5,')),
  };
  const profile = (rest: string, imported = 'pack'): string =>
    `apiVersion: assay/v1\nkind: Profile\nmetadata: {id: own, version: "1.0.0", title: O}\nimports: [{pack: ${imported}}]\n${rest}`;
  const own = (rest: string, more: Readonly<Record<string, string>> = {}, imported?: string): ComparedPolicy =>
    comparedPolicy({ ...files, ...more, 'own.yaml': profile(rest, imported) }, 'own.yaml');
  const base = (): ComparedPolicy => comparedPolicy(files, 'pack');

  it('a shadowed id: another standard of the same id and rule ids', async () => {
    const found = await compare(base(), own('', {}, 'shadow.yaml'));
    expect(found).toMatchObject({ answer: 'refuted', relation: 'weaker' });
  });

  it('a profile that tightens is stricter, by a look alone', async () => {
    const found = await compare(base(), own('set: {base.minF1: 0.8}'));
    expect(found).toMatchObject({ answer: 'proved', relation: 'stricter', reverse: { answer: 'refuted' } });
    expect(found.rules.map(({ rule, way }) => [rule, way])).toEqual([
      ['base/CLEAN', 'same'],
      ['base/RANKS', 'same'],
      ['base/RIGHT', 'limit'],
    ]);
  });

  const waivers = (expires: string): string =>
    `apiVersion: assay/v1\nkind: Waiver\nwaivers:\n  - {rule: base/CLEAN, subject: old-model@^2.0, reason: r, approvedBy: a, expires: ${expires}}\n`;

  it('a waiver of a profile is shown with the subject that it names', async () => {
    const found = await compare(base(), own('waivers: [w.yaml]', { 'w.yaml': waivers('2027-01-01T00:00:00Z') }));
    const clean = found.rules.find(({ rule }) => rule === 'base/CLEAN');
    expect(clean?.counterexample).toMatchObject({
      subject: { name: 'old-model', version: '2.0.0' },
      asOf: '2026-11-26T00:00:00.000Z',
      other: { verdict: 'conforms', rule: 'fail' },
    });
  });

  it('a waiver of later is later: shown at a date at which only it is in force', async () => {
    const [early, late] = ['2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z'].map((expires) =>
      own('waivers: [w.yaml]', { 'w.yaml': waivers(expires) }),
    );
    expect(await compare(late!, early!)).toMatchObject({ answer: 'proved', relation: 'stricter' });
    const found = await compare(early!, late!);
    const { asOf } = found.rules.find(({ answer }) => answer === 'refuted')!.counterexample!;
    expect(asOf >= '2027-01-01' && asOf < '2028-01-01').toBe(true);
  });

  it('what has expired, and what cannot be waived, is void', async () => {
    const expired = own('waivers: [w.yaml]', { 'w.yaml': waivers('2026-01-01T00:00:00Z') });
    expect(await compare(base(), expired)).toMatchObject({ relation: 'equivalent' });
    const forbidden = waivers('2027-01-01T00:00:00Z').replace('CLEAN', 'RIGHT');
    expect(await compare(base(), own('waivers: [w.yaml]', { 'w.yaml': forbidden }))).toMatchObject({
      relation: 'equivalent',
    });
  });
});

describe('what is as strict in other words is proved', () => {
  it.each([
    [
      'negated',
      '{"<=": [{var: carbon.carbon}, {var: parameters.maxCarbon}]}',
      '{"!": [{">": [{var: carbon.carbon}, {var: parameters.maxCarbon}]}]}',
    ],
    ['mirrored', '[{var: holdout.rocAuc}, 0.8]', '[{var: holdout.rocAuc}, {"+": [0.5, 0.3]}]'],
    ['another unit', 'value: 0.5, unit: kgCO2e', 'value: 500, unit: gCO2e'],
    [
      'more than asked',
      '{">=": [{var: holdout.rocAuc}, 0.8]}',
      '{and: [{">=": [{var: holdout.rocAuc}, 0.8]}, {">=": [{var: holdout.accuracy}, 0.7]}]}',
    ],
    [
      'wider applicability',
      'when: {"==": [{var: subject.riskClass}, high]}',
      'when: {in: [{var: subject.riskClass}, [high, low]]}',
    ],
    ['higher confidence', 'id: RIGHT,', 'id: RIGHT, confidence: 0.99,'],
  ])('%s', async (_, from, to) => {
    expect(await compare(standardPolicy(BASE), standardPolicy(edited(from, to)))).toMatchObject({ answer: 'proved' });
  });

  it('a rule for all is not as strict as one for some where a fact is not stated', async () => {
    const found = await compare(
      standardPolicy(BASE),
      standardPolicy(edited(', when: {"==": [{var: subject.riskClass}, high]}', '')),
    );
    expect(found.rules.find(({ answer }) => answer === 'refuted')?.counterexample).toMatchObject({
      facts: [{ name: 'subject.riskClass', value: null }],
      base: { verdict: 'undetermined' },
      other: { verdict: 'conforms' },
    });
  });

  it('splitting the error over alternatives is stricter than one of them alone where both cost', async () => {
    const one = BASE.replace(
      '{">=": [{var: holdout.rocAuc}, 0.8]}',
      '{or: [{">=": [{var: holdout.rocAuc}, 0.8]}, {">=": [{var: holdout.rocAuc}, 0.8000001]}]}',
    );
    expect(await compare(standardPolicy(BASE), standardPolicy(one))).toMatchObject({ answer: 'proved' });
  });

  it('lists, item by item', async () => {
    const list = (limit: number, quantifier = 'all'): ComparedPolicy =>
      standardPolicy(`
measurements: {groups: {plugin: evaluation/fairness}}
rules:
  - {id: EACH, title: E, level: shall, require: {${quantifier}: [{var: groups.groups}, {">=": [{var: truePositiveRate}, ${limit}]}]}}
`);
    expect(await compare(list(0.7), list(0.8))).toMatchObject({ answer: 'proved', relation: 'stricter' });
    expect(await compare(list(0.7, 'some'), list(0.8, 'some'))).toMatchObject({
      answer: 'proved',
      relation: 'stricter',
    });
    expect(await compare(list(0.8, 'none'), list(0.7, 'none'))).toMatchObject({
      answer: 'proved',
      relation: 'stricter',
    });
  });
});

describe('rules beyond proof', () => {
  const parts = (count: number, limit: number): string =>
    Array.from({ length: count }, (_, i) => `{">=": [{var: holdout.f1Macro}, ${limit + i / 1000}]}`).join(', ');
  const large = (limit: number): ComparedPolicy =>
    standardPolicy(`
measurements: {holdout: {plugin: evaluation/holdout}, cv: {plugin: evaluation/cross-validation}}
rules:
  - {id: LARGE, title: L, level: shall, require: {or: [{">=": [{var: cv.f1Macro}, 0.5]}, {and: [${parts(200, limit)}]}]}}
`);

  it('are the same, or undecided', async () => {
    expect(await compare(large(0.5), large(0.5))).toMatchObject({ answer: 'proved', relation: 'equivalent' });
    const found = await compare(large(0.5), large(0.6));
    expect(found).toMatchObject({ answer: 'undecided', rules: [{ reason: 'beyond' }] });
  });
});
