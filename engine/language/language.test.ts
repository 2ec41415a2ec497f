import { expect, test } from 'vitest';
import { memorySource } from '../../tests/fixtures/memory-source.js';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import {
  completionsAt,
  definitionsAt,
  hoverAt,
  outlineOf,
  referencesAt,
  rename,
  renameable,
  Workspace,
} from './language.js';
import type { LanguageOfReader } from './workspace.js';

const STANDARD = `apiVersion: assay/v1
kind: Standard
metadata: {id: base, version: "1.0.0", title: {en: Base 😀, zh: 基线}}
facts:
  riskClass: {values: [low, high], title: {en: Risk class, zh: 风险等级}}
parameters:
  minF1: {value: 0.7, unit: "1", tighten: up, title: {en: Lowest F1, zh: F1 下限}}
  folds: {value: 5, title: Folds}
clauses:
  - {id: "4.1", title: {en: It generalises, zh: 具有泛化能力}, text: "The model shall generalise.", citation: verified}
measurements:
  cv: {plugin: evaluation/cross-validation, with: {split: {type: k-fold, folds: {var: parameters.folds}}}}
rules:
  - id: EVAL-001
    clause: "4.1"
    title: {en: "😀 generalises", zh: 泛化}
    level: should
    when: {in: [{var: subject.riskClass}, [high]]}
    require: {">=": [{var: cv.f1Macro}, {var: parameters.minF1}]}
  - id: EVAL-002
    title: Another
    level: shall
    measure: {cv: {plugin: evaluation/holdout}}
    require: {">=": [{var: cv.f1Macro}, 0.5]}
`;

const TEST = `apiVersion: assay/v1
kind: PolicyTest
facts: {riskClass: high}
cases:
  - name: enough
    parameters: {minF1: 0.8}
    measurements: {cv: {f1Macro: 0.9}}
    expect: {EVAL-001: pass}
tables:
  - name: many
    columns: [cv.f1Macro, parameters.minF1, EVAL-001]
    rows: [[0.9, 0.7, pass]]
`;

const PROFILE = `apiVersion: assay/v1
kind: Profile
metadata: {id: acme, version: "1.0.0", title: Acme}
imports: [{pack: ../base}]
set: {base.minF1: 0.8}
raise: {base/EVAL-001: shall}
waivers: [waivers.yaml]
rules:
  - id: OWN-1
    title: Own
    level: should
    measure: {own: {plugin: evaluation/holdout}}
    require: {">=": [{var: own.f1Macro}, {var: parameters.base.minF1}]}
`;

const WAIVERS = `apiVersion: assay/v1
kind: Waiver
waivers:
  - {rule: base/EVAL-001, subject: credit, reason: r, approvedBy: a, expires: 2027-01-31T00:00:00Z}
`;

const PACK = `apiVersion: assay/v1
kind: Pack
metadata: {id: base, version: "1.0.0", title: Base, publisher: p}
standards: [base.yaml]
`;

const FILES = {
  '/w/base/pack.yaml': PACK,
  '/w/base/base.yaml': STANDARD,
  '/w/base/base.test.yaml': TEST,
  '/w/acme/profile.yaml': PROFILE,
  '/w/acme/waivers.yaml': WAIVERS,
  '/w/acme/subject.yaml': 'apiVersion: assay/v1\nkind: Subject\nfacts: {}\npolicies: [profile.yaml]\n',
};
type File = keyof typeof FILES;

const workspace = (changed: Partial<Record<File, string>> = {}, language: LanguageOfReader = 'en'): Workspace =>
  new Workspace({
    source: memorySource({ ...FILES, ...changed }),
    catalogue: CATALOGUE,
    roots: ['/w'],
    asOf: new Date('2026-11-24'),
    language,
  });

/** The position in `text` of the middle of `needle`, at its `|` where it has one. */
function at(text: string, needle: string): { line: number; column: number } {
  const mark = needle.indexOf('|');
  const start = text.indexOf(needle.replace('|', ''));
  expect(start).toBeGreaterThanOrEqual(0);
  const offset = start + (mark === -1 ? 1 : mark);
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** Completions where `|` stands in place of `from`. */
function completed(file: File, from: string, to: string): readonly string[] {
  const text = FILES[file].replace(from, to.replace('|', ''));
  expect(text).not.toBe(FILES[file]);
  return completionsAt(workspace({ [file]: text }), file, at(text, to)).map((each) => each.text);
}

const B = '/w/base/base.yaml';
const T = '/w/base/base.test.yaml';
const P = '/w/acme/profile.yaml';

test.each<[string, File, string, string, readonly string[]]>([
  ['plugins', B, 'plugin: evaluation/holdout', 'plugin: eval|', ['evaluation/holdout', 'energy/inference']],
  [
    'names of var',
    B,
    '{var: cv.f1Macro}, 0.5',
    '{var: |}, 0.5',
    ['cv', 'parameters.minF1', 'subject.riskClass', 'subject.task'],
  ],
  ['outputs after an alias', B, '{var: cv.f1Macro}, 0.5', '{var: cv.|}, 0.5', ['cv.f1Macro', 'cv.rocAuc']],
  ['the brackets may still be open', B, '{var: cv.f1Macro}, 0.5]}', '{var: cv.f|', ['cv.f1Macro']],
  ['in quotes', B, '{var: cv.f1Macro}, 0.5', '{var: "cv.|"}, 0.5', ['cv.f1Macro']],
  ['operators', B, '{">=": [{var: cv.f1Macro}, 0.5]}', '{|}', ['">=": ', 'and: ', '"!": ']],
  ['operators on a line of their own', B, '{">=": [{var: cv.f1Macro}, 0.5]}', '\n      an|', ['and: ']],
  ['values of a fact', B, '[high]]', '[|]]', ['low', 'high']],
  ['clauses', B, 'clause: "4.1"', 'clause: |', ['"4.1"']],
  ['keys of a rule', B, '    level: shall\n', '    level: shall\n    |\n', ['clause: ', 'confidence: ', 'remedy: ']],
  ['keys of a rule begun', B, '    level: shall\n', '    level: shall\n    con|\n', ['confidence: ']],
  ['values of a key', B, 'level: shall', 'level: |', ['shall', 'should']],
  ['keys of the document', B, 'clauses:\n', 'defau|\nclauses:\n', ['defaults: ']],
  [
    'settings of a plugin',
    B,
    'plugin: evaluation/holdout}',
    'plugin: evaluation/cross-validation, with: {|}}',
    ['split: '],
  ],
  ['settings inside', B, 'type: k-fold,', 'type: |,', ['stratified-k-fold', 'group-k-fold']],
  ['parameters of settings', B, '{var: parameters.folds}', '{var: param|}', ['parameters.folds']],
  ['parameters that a profile may set', P, 'set: {base.minF1: 0.8}', 'set: {|}', ['base.minF1: ', 'base.folds: ']],
  ['rules that a profile may raise', P, 'raise: {base/EVAL-001: shall}', 'raise: {|}', ['base/EVAL-001: ']],
  ['names of imports', P, '{var: parameters.base.minF1}', '{var: parameters.|}', ['parameters.base.minF1']],
  ['paths of packs', P, 'pack: ../base', 'pack: ../|', ['../base', '../acme/']],
  ['rules in tests', T, 'expect: {EVAL-001: pass}', 'expect: {|}', ['EVAL-001: ', 'EVAL-002: ']],
  ['verdicts', T, 'EVAL-001: pass}', 'EVAL-001: |}', ['pass', 'undetermined (basis)']],
  ['verdicts in rows', T, '0.7, pass', '0.7, |', ['pass', 'not-applicable']],
  [
    'columns',
    T,
    'cv.f1Macro, parameters.minF1',
    '|, parameters.minF1',
    ['cv.f1Macro', 'subject.riskClass', 'EVAL-002'],
  ],
  ['outputs in tests', T, '{f1Macro: 0.9}', '{|}', ['f1Macro: ', 'rocAuc: ']],
  ['facts of a subject', '/w/acme/subject.yaml', 'facts: {}', 'facts: {r|}', ['riskClass: ']],
  ['values of facts of a subject', '/w/acme/subject.yaml', 'facts: {}', 'facts: {riskClass: |}', ['low', 'high']],
  ['rules of a waiver', '/w/acme/waivers.yaml', 'rule: base/EVAL-001', 'rule: |', ['base/EVAL-001', 'acme/OWN-1']],
  ['kinds', '/w/acme/waivers.yaml', WAIVERS, 'kind: |', ['Standard', 'PolicyTest']],
])('completes %s', (_, file, from, to, expected) => {
  expect(completed(file, from, to)).toEqual(expect.arrayContaining([...expected]));
});

test.each<[string, File, string, string]>([
  ['measurements in when', B, '{var: subject.riskClass}', '{var: |}'],
  ['keys that are there', B, '    level: shall\n', '    level: shall\n    |\n'],
])('does not complete %s', (_, file, from, to) => {
  const found = completed(file, from, to);
  expect(found).not.toContain('cv');
  expect(found).not.toContain('level: ');
});

test('a completion replaces the word that it completes', () => {
  const text = STANDARD.replace('cv.f1Macro}, 0.5', 'cv.f1Ma}, 0.5');
  const position = at(text, 'cv.f1|Ma}');
  const [found] = completionsAt(workspace({ [B]: text }), B, position).filter((each) => each.text === 'cv.f1Macro');
  expect(found?.range).toEqual({
    ...position,
    column: position.column - 5,
    endLine: position.line,
    endColumn: position.column + 2,
  });
  expect(found?.about).toContain('Macro');
});

test.each<[string, File, string, RegExp, RegExp]>([
  ['an output', B, 'cv.f1|Macro}, 0.5', /Range: 0 … 1/, /取值范围/],
  ['a parameter and who set it', P, 'set: {base.min|F1', /`0\.8`[^]*`0\.7` by `base`/, /由 `base` 设定/],
  ['a clause with its text', B, 'clause: "4|.1"', /> The model shall generalise\./, /条款 4\.1/],
  ['a plugin', B, 'evaluation/hold|out', /held-out/, /针对模型本身/],
  ['a fact', B, 'subject.risk|Class', /Risk class[^]*`low`/, /风险等级/],
  ['a rule in words', P, 'raise: {base/EVAL|-001', /is at least/, /不低于/],
  ['an operator', B, '{"|>=": [{var: cv.f1Macro}, {var', /at least the second/, /不低于第二项/],
  ['a key', B, 'ti|tle: Another', /title/, /title/],
  ['a setting', B, 'ty|pe: k-fold', /stratified-k-fold/, /stratified-k-fold/],
])('hovers over %s', (_, file, needle, english, chinese) => {
  const position = at(FILES[file], needle);
  expect(hoverAt(workspace(), file, position)?.markdown).toMatch(english);
  expect(hoverAt(workspace({}, 'zh'), file, position)?.markdown).toMatch(chinese);
});

test('texts of documents are no markup', () => {
  const text = STANDARD.replace('Lowest F1', '"[click](command:x) <b>\\n# big"');
  const { markdown = '' } = hoverAt(workspace({ [B]: text }), B, at(text, 'parameters.min|F1')) ?? {};
  expect(markdown).not.toMatch(/(^|[^\\])[[<]|\n# /);
});

test.each<[string, File, string, File, string]>([
  ['a parameter', B, 'parameters.min|F1', B, '|minF1: {'],
  ['a parameter of an import', P, 'base.min|F1}', B, '|minF1: {'],
  ['a setting of a profile', P, 'set: {base.|minF1', B, '|minF1: {'],
  ['an alias', B, 'cv.|f1Macro}, {var'.replace('cv.|', 'c|v.'), B, '|cv: {plugin: evaluation/cross'],
  ['an alias of the rule itself', B, 'c|v.f1Macro}, 0.5', B, '|cv: {plugin: evaluation/hold'],
  ['a clause', B, 'clause: "4|.1"', B, '{id: "|4.1"'],
  ['a rule that is raised', P, 'raise: {base/EV|AL-001', B, 'id: |EVAL-001'],
  ['a rule that is waived', '/w/acme/waivers.yaml', 'rule: ba|se/EVAL-001', B, 'id: |EVAL-001'],
  ['a rule that is tested', T, 'expect: {EV|AL-001', B, 'id: |EVAL-001'],
  ['a column', T, 'columns: [c|v', B, '|cv: {plugin: evaluation/cross'],
  ['a fact', B, 'subject.risk|Class', B, '|riskClass: {values'],
])('finds the definition of %s', (_, file, needle, home, target) => {
  const found = definitionsAt(workspace(), file, at(FILES[file], needle));
  const { line, column } = at(FILES[home], target);
  expect(found.map((each) => [each.file, each.range.line, each.range.column])).toContainEqual([home, line, column]);
});

test.each<[string, string]>([
  ['pack: ../ba|se', '/w/base/pack.yaml'],
  ['waivers: [waiv|ers.yaml', '/w/acme/waivers.yaml'],
])('opens %s', (needle, target) => {
  expect(definitionsAt(workspace(), P, at(PROFILE, needle)).map(({ file }) => file)).toEqual([target]);
});

/** The texts after a rename. */
function renamed(file: File, needle: string, name: string, files = workspace()): Readonly<Record<string, string>> {
  const result = rename(files, file, at(FILES[file], needle), name);
  if ('fault' in result) throw new Error(result.fault);
  const texts: Record<string, string> = {};
  for (const { file: path, range, text } of result.edits.toSorted(
    (a, b) => b.range.line - a.range.line || b.range.column - a.range.column,
  )) {
    const lines = (texts[path] ?? FILES[path as File]).split('\n');
    const line = lines[range.line - 1]!;
    lines[range.line - 1] = line.slice(0, range.column - 1) + text + line.slice(range.endColumn - 1);
    texts[path] = lines.join('\n');
  }
  return texts;
}

const replaced = (file: File, ...pairs: readonly (readonly [string | RegExp, string])[]): string =>
  pairs.reduce((text, [from, to]) => text.replaceAll(from, to), FILES[file] as string);

test('a parameter is renamed in the standard, its test and the profiles over it', () => {
  expect(renamed(P, 'set: {base.min|F1', 'lowestF1')).toEqual({
    [B]: replaced(B, ['minF1', 'lowestF1']),
    [T]: replaced(T, ['minF1', 'lowestF1']),
    [P]: replaced(P, ['minF1', 'lowestF1']),
  });
});

test('an alias is renamed with what is declared under the same name by single rules', () => {
  const both = [/\bcv\b/g, 'folds5'] as const;
  expect(renamed(B, 'c|v.f1Macro}, {var', 'folds5')).toEqual({ [B]: replaced(B, both), [T]: replaced(T, both) });
});

test('a rule is renamed in tests, profiles and waivers', () => {
  const both = ['EVAL-001', 'F1-MACRO'] as const;
  expect(Object.keys(renamed(B, 'id: EVAL|-001', 'F1-MACRO')).toSorted()).toEqual(
    [P, '/w/acme/waivers.yaml', T, B].toSorted(),
  );
  expect(renamed(B, 'id: EVAL|-001', 'F1-MACRO')[T]).toBe(replaced(T, both));
});

test('a clause is renamed where rules cite it, with the quotes that it needs', () => {
  expect(renamed(B, 'clause: "4|.1"', '4.10')[B]).toBe(replaced(B, ['"4.1"', '"4.10"']));
});

test.each<[string, File, string, string]>([
  ['a name that is taken', B, 'parameters.min|F1', 'folds'],
  ['a name of another form', B, 'parameters.min|F1', 'min-f1'],
  ['a fact', B, 'subject.risk|Class', 'risk'],
  ['a plugin', B, 'evaluation/hold|out', 'evaluation/other'],
])('refuses to rename %s', (_, file, needle, name) => {
  expect(rename(workspace(), file, at(FILES[file], needle), name)).toHaveProperty('fault');
});

test('a copy of the standard elsewhere keeps its names', () => {
  const files = { ...FILES, '/w/copy/base.yaml': STANDARD, '/w/copy/base.test.yaml': TEST };
  const other = new Workspace({
    source: memorySource(files),
    catalogue: CATALOGUE,
    roots: ['/w'],
    asOf: new Date(0),
    language: 'en',
  });
  expect(Object.keys(renamed(B, 'parameters.min|F1', 'lowestF1', other)).toSorted()).toEqual([P, T, B].toSorted());
});

test('what is renamed is shown before', () => {
  expect(renameable(workspace(), B, at(STANDARD, 'parameters.min|F1'))?.name).toBe('minF1');
  expect(renameable(workspace(), B, at(STANDARD, 'subject.risk|Class'))).toBeUndefined();
});

test('references with and without the definition', () => {
  const position = at(STANDARD, 'parameters.min|F1');
  expect(referencesAt(workspace(), B, position, true)).toHaveLength(6);
  expect(referencesAt(workspace(), B, position, false)).toHaveLength(5);
});

test('columns count UTF-16 code units, so a name behind an emoji is where editors see it', () => {
  const text = STANDARD.replace(
    '- id: EVAL-002\n    title: Another',
    '- {title: "😀 基线", id: EVAL-002, x: 1}\n  - id: EVAL-003\n    title: Another',
  );
  const line = text.split('\n').findIndex((each) => each.includes('😀 基线'));
  const found = outlineOf(workspace({ [B]: text }), B).flatMap(({ children }) => children);
  const { range } = definitionsAt(workspace({ [B]: text }), B, at(text, 'id: EVAL|-002'))[0]!;
  expect([range.line, range.column]).toEqual([line + 1, text.split('\n')[line]!.indexOf('EVAL-002') + 1]);
  expect(found.map(({ name }) => name)).toContain('EVAL-002');
});

test('hostile texts give answers, in time', () => {
  const bombs = [
    '\u0000',
    'a: '.repeat(60_000),
    '[',
    '{'.repeat(50_000),
    'a: &a [*a]',
    `x: ${'é'.repeat(3_000_000)}`,
    'kind: Standard\nrules: [[]]\nparameters: 3\nclauses: {}\nmeasurements: [1]\n',
    '😀'.repeat(9),
    '\r\r\r',
  ];
  for (const bomb of bombs) {
    const files = workspace({ [B]: bomb });
    for (const position of [
      { line: 1, column: 1 },
      { line: 1, column: 1e9 },
      { line: 1e9, column: 2 },
      { line: 3, column: 14 },
    ]) {
      completionsAt(files, B, position);
      expect(hoverAt(files, B, position)?.markdown ?? '').toBeTypeOf('string');
      definitionsAt(files, B, position);
      referencesAt(files, B, position, true);
      rename(files, B, position, 'other');
    }
    outlineOf(files, B);
  }
});
