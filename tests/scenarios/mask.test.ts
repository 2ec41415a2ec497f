/** `assay mask` from outside. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { MaskSummary } from '../../engine/mask/summary.js';
import type { MeasurementRecord } from '../../engine/report/report.js';
import { assay, codesIn, folderWith, ROOT } from './run.js';

const KEY = 'a key that must be seen nowhere: 7f3a';
const env = { ASSAY_MASK_KEY: KEY };

const plan = (body: string): string => `apiVersion: assay/v1
kind: MaskPlan
metadata: {id: release, version: "1.0.0"}
${body}
`;

const subject = (columns: string, data = 'path: people.csv', rest = ''): string => `apiVersion: assay/v1
kind: Subject
metadata: {name: people, version: "1.0.0"}
task: binary-classification
${rest}
data:
  ${data}
  target: {column: ill, classes: ["no", "yes"], positive: "yes"}
  columns:
    ${columns}
`;

const COLUMNS = `name: {type: categorical, roles: [identifier]}
    phone: {type: categorical, roles: [identifier]}
    age: {type: numeric, roles: [feature, quasi-identifier]}
    note: {type: categorical, roles: []}`;

/** What spreadsheets run, what CSV must quote, and Chinese. */
const HOSTILE = ['=HYPERLINK("http://x","y")', '+1+cmd', '@SUM(A1)', '-2', 'a,"b"', 'line\nbreak', '王小明', '  '];
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const people = [
  'name,phone,age,note,ill',
  ...HOSTILE.map(
    (note, row) => `Person ${row},555-01${row}0,${20 + row},${quoted(note)},${row % 2 === 0 ? 'no' : 'yes'}`,
  ),
].join('\n');
const records = (path: string): Record<string, string>[] =>
  parse(readFileSync(path), { columns: true }) as Record<string, string>[];

describe('operations', () => {
  test('hash, pseudonym, ranges; identifiers that nobody names are left out; hostile cells stay data', async () => {
    const cwd = folderWith({
      'subject.yaml': subject(COLUMNS),
      'people.csv': `${people}\n`,
      'plan.yaml': plan(`key: {env: ASSAY_MASK_KEY}
columns:
  phone: {do: pseudonym}
  age: {do: ranges, width: 5}`),
    });
    const run = await assay(['mask', 'subject.yaml', '--plan', 'plan.yaml', '--output', 'out'], { cwd, env });
    expect([run.code, codesIn(run)]).toEqual([0, []]);
    const masked = records(join(cwd, 'out/data.csv'));
    expect(Object.keys(masked[0]!)).toEqual(['phone', 'age', 'note', 'ill']);
    expect(masked.map(({ note }) => note)).toEqual([...HOSTILE.slice(0, -1), '']);
    expect(masked.map(({ age }) => age)).toEqual([
      '20–24',
      '20–24',
      '20–24',
      '20–24',
      '20–24',
      '25–29',
      '25–29',
      '25–29',
    ]);
    for (const { phone } of masked) expect(phone).toMatch(/^\d{3}-\d{4}$/);
    expect(new Set(masked.map(({ phone }) => phone)).size).toBe(8);
    const again = await assay(['measure', 'privacy/anonymity', 'out/subject.yaml', '--format', 'json'], { cwd });
    expect((JSON.parse(again.stdout) as MeasurementRecord).outputs['k']).toMatchObject({ estimate: 3 });
    const everything = [
      run.stdout,
      run.stderr,
      ...readdirSync(join(cwd, 'out')).map((name) => readFileSync(join(cwd, 'out', name), 'utf8')),
    ];
    for (const text of everything) expect(text).not.toContain('7f3a');
    expect(readFileSync(join(cwd, 'people.csv'), 'utf8')).toBe(`${people}\n`);
  });

  test('pseudonyms are the same in every table, under any column name of one domain', async () => {
    const cwd = folderWith({
      'subject.yaml': subject(
        'id: {type: categorical, roles: [identifier]}\n    boss: {type: categorical, roles: [identifier]}',
        'train: {path: a.csv}\n  test: {path: b.csv}',
      ),
      'a.csv': 'id,boss,ill\nAB-1001,AB-2002,no\nAB-2002,AB-1001,yes\n',
      'b.csv': 'id,boss,ill\nAB-2002,AB-3003,no\nAB-3003,AB-1001,yes\n',
      'plan.yaml': plan(`key: {env: ASSAY_MASK_KEY}
columns:
  id: {do: pseudonym, domain: staff}
  boss: {do: pseudonym, domain: staff}`),
    });
    const run = await assay(['mask', 'subject.yaml', '--plan', 'plan.yaml', '--format', 'json'], { cwd, env });
    expect(run.code).toBe(0);
    expect((JSON.parse(run.stdout) as MaskSummary).tables.map(({ file }) => file)).toEqual(['train.csv', 'test.csv']);
    const [train, held] = ['train', 'test'].map((name) => records(join(cwd, `masked/${name}.csv`)));
    expect(train![0]!['id']).toBe(train![1]!['boss']);
    expect(train![1]!['id']).toBe(held![0]!['id']);
    expect(held![1]!['boss']).toBe(train![0]!['id']);
    const other = await assay(['mask', 'subject.yaml', '--plan', 'plan.yaml', '--output', 'other'], {
      cwd,
      env: { ASSAY_MASK_KEY: `${KEY}!` },
    });
    expect(other.code).toBe(0);
    expect(records(join(cwd, 'other/train.csv'))[0]!['id']).not.toBe(train![0]!['id']);
  });

  test('hierarchies from a file and from the plan', async () => {
    const cwd = folderWith({
      'subject.yaml': subject(
        'city: {type: categorical, roles: [quasi-identifier]}\n    job: {type: categorical, roles: [quasi-identifier]}',
      ),
      'people.csv': 'city,job,ill\nParis,nurse,no\nOslo,smith,yes\n',
      'cities.csv': 'city,country,continent\nParis,France,Europe\nOslo,Norway,Europe\n',
      'plan.yaml': plan(`hierarchies:
  city: {path: cities.csv}
  job: {values: {nurse: [health], smith: [craft]}}
columns:
  city: {do: hierarchy, level: 2}
  job: {do: hierarchy, level: 1}`),
    });
    expect((await assay(['mask', 'subject.yaml', '--plan', 'plan.yaml'], { cwd })).code).toBe(0);
    expect(records(join(cwd, 'masked/data.csv'))).toEqual([
      { city: 'Europe', job: 'health', ill: 'no' },
      { city: 'Europe', job: 'craft', ill: 'yes' },
    ]);
  });
});

describe('a target', () => {
  const QUASI = ['age', 'workclass', 'education_num', 'marital_status', 'race', 'gender', 'native_country'];
  const declared = (
    [
      'age',
      'workclass',
      'education_num',
      'marital_status',
      'occupation',
      'relationship',
      'race',
      'gender',
      'hours_per_week',
      'native_country',
      'capital',
    ] as const
  )
    .map((name) => {
      const type = ['age', 'education_num', 'hours_per_week', 'capital'].includes(name) ? 'numeric' : 'categorical';
      const roles = [
        'feature',
        ...(QUASI.includes(name) ? ['quasi-identifier'] : name === 'occupation' ? ['sensitive'] : []),
      ];
      return `${name}: {type: ${type}, roles: [${roles.join(', ')}]}`;
    })
    .join('\n    ');
  const adult = subject(declared, 'path: adult.csv', 'estimator: {type: logistic-regression}').replace(
    'column: ill, classes: ["no", "yes"], positive: "yes"',
    'column: income_status, classes: ["<=50K", ">50K"], positive: ">50K"',
  );
  const csv = gunzipSync(readFileSync(join(ROOT, 'tests/fixtures/data/adult.csv.gz')));

  /** 45,222 rows of UCI Adult, CC BY 4.0. */
  test('k = 12 on all of Adult: at least 12 by the measurement, with loss and the change of accuracy', async () => {
    const cwd = folderWith({
      'subject.yaml': adult,
      'adult.csv': csv,
      'plan.yaml': plan('target: {k: 12}\ncompare: {folds: 2, repeats: 2}'),
    });
    const run = await assay(['mask', 'subject.yaml', '--plan', 'plan.yaml', '--format', 'json'], { cwd });
    expect([run.code, run.stderr]).toEqual([0, '']);
    const { tables, metric } = JSON.parse(run.stdout) as MaskSummary;
    expect(tables[0]).toMatchObject({ rows: 45_222, target: { k: 12 } });
    const { certaintyPenalty, averageClassSize } = tables[0]!.target!.loss;
    expect([certaintyPenalty, averageClassSize]).toEqual([expect.closeTo(0.0424, 3), expect.closeTo(1.9, 1)]);
    expect(metric).toMatchObject({ metric: 'accuracy', verdict: 'not-worse', margin: 0.02 });
    const measured = await assay(['measure', 'privacy/anonymity', 'masked/subject.yaml', '--format', 'json'], { cwd });
    const { outputs } = JSON.parse(measured.stdout) as MeasurementRecord;
    expect((outputs['k'] as { estimate: number }).estimate).toBeGreaterThanOrEqual(12);
    expect(outputs['uniqueness']).toMatchObject({ estimate: 0 });
  });

  test('full domains with suppression, l and t, on part of Adult', async () => {
    const lines = csv.toString().split('\n');
    const part = [lines[0], ...lines.slice(1, 3001)].join('\n');
    const cwd = folderWith({
      'subject.yaml': adult,
      'adult.csv': part,
      'full.yaml': plan('target: {k: 5, algorithm: full-domain, suppression: 0.05}'),
      'close.yaml': plan('target: {k: 5, l: {kind: entropy, l: 3}, t: 0.4, numbers: range}'),
    });
    const masked = async (name: string) => {
      const run = await assay(
        ['mask', 'subject.yaml', '--plan', `${name}.yaml`, '--output', name, '--no-compare', '--format', 'json'],
        { cwd },
      );
      expect([run.code, run.stderr]).toEqual([0, '']);
      return (JSON.parse(run.stdout) as MaskSummary).tables[0]!;
    };
    const full = await masked('full');
    expect(full.rows).toBeGreaterThanOrEqual(2850);
    expect(full.target!.k).toBeGreaterThanOrEqual(5);
    const close = await masked('close');
    expect(close.target!.entropyL).toBeGreaterThanOrEqual(3);
    expect(close.target!.t).toBeLessThanOrEqual(0.4);
    const { code } = await assay(['validate', 'close/subject.yaml', 'close.yaml'], { cwd });
    expect(code).toBe(0);
  });
});

describe('what is refused', () => {
  const files = { 'subject.yaml': subject(COLUMNS), 'people.csv': `${people}\n` };
  test.each<[string, string, readonly string[], Readonly<Record<string, string>>]>([
    ['no key', 'key: {env: ASSAY_MASK_KEY}\ncolumns: {phone: {do: hash}}', ['ASSAY1461'], {}],
    [
      'a short key',
      'key: {env: ASSAY_MASK_KEY}\ncolumns: {phone: {do: hash}}',
      ['ASSAY1461'],
      { ASSAY_MASK_KEY: 'short' },
    ],
    ['a plan that names none', 'columns: {phone: {do: hash}}', ['ASSAY1461'], env],
    ['a column that is not there', 'columns: {fone: {do: drop}}', ['ASSAY1460'], {}],
    ['ranges of texts', 'columns: {note: {do: ranges, width: 5}}', ['ASSAY1463'], {}],
    ['ranges of nothing', 'columns: {age: {do: ranges}}', ['ASSAY1463'], {}],
    ['bounds that fall', 'columns: {age: {do: ranges, bounds: [30, 20]}}', ['ASSAY1463'], {}],
    ['a masked target', 'columns: {ill: {do: drop}}', ['ASSAY1463'], {}],
    ['more than all rows', 'target: {k: 9}', ['ASSAY1464'], {}],
    ['l without a sensitive column', 'target: {k: 2, l: {kind: distinct, l: 2}}', ['ASSAY1465'], {}],
    ['no quasi-identifier left', 'columns: {age: {do: drop}}\ntarget: {k: 2}', ['ASSAY1465'], {}],
    ['suppression by mondrian', 'target: {k: 2, suppression: 0.1}', ['ASSAY1465'], {}],
    ['a hierarchy elsewhere', 'hierarchies: {note: {path: ../h.csv}}', ['ASSAY1462'], {}],
    ['a hierarchy that is not there', 'hierarchies: {note: {path: h.csv}}', ['ASSAY1462'], {}],
    ['an uneven hierarchy', 'hierarchies: {note: {values: {a: [x], b: [x, y]}}}', ['ASSAY1462'], {}],
    ['an unknown operation', 'columns: {age: {do: shred}}', ['ASSAY1110'], {}],
  ])('%s: nothing is written', async (_, body, codes, given) => {
    const cwd = folderWith({ ...files, 'plan.yaml': plan(body) });
    const run = await assay(['mask', 'subject.yaml', '--plan', 'plan.yaml'], { cwd, env: given });
    expect(run.code).toBe(3);
    if (codes[0] !== 'ASSAY1110') expect(codesIn(run)).toEqual(codes);
    expect(readdirSync(cwd).sort()).toEqual(['people.csv', 'plan.yaml', 'subject.yaml']);
  });

  test('a folder that is there, or has nowhere to be', async () => {
    const cwd = folderWith({ ...files, 'plan.yaml': plan('columns: {age: {do: drop}}') });
    mkdirSync(join(cwd, 'masked'));
    writeFileSync(join(cwd, 'masked/mine.txt'), 'mine');
    const there = await assay(['mask', 'subject.yaml', '--plan', 'plan.yaml'], { cwd });
    expect([there.code, codesIn(there), readdirSync(join(cwd, 'masked'))]).toEqual([3, ['ASSAY1830'], ['mine.txt']]);
    const nowhere = await assay(['mask', 'subject.yaml', '--plan', 'plan.yaml', '--output', 'no/where'], { cwd });
    expect([nowhere.code, codesIn(nowhere)]).toEqual([3, ['ASSAY1831']]);
    expect(existsSync(join(cwd, 'no'))).toBe(false);
  });

  test('an identifier that stays is warned of', async () => {
    const cwd = folderWith({ ...files, 'plan.yaml': plan('columns: {name: {do: keep}}') });
    const run = await assay(['mask', 'subject.yaml', '--plan', 'plan.yaml', '--lang', 'zh'], { cwd });
    expect([run.code, codesIn(run)]).toEqual([0, ['ASSAY1467']]);
    expect(run.stdout).toContain('脱敏');
  });
});
