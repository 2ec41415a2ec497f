import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import { resolvePolicy } from './resolve-policy.js';
import { memorySource } from '../../tests/fixtures/memory-source.js';

const PACK = `apiVersion: assay/v1
kind: Pack
metadata: {id: base, version: "1.0.0", title: Base, publisher: P}
standards: [base.yaml]
`;
const STANDARD = `apiVersion: assay/v1
kind: Standard
metadata: {id: base, version: "1.0.0", title: Base, publisher: P}
parameters:
  minF1: {value: 0.7, tighten: up}
  maxEce: {value: 0.1, tighten: down}
  folds: {value: 5}
  width: {value: 5, tighten: up, adjustable: false}
  bins: {value: 10, adjustable: true}
clauses:
  - {id: "1", title: One}
measurements:
  holdout: {plugin: evaluation/holdout, with: {bins: {var: parameters.bins}}}
rules:
  - {id: A-1, clause: "1", title: A, level: shall, require: {">=": [{var: holdout.f1Macro}, {var: parameters.minF1}]}}
  - {id: A-2, clause: "1", title: B, level: should, require: {"<=": [{var: holdout.ece}, {var: parameters.maxEce}]}}
`;
const profile = (rest: string, id = 'own'): string => `apiVersion: assay/v1
kind: Profile
metadata: {id: ${id}, version: "1.0.0", title: Own}
imports: [{pack: base}]
${rest}
`;

const resolve = (files: Record<string, string>, ...paths: string[]) =>
  resolvePolicy(memorySource({ 'base/pack.yaml': PACK, 'base/base.yaml': STANDARD, ...files }), {
    paths: paths.map((path) => ({ path })),
    catalogue: CATALOGUE,
    asOf: '2026-11-24',
    readManifest: () => ({ diagnostics: [] }),
  });
const faults = (files: Record<string, string>, ...paths: string[]): string[] =>
  resolve(files, ...paths).diagnostics.map(({ code, file, range }) => `${code} ${file}:${range?.line ?? '-'}`);

describe('an adjustable parameter', () => {
  const own = profile('set: {base.bins: 20}');
  const binsOf = (...paths: string[]): unknown => {
    const { policy, diagnostics } = resolve({ 'own.yaml': own }, ...paths);
    expect(diagnostics).toEqual([]);
    return policy?.parameters.find(({ id }) => id === 'base.bins')?.value;
  };

  it('is as a profile sets it, also where its pack stands beside it', () => {
    expect([binsOf('own.yaml'), binsOf('own.yaml', 'base'), binsOf('base', 'own.yaml')]).toEqual([20, 20, 20]);
  });

  it('cannot be set to two values', () => {
    const other = profile('set: {base.bins: 30}', 'other');
    const { diagnostics } = resolve({ 'own.yaml': own, 'other.yaml': other }, 'own.yaml', 'other.yaml');
    expect(diagnostics.map(({ code }) => code)).toEqual(['ASSAY1320']);
  });
});

describe('a pack', () => {
  it('comes to its rules, with parameters of `with` resolved and defaults of judging filled in', () => {
    const { policy, diagnostics } = resolve({}, 'base');
    expect(diagnostics).toEqual([]);
    expect(policy?.rules.map(({ id }) => id)).toEqual(['base/A-1', 'base/A-2']);
    expect(policy?.rules[0]).toMatchObject({
      area: 'evaluation',
      confidence: 0.95,
      basis: ['observed', 'estimated', 'logged'],
      waiver: 'allowed',
      measurements: { holdout: { plugin: 'evaluation/holdout', with: { bins: 10 } } },
      parameters: { minF1: { value: 0.7, unit: '1' } },
      origin: { file: 'base/base.yaml', layer: 'base' },
    });
    expect(policy?.packs).toEqual([
      { id: 'base', version: '1.0.0', digest: expect.stringMatching(/^sha256:/) as string },
    ]);
  });

  it('has a digest of what it means, not of where it lies', () => {
    const elsewhere = { 'other/pack.yaml': PACK, 'other/base.yaml': `# a comment\n${STANDARD}` };
    expect(resolve(elsewhere, 'other').policy?.digest).toBe(resolve({}, 'base').policy?.digest);
    const changed = { 'base/base.yaml': STANDARD.replace('0.7,', '0.8,') };
    expect(resolve(changed, 'base').policy?.digest).not.toBe(resolve({}, 'base').policy?.digest);
  });

  it('has the digest that it has without waivers: they change no seed', () => {
    const waivers = `apiVersion: assay/v1
kind: Waiver
waivers:
  - {rule: base/A-1, subject: a, reason: r, approvedBy: [b, c], issued: "2026-11-01T00:00:00Z", expires: "2027-01-01T00:00:00Z"}
`;
    const digestOf = (rest: string): unknown => {
      const { policy, diagnostics } = resolve({ 'own.yaml': profile(rest), 'w.yaml': waivers }, 'own.yaml');
      expect(diagnostics).toEqual([]);
      return policy?.digest;
    };
    expect(digestOf('waivers: [w.yaml]')).toBe(digestOf(''));
  });
});

describe('a profile', () => {
  it('tightens, raises and adds', () => {
    const own = profile(`set: {base.minF1: 0.8, base.bins: 20}
raise: {base/A-2: shall}
measurements: {h: {plugin: evaluation/holdout}}
rules:
  - {id: B-1, title: C, level: shall, require: {">=": [{var: h.recall}, {var: parameters.base.minF1}]}}`);
    const { policy, diagnostics } = resolve({ 'own.yaml': own }, 'own.yaml');
    expect(diagnostics).toEqual([]);
    expect(policy?.rules.map(({ id, level }) => [id, level])).toEqual([
      ['base/A-1', 'shall'],
      ['base/A-2', 'shall'],
      ['own/B-1', 'shall'],
    ]);
    expect(policy?.rules[0]?.parameters).toEqual({ minF1: { value: 0.8, unit: '1' } });
    expect(policy?.rules[0]?.measurements['holdout']?.with).toEqual({ bins: 20 });
    expect(policy?.parameters.find(({ id }) => id === 'base.minF1')?.origin).toMatchObject({
      file: 'own.yaml',
      layer: 'own',
    });
  });

  it('stands on another profile, which it may only tighten', () => {
    const files = {
      'group.yaml': profile('set: {base.minF1: 0.8}', 'group'),
      'own.yaml': profile('set: {base.minF1: 0.75}').replace('pack: base', 'pack: group.yaml'),
    };
    expect(faults(files, 'own.yaml')).toEqual(['ASSAY1306 own.yaml:5']);
  });

  it('beside another: the stricter of two settings holds, whatever the order', () => {
    const files = {
      'a.yaml': profile('set: {base.minF1: 0.9}', 'a'),
      'b.yaml': profile('set: {base.minF1: 0.8}', 'b'),
    };
    for (const order of [
      ['a.yaml', 'b.yaml'],
      ['b.yaml', 'a.yaml'],
      ['a.yaml', 'base'],
      ['base', 'a.yaml'],
    ]) {
      const { policy, diagnostics } = resolve(files, ...order);
      expect(diagnostics).toEqual([]);
      expect(policy?.parameters.find(({ id }) => id === 'base.minF1')?.value).toBe(0.9);
    }
  });

  it.each([
    ['loosens a limit', 'set: {base.minF1: 0.6}', 'ASSAY1306 own.yaml:5'],
    ['loosens the other way', 'set: {base.maxEce: 0.2}', 'ASSAY1306 own.yaml:5'],
    ['sets a fixed parameter', 'set: {base.folds: 10}', 'ASSAY1307 own.yaml:5'],
    ['sets one that nobody may', 'set: {base.width: 6}', 'ASSAY1307 own.yaml:5'],
    ['sets another type', 'set: {base.minF1: "0.8"}', 'ASSAY1308 own.yaml:5'],
    ['sets an unknown parameter', 'set: {base.minF2: 0.8}', 'ASSAY1305 own.yaml:5'],
    ['raises an unknown rule', 'raise: {base/A-9: shall}', 'ASSAY1309 own.yaml:5'],
  ])('that %s is refused', (_, rest, expected) => {
    expect(faults({ 'own.yaml': profile(rest) }, 'own.yaml')).toEqual([expected]);
  });

  it.each([
    ['a shall rule', 'base/A-1', 'ASSAY1310 own.yaml:4'],
    ['an unknown rule', 'base/A-9', 'ASSAY1309 own.yaml:4'],
  ])('that excludes %s is refused', (_, rule, expected) => {
    const own = profile('').replace('{pack: base}', `{pack: base, exclude: [${rule}]}`);
    expect(faults({ 'own.yaml': own }, 'own.yaml')).toEqual([expected]);
  });

  it('may exclude a should rule', () => {
    const own = profile('').replace('{pack: base}', '{pack: base, exclude: [base/A-2]}');
    expect(resolve({ 'own.yaml': own }, 'own.yaml').policy?.rules.map(({ id }) => id)).toEqual(['base/A-1']);
  });
});

describe('faults across files', () => {
  const standard = (change: (text: string) => string): Record<string, string> => ({
    'base/base.yaml': change(STANDARD),
  });
  it.each<[string, Record<string, string>, string[], string[]]>([
    ['a path that is not there', {}, ['nowhere'], ['ASSAY1301 nowhere:-']],
    ['a folder without pack.yaml', { 'folder/x.txt': '' }, ['folder'], ['ASSAY1302 folder:-']],
    [
      'an import that is not there',
      { 'own.yaml': profile('').replace('pack: base', 'pack: none') },
      ['own.yaml'],
      ['ASSAY1301 own.yaml:4'],
    ],
    [
      'a circle',
      { 'own.yaml': profile('').replace('pack: base', 'pack: own.yaml') },
      ['own.yaml'],
      ['ASSAY1303 own.yaml:4'],
    ],
    [
      'two standards of one id',
      { 'twin.yaml': STANDARD.replace('0.7,', '0.6,') },
      ['base', 'twin.yaml'],
      ['ASSAY1304 twin.yaml:3'],
    ],
    [
      'a rule id twice',
      standard((text) => text.replace('id: A-2', 'id: A-1')),
      ['base'],
      ['ASSAY1311 base/base.yaml:16'],
    ],
    [
      'an unknown clause',
      standard((text) => text.replace('A-2, clause: "1"', 'A-2, clause: "2"')),
      ['base'],
      ['ASSAY1312 base/base.yaml:16'],
    ],
    [
      'an unknown plugin',
      standard((text) => text.replace('evaluation/holdout', 'evaluation/holdon')),
      ['base'],
      ['ASSAY1313 base/base.yaml:13'],
    ],
    [
      'a parameter that the plugin does not take',
      standard((text) => text.replace('with: {bins', 'with: {bin')),
      ['base'],
      ['ASSAY1314 base/base.yaml:13'],
    ],
    [
      'an unknown parameter in with',
      standard((text) => text.replace('var: parameters.bins', 'var: parameters.bin')),
      ['base'],
      ['ASSAY1315 base/base.yaml:13'],
    ],
    [
      'an unknown unit',
      standard((text) => text.replace('{value: 5}', '{value: 5, unit: furlong}')),
      ['base'],
      ['ASSAY1316 base/base.yaml:7'],
    ],
    [
      'a standard not yet in effect',
      standard((text) => text.replace('publisher: P}', 'publisher: P, effectiveFrom: 2027-01-01}')),
      ['base'],
      ['ASSAY1317 base/base.yaml:3'],
    ],
  ])('%s', (_, files, paths, expected) => {
    expect(faults(files, ...paths)).toEqual(expected);
  });

  it('of an import are not reported again as what the profile names in vain', () => {
    const broken = { 'base/base.yaml': `${STANDARD}unknown: key\n`, 'own.yaml': profile('set: {base.minF1: 0.8}') };
    expect(faults(broken, 'own.yaml')).toEqual(['ASSAY1105 base/base.yaml:17']);
  });

  it('are reported together, and none twice', () => {
    const broken = standard((text) =>
      text.replace('holdout.ece', 'holdout.ecce').replace('holdout.f1Macro', 'holdout.f2Macro'),
    );
    const found = faults(broken, 'base', 'base/base.yaml');
    expect(found).toHaveLength(2);
    expect(found.map((fault) => fault.split(':')[1])).toEqual(['15', '16']);
  });
});
