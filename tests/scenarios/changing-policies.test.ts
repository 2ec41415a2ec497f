/** Tailoring, replay, diff and waivers from outside. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgedReport } from '../fixtures/judged-report.js';
import { LAW, WEAKENINGS } from '../fixtures/weakened.js';
import { assay, codesIn, folderWith } from './run.js';

const WAIVABLE = LAW.replace('maxAge: 365d', 'maxAge: 3650d');
const figure = (estimate: number) =>
  ({ estimate, unit: '1', n: 500, uncertainty: { kind: 'exact' }, basis: 'observed' }) as const;
const REPORT = judgedReport({ 'law.yaml': WAIVABLE }, 'law.yaml', {
  facts: { riskClass: 'high' },
  outputs: {
    'evaluation/holdout': {
      f1Macro: figure(0.75),
      recallMacro: figure(0.95),
      mcc: figure(0.8),
      ece: figure(0.02),
    },
  },
});
const SUBJECT = `apiVersion: assay/v1
kind: Subject
metadata: {name: credit-risk, version: "3.1.0"}
task: binary-classification
policies: [law.yaml]
`;

describe('a profile that weakens', () => {
  it('is refused, each way with the place of the layer below', async () => {
    const ways = WEAKENINGS.map((weakening, index) => ({ ...weakening, folder: `way${index}` }));
    const cwd = folderWith(
      Object.fromEntries(
        ways.flatMap(({ folder, files }) =>
          Object.entries({ 'law.yaml': LAW, ...files }).map(([name, text]) => [`${folder}/${name}`, text]),
        ),
      ),
    );
    const run = await assay(['validate', ...ways.map(({ folder }) => `${folder}/weaker.yaml`)], { cwd });
    expect(run.code).toBe(3);
    const blocks = run.stderr.split(/\n(?=.*ASSAY\d{4})/);
    for (const { way, code, line, below, folder } of ways) {
      const block = blocks.find((text) => text.includes(`${folder}/weaker.yaml:${line}:`));
      expect([way, block?.includes(code), block?.includes(`${folder}/${below}`)]).toEqual([way, true, true]);
    }
  });
});

describe('replay', () => {
  const text = JSON.stringify(REPORT);
  const cwd = folderWith({
    'whole.json': text,
    'verdict.json': text.replace('"verdict":"does-not-conform"', '"verdict":"conforms"'),
    'limit.json': text.replace('"limit":0.8', '"limit":0.7'),
    'half.json': text.slice(0, text.length / 2),
    'extra.json': text.replace('"verdict"', '"unknown":1,"verdict"'),
    'unread.json': JSON.stringify({
      apiVersion: 'assay/v1',
      kind: 'ReportList',
      reports: [{ kind: 'UnreadSubject', path: 's.yaml', findings: [] }],
    }),
    'newer.json': text.replace('assay/v1', 'assay/v2'),
    'older.json': JSON.stringify({
      ...REPORT,
      policy: { ...REPORT.policy, effective: { parameters: [], clauses: [] } },
    }),
    'list.json': JSON.stringify({ apiVersion: 'assay/v1', kind: 'ReportList', reports: [REPORT, REPORT] }),
  });

  it('gives the same verdict, with its status', async () => {
    const run = await assay(['replay', 'whole.json', 'list.json'], { cwd });
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(run.stdout.match(/gives this verdict again/g)).toHaveLength(3);
  });

  it('shows what was changed', async () => {
    const [verdict, limit] = await Promise.all(
      ['verdict.json', 'limit.json'].map((file) => assay(['replay', file], { cwd })),
    );
    expect([verdict!.code, limit!.code]).toEqual([1, 1]);
    expect(verdict!.stdout).toContain('The report says “conforms”; its evidence says “does not conform”.');
    expect(limit!.stdout).toMatch(/law\/GOOD\n +evidence\[0\]\.limit\n +- the report: 0\.7\n +\+ its evidence: 0\.8/);
    const json = await assay(['replay', 'limit.json', '--format', 'json'], { cwd });
    expect(JSON.parse(json.stdout)).toMatchObject({ replays: [{ same: false, again: 'does-not-conform' }] });
  });

  it.each([
    ['half.json', 'ASSAY1321'],
    ['extra.json', 'ASSAY1321'],
    ['nowhere.json', 'ASSAY1321'],
    ['unread.json', 'ASSAY1321'],
    ['newer.json', 'ASSAY1861'],
    ['older.json', 'ASSAY1860'],
  ])('%s is told apart', async (file, code) => {
    const run = await assay(['replay', file], { cwd });
    expect([run.code, codesIn(run), run.stdout]).toEqual([3, [code], '']);
  });
});

describe('diff', () => {
  const cwd = folderWith({
    'old.yaml': WAIVABLE,
    'new.yaml': WAIVABLE.replace('value: 0.8', 'value: 0.7')
      .replace('"1.0.0"', '"1.1.0"')
      .replace('value: 90', 'value: 99')
      .replace('holdout.ece', 'cv.logLoss')
      .replace('rules:\n', '  cv: {plugin: evaluation/cross-validation}\nrules:\n')
      .replace('{value: 0.05,', '{value: 0.6,'),
    'report.json': JSON.stringify(REPORT),
  });

  it('says what changed, what flips, and what would need measuring', async () => {
    const run = await assay(['diff', 'old.yaml', 'new.yaml', '--evidence', 'report.json'], { cwd });
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(run.stdout).toMatch(
      /▼ law\.least {2}limit or setting \(by −0\.1\)\n +0\.8 → 0\.7\n +old\.yaml:7 → new\.yaml:7/,
    );
    expect(run.stdout).toMatch(/▲ law\.share {2}limit or setting \(by \+9\)\n +90 % → 99 %/);
    expect(run.stdout).toMatch(/law\/GOOD +fail → pass/);
    expect(run.stdout).toMatch(/law\/SHARE +pass → fail/);
    expect(run.stdout).toMatch(/law\/KIND +needs measuring: evaluation\/cross-validation/);
    expect(run.stdout).toContain('The verdict stays “does not conform”.');
  });

  it('of a policy with itself: nothing, status 0', async () => {
    const run = await assay(['diff', 'old.yaml', 'old.yaml', '--evidence', 'report.json'], { cwd });
    expect([run.code, run.stdout.includes('Nothing changed.'), run.stdout.includes('stays')]).toEqual([0, true, true]);
    const gone = await assay(['diff', 'old.yaml', 'nowhere.yaml'], { cwd });
    expect([gone.code, codesIn(gone)]).toEqual([3, ['ASSAY1301']]);
  });
});

describe('waive', () => {
  const cwd = folderWith({
    'law.yaml': WAIVABLE,
    'subject.yaml': SUBJECT,
    '.assay/last/credit-risk.json': JSON.stringify({ ...REPORT, measurements: [] }),
  });
  const waive = (...args: string[]) => assay(['waive', ...args, '--as-of', '2026-11-24'], { cwd });

  it('drafts what others are to approve, from the last report', async () => {
    const run = await waive('GOOD', 'subject.yaml', '--ticket', 'RISK-1', '--days', '60', '--out', 'w.yaml');
    expect([run.code, run.stdout]).toEqual([0, '']);
    const text = readFileSync(join(cwd, 'w.yaml'), 'utf8');
    expect(text).toContain('In the last report, of 2026-11-24: fail.');
    expect(text).toMatch(/holdout\.f1Macro 0\.75; needs ≥ 0\.8/);
    expect(text).toContain('approvedBy: []  # 2 different people: [Name 1, Name 2]');
    expect(text).toContain('expires: "2027-01-23T00:00:00.000Z"');
    // Not to be used as it is: nobody has given a reason.
    const unread = await assay(['validate', 'w.yaml'], { cwd });
    expect(unread.code).toBe(3);
    writeFileSync(join(cwd, 'w2.yaml'), text.replace('reason: ""', 'reason: We retrain'));
    expect((await assay(['validate', 'w2.yaml'], { cwd })).code).toBe(0);
    const again = await waive('GOOD', 'subject.yaml', '--out', 'w.yaml');
    expect([again.code, codesIn(again)]).toEqual([3, ['ASSAY1803']]);
  });

  it('of a subject by its name, by the last report alone', async () => {
    const run = await waive('law/COST', 'credit-risk@^3', '--reason', 'A: "b"', '--lang', 'zh');
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('ASSAY1868');
    expect(run.stdout).toContain('subject: "credit-risk@^3"');
    expect(run.stdout).toContain('reason: "A: \\"b\\""');
  });

  it.each([
    [['SHARE', 'subject.yaml'], 'ASSAY1865'],
    [['GOOD', 'subject.yaml', '--days', '91'], 'ASSAY1866'],
    [['GOOD', 'Credit Risk@oops'], 'ASSAY1867'],
    [['BAD', 'subject.yaml'], 'ASSAY1309'],
  ])('%j is refused', async (args, code) => {
    const run = await waive(...args);
    expect([run.code, codesIn(run), run.stdout]).toEqual([3, [code], '']);
  });
});

describe('days', () => {
  const TRAINING = `apiVersion: assay/v1
kind: Standard
metadata: {id: law, version: "1.0.0", title: Law, publisher: Parliament}
parameters: {most: {value: 100, unit: kWh, tighten: down}}
measurements: {training: {plugin: energy/training}}
rules:
  - id: DATED
    title: The training took little energy
    level: shall
    basis: [declared]
    maxAge: 90d
    require: {"<=": [{var: training.energy}, {var: parameters.most}]}
  - id: LATER
    title: And less from the summer on
    level: shall
    basis: [declared]
    effectiveFrom: 2027-06-01
    require: {"<=": [{var: training.energy}, 10 ]}
  - id: SOON
    title: It is known what it covers
    level: shall
    basis: [observed]
    transition: {until: 2027-02-01}
    require: {"==": [{var: training.scope}, machine]}
`.replace('10 ]', '{var: parameters.most}]');
  const SUBJECT = (dated: string): string => `apiVersion: assay/v1
kind: Subject
metadata: {name: net, version: "1.0.0"}
task: binary-classification
training: {${dated}energy: {value: 50, unit: kWh}, region: SWE}
policies: [own.yaml]
`;
  const cwd = folderWith({
    'law.yaml': TRAINING,
    'own.yaml': `apiVersion: assay/v1
kind: Profile
metadata: {id: own, version: "1.0.0", title: Own}
imports: [{pack: law.yaml}]
tighten: {law/DATED: {maxAge: 60d, waiver: forbidden}}
`,
    'dated.yaml': SUBJECT('dated: 2026-11-01, '),
    'undated.yaml': SUBJECT(''),
  });
  const check = (subject: string, asOf: string) =>
    assay(['check', subject, '--as-of', asOf, '--cache', join(cwd, 'c')], { cwd });

  it('decide what counts, and what evidence is too old', async () => {
    const [now, soon, undated] = await Promise.all([
      check('dated.yaml', '2026-11-24'),
      check('dated.yaml', '2027-02-01'),
      check('undated.yaml', '2026-11-24'),
    ]);
    expect(now.code).toBe(0);
    expect(now.stdout).toMatch(/SOON .*should \(shall from 2027-02-01\)/);
    expect(now.stdout).toMatch(/Not in effect on this day\n.*LATER .* — in effect from 2027-06-01/);
    expect(soon.code).toBe(2);
    expect(soon.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'the evidence is of 2026-11-01 (training.dated), 92 days old, and may be 60 at most',
    );
    expect(undated.code).toBe(2);
    expect(undated.stdout).toContain('the evidence has no date (training.dated)');
  });

  it('are those that a measurement says, in the report, its replay and its pages', async () => {
    const policy = `apiVersion: assay/v1
kind: Standard
metadata: {id: bank, version: "1.0.0", title: Bank, publisher: Me}
measurements: {bank: {plugin: evaluation/question-bank}}
rules:
  - {id: UPDATED, title: It is updated, level: shall, maxAge: 31d, require: {">": [{var: bank.questions}, 0]}}
`;
    const subject = (revised: string): string => `apiVersion: assay/v1
kind: Subject
metadata: {name: bot, version: "1.0.0"}
task: text-generation
questions: {bank: {path: bank.jsonl${revised}}}
policies: [bank.yaml]
`;
    const files = folderWith({
      'bank.yaml': policy,
      'bank.jsonl': '{"text": "Who wrote Faust?"}\n',
      'dated.yaml': subject(', revised: 2026-11-01'),
      'undated.yaml': subject(''),
    });
    const check = (subject: string, day: string) => {
      const outputs = ['json', 'html'].flatMap((form) => ['--output', `${day}.${form}`]);
      return assay(['check', subject, '--as-of', day, ...outputs, '--lang', 'zh'], { cwd: files });
    };
    const [now, undated] = await Promise.all([
      check('dated.yaml', '2026-12-02'),
      assay(['check', 'undated.yaml', '--as-of', '2026-11-24'], { cwd: files }),
    ]);
    expect([now.code, undated.code]).toEqual([0, 2]);
    expect(undated.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'no date (questions.bank.revised), and may be 31 days old',
    );
    expect((await check('dated.yaml', '2026-12-03')).code).toBe(2);
    expect(JSON.parse(readFileSync(join(files, '2026-12-03.json'), 'utf8'))).toMatchObject({
      rules: [{ verdict: 'undetermined', cause: 'stale' }],
      measurements: [{ cached: true, dated: { of: 'questions.bank.revised', day: '2026-11-01' } }],
    });
    expect(readFileSync(join(files, '2026-12-03.html'), 'utf8')).toContain(
      '证据日期：2026-11-01（questions.bank.revised）',
    );
    const replayed = await assay(['replay', '2026-12-02.json', '2026-12-03.json'], { cwd: files });
    expect([replayed.code, replayed.stdout.match(/gives this verdict again/g)?.length]).toEqual([2, 2]);
  });

  it('are told beforehand, by plan and policy', async () => {
    const args = ['--as-of', '2026-11-24'];
    const [plan, policy, explained] = await Promise.all([
      assay(['plan', 'dated.yaml', ...args], { cwd }),
      assay(['policy', 'own.yaml', ...args], { cwd }),
      assay(['explain', 'SOON', '--policy', 'own.yaml', ...args], { cwd }),
    ]);
    expect(plan.stdout).toMatch(/LATER +not measured: in effect from 2027-06-01/);
    expect(plan.stdout).toMatch(/SOON +should \(shall from 2027-02-01\)/);
    expect(policy.stdout).toMatch(/DATED .*shall · may not be waived/);
    expect(policy.stdout).toContain('age of evidence lowered by own (own.yaml:5)');
    expect(policy.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Takes readings, answers of servers and dated evidence that are at most 60 days old.',
    );
    expect(explained.stdout).toContain('“Should” before 2027-02-01, “shall” from then on.');
  });
});
