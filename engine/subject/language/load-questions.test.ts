import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fileSource } from '../../document/file-source.js';
import { loadSubject } from '../load-subject.js';
import type { LoadResult } from '../loaded.js';
import { openSubject } from '../open.js';
import type { Prompt } from './language-model.js';
import type { QuestionSet } from './question.js';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

type Files = Readonly<Record<string, string | Uint8Array>>;

async function load(use: string, files: Files = {}): Promise<LoadResult> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-questions-'));
  folders.push(folder);
  const head = 'apiVersion: assay/v1\nkind: Subject\nmetadata: {name: s, version: "1.0.0"}\ntask: text-generation\n';
  writeFileSync(join(folder, 'subject.yaml'), `${head}questions:\n  tasks: ${use}\n`);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return await loadSubject(fileSource(), join(folder, 'subject.yaml'));
}

async function open(use: string, files: Files): Promise<QuestionSet> {
  const { subject, diagnostics } = await load(use, files);
  expect(diagnostics).toEqual([]);
  const set = await openSubject(subject!.spec).questions('tasks');
  return set!;
}

const lines = (...values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n');
const JSONL = '{path: q.jsonl}';

describe('a set of questions', () => {
  it('is an input of the subject, part of its settings, and what it lacks no more', async () => {
    const { subject } = await load('{path: q.jsonl, template: "Q: {{text}}", revised: 2026-09-01}', {
      'q.jsonl': lines({ text: 'a' }, { text: 'b' }),
    });
    expect(subject!.inputs).toMatchObject([{ role: 'questions.tasks', path: 'q.jsonl', rows: 2 }]);
    expect(subject!.settings.questions).toMatchObject({
      tasks: { template: 'Q: {{text}}', scorer: { type: 'exact' } },
    });
    expect(JSON.stringify(subject!.settings)).not.toContain('q.jsonl');
    expect(subject!.lacks).not.toContain('questions');
    expect(JSON.parse(JSON.stringify(subject!.spec))).toEqual(subject!.spec);
  });

  it('has the parts that its lines have, and what else they hold as fields', async () => {
    const { questions, revised } = await open('{path: q.jsonl, revised: 2026-09-01}', {
      'q.jsonl': `\uFEFF${lines(
        {
          id: 'one',
          text: 'How many?',
          reference: 42,
          task: 'sums',
          group: 'en',
          riskClass: 'A1',
          cluster: 7,
          level: 3,
          deep: [1],
        },
        { prompt: '哪个？', choices: ['甲', '乙'], answer: 'B' },
        {
          messages: [
            { role: 'user', content: 'Hello' },
            { role: 'assistant', content: 'Hi' },
            { role: 'user', content: 'Bye' },
          ],
        },
      )}\r\n\n`,
    });
    expect(questions).toEqual([
      {
        id: 'one',
        text: 'How many?',
        references: ['42'],
        task: 'sums',
        group: 'en',
        riskClass: 'A1',
        cluster: '7',
        fields: { level: 3 },
      },
      {
        id: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        text: '哪个？',
        choices: ['甲', '乙'],
        answer: 1,
        references: ['乙'],
        fields: {},
      },
      {
        id: expect.any(String) as string,
        text: 'Bye',
        history: [
          { role: 'user', content: 'Hello' },
          { role: 'assistant', content: 'Hi' },
        ],
        references: [],
        fields: {},
      },
    ]);
    expect(revised).toBe('2026-09-01');
  });

  it('has ids of its own where lines without ids are the same', async () => {
    const { questions } = await open(JSONL, { 'q.jsonl': lines({ text: 'a' }, { text: 'a' }, { text: 'a' }) });
    const [first] = questions.map(({ id }) => id);
    expect(questions.map(({ id }) => id)).toEqual([first, `${first}-2`, `${first}-3`]);
  });

  it.each<[string, string, Files, unknown]>([
    [
      'ARC, nested and with labels',
      '{path: q.jsonl, columns: {text: question, choices: choices.text, labels: choices.label, answer: answerKey}}',
      { 'q.jsonl': lines({ question: 'Q', choices: { text: ['x', 'y'], label: ['1', '2'] }, answerKey: '2' }) },
      { text: 'Q', choices: ['x', 'y'], answer: 1 },
    ],
    [
      'SQuAD, nested references',
      '{path: q.jsonl, columns: {text: question, references: answers.text}}',
      { 'q.jsonl': lines({ question: 'Q', context: 'C', answers: { text: ['a', 'b'], answer_start: [1, 2] } }) },
      { text: 'Q', references: ['a', 'b'], fields: { context: 'C' } },
    ],
    [
      'GSM8K',
      '{path: q.jsonl, columns: {text: question, reference: answer}}',
      { 'q.jsonl': lines({ question: 'Q', answer: '2 + 2 = 4\n#### 4' }) },
      { references: ['2 + 2 = 4\n#### 4'], fields: {} },
    ],
    [
      'C-Eval in CSV, a column a choice',
      '{path: q.csv, columns: {text: question, choices: [A, B, C, D]}}',
      { 'q.csv': 'id,question,A,B,C,D,answer\n0,"问题, 一",甲,乙,丙,丁,C\n' },
      { id: '0', text: '问题, 一', choices: ['甲', '乙', '丙', '丁'], answer: 2 },
    ],
    [
      'CSV with a JSON list in a cell, an index, and another separator',
      '{path: q.csv, separator: ";"}',
      { 'q.csv': 'text;choices;answer;note\nQ;"[""x"",""y""]";0;\n' },
      { choices: ['x', 'y'], answer: 0, references: ['x'], fields: {} },
    ],
  ])('reads %s', async (_, use, files, expected) => {
    const { questions } = await open(use, files);
    expect(questions[0]).toMatchObject(expected as object);
  });
});

describe('Parquet', () => {
  const file = (name: string): Uint8Array =>
    readFileSync(new URL(`../../../tests/fixtures/questions/${name}`, import.meta.url));
  const use =
    '{path: q.parquet, columns: {text: question, choices: choices.text, labels: choices.label, answer: answerKey}}';

  it.each(['uncompressed', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4'])('is read, %s', async (compression) => {
    const { questions } = await open(use, { 'q.parquet': file(`arc.${compression}.parquet`) });
    expect(questions).toMatchObject([
      { id: 'Mercury_7175875', choices: ['Mars', 'the Moon', 'the Sun'], answer: 0, fields: { grade: 8, hard: false } },
      { id: 'MCAS_1', text: '哪一个是质数？', answer: 1, references: ['7'], fields: { hard: true } },
      { id: 'x', choices: ['a'.repeat(50), 'b'.repeat(400)], answer: 1, fields: { grade: '9007199254740993' } },
    ]);
  });

  it('that is damaged anywhere gives a fault or other questions, and never hangs', async () => {
    const whole = file('arc.snappy.parquet');
    for (let at = 3; at < whole.length; at += 61) {
      const bytes = whole.slice();
      bytes[at] = bytes[at]! ^ 0xff;
      const { subject, diagnostics } = await load(use, { 'q.parquet': at % 2 === 0 ? bytes : whole.slice(0, at) });
      expect(subject === undefined).toBe(diagnostics.length > 0);
    }
  });

  it('tells which row is no question', async () => {
    const { diagnostics } = await load('{path: q.parquet, columns: {text: nothing}}', {
      'q.parquet': file('arc.gzip.parquet'),
    });
    expect(diagnostics.map(({ code, message }) => [code, message.split(':')[0]])).toEqual([
      ['ASSAY1572', 'row 1'],
      ['ASSAY1572', 'row 2'],
      ['ASSAY1572', 'row 3'],
    ]);
  });
});

describe('what is sent', () => {
  const promptsOf = async (use: string, files: Files): Promise<readonly Prompt[]> => {
    const set = await open(use, files);
    return set.questions.map((question) => set.prompt(question));
  };
  const user = (content: string): unknown => ({ role: 'user', content });

  it('is the question, with its choices where they are asked for by letter', async () => {
    const question = { text: 'Q', choices: ['x', 'y'], answer: 0 };
    const of = async (scorer: string): Promise<unknown> =>
      (await promptsOf(`{path: q.jsonl, scorer: ${scorer}}`, { 'q.jsonl': lines(question) }))[0];
    expect(await of('{type: choice}')).toEqual({ messages: [user('Q\nA. x\nB. y')] });
    expect(await of('{type: choice, by: log-probability}')).toEqual({ messages: [user('Q')] });
  });

  it('is system message, examples with their answers, and the template around the question', async () => {
    const [prompt] = await promptsOf(
      '{path: q.jsonl, template: "{{ level }}: {{text}}", system: Be brief., examples: {path: few.jsonl, count: 1}}',
      {
        'q.jsonl': lines({ text: 'Q {{text}}', level: 2 }),
        'few.jsonl': lines({ text: 'E', level: 1, reference: 'R' }, { text: 'F', level: 1, reference: 'S' }),
      },
    );
    expect(prompt).toEqual({
      messages: [
        { role: 'system', content: 'Be brief.' },
        user('1: E'),
        { role: 'assistant', content: 'R' },
        user('2: Q {{text}}'),
      ],
    });
  });

  it('goes with the digest of the set', async () => {
    const files = {
      'q.jsonl': lines({ text: 'Q', reference: 'R' }),
      'few.jsonl': lines({ text: 'E', reference: 'R' }, { text: 'F', reference: 'R' }),
    };
    const uses = [
      '{path: q.jsonl}',
      '{path: q.jsonl, template: "Q: {{text}}"}',
      '{path: q.jsonl, system: x}',
      '{path: q.jsonl, scorer: {type: normalised}}',
      '{path: q.jsonl, examples: {path: few.jsonl}}',
      '{path: q.jsonl, examples: {path: few.jsonl, count: 1}}',
    ];
    const digests = [];
    for (const use of uses) digests.push((await open(use, files)).digest, (await open(use, files)).digest);
    expect(new Set(digests).size).toBe(uses.length);
  });
});

describe('every fault has its place', () => {
  const line = (...values: readonly unknown[]): Files => ({ 'q.jsonl': lines(...values) });
  it.each<[string, string, Files, readonly string[]]>([
    ['no file', JSONL, {}, ['ASSAY1400 subject.yaml:6']],
    ['a file outside', '{path: ../q.jsonl}', {}, ['ASSAY1401 subject.yaml:6']],
    ['an unknown form', '{path: q.txt}', { 'q.txt': 'a' }, ['ASSAY1570 subject.yaml:6']],
    ['an empty file', JSONL, { 'q.jsonl': '' }, ['ASSAY1578 q.jsonl:1']],
    ['empty lines alone', JSONL, { 'q.jsonl': '\n\n' }, ['ASSAY1578 q.jsonl:1']],
    ['UTF-16', JSONL, { 'q.jsonl': Buffer.from('\uFEFF{}', 'utf16le') }, ['ASSAY1405 q.jsonl:1']],
    ['Latin-1', JSONL, { 'q.jsonl': Buffer.from('{"text": "caf\xe9"}', 'latin1') }, ['ASSAY1405 q.jsonl:1']],
    ['a NUL', JSONL, { 'q.jsonl': '{"text": "\0"}' }, ['ASSAY1404 q.jsonl:1']],
    [
      'lines that are no JSON',
      JSONL,
      { 'q.jsonl': '{"text": "a"}\n{"text": \n[1]\n"x"\n' },
      ['ASSAY1571 q.jsonl:2', 'ASSAY1571 q.jsonl:3', 'ASSAY1571 q.jsonl:4'],
    ],
    [
      'a long line',
      JSONL,
      { 'q.jsonl': `{"text": "${'a'.repeat(5_000_000)}"}\n{"text": "b"}` },
      ['ASSAY1579 q.jsonl:1'],
    ],
    [
      'no text',
      JSONL,
      line({ text: 'a' }, { question: 'b' }, { text: ' ' }),
      ['ASSAY1572 q.jsonl:2', 'ASSAY1572 q.jsonl:3'],
    ],
    ['a text that is a list', JSONL, line({ text: ['a'] }), ['ASSAY1576 q.jsonl:1']],
    [
      'messages that end with the model',
      JSONL,
      line({ messages: [{ role: 'assistant', content: 'a' }] }),
      ['ASSAY1572 q.jsonl:1'],
    ],
    ['messages of nobody', JSONL, line({ messages: [{ role: 'tool', content: 'a' }] }), ['ASSAY1576 q.jsonl:1']],
    ['half a character', JSONL, { 'q.jsonl': '{"text": "\\ud800"}' }, ['ASSAY1576 q.jsonl:1']],
    ['an id twice', JSONL, line({ id: 1, text: 'a' }, { id: '1', text: 'b' }), ['ASSAY1573 q.jsonl:2']],
    [
      'an answer out of range',
      JSONL,
      line(
        { text: 'a', choices: ['x', 'y'], answer: 2 },
        { text: 'b', choices: ['x', 'y'], answer: 'C' },
        { text: 'c', choices: ['x', 'y'], answer: -1 },
      ),
      ['ASSAY1574 q.jsonl:1', 'ASSAY1574 q.jsonl:2', 'ASSAY1574 q.jsonl:3'],
    ],
    ['an answer that means two', JSONL, line({ text: 'a', choices: ['B', 'A'], answer: 'A' }), ['ASSAY1574 q.jsonl:1']],
    ['one choice', JSONL, line({ text: 'a', choices: ['x'], answer: 0 }), ['ASSAY1575 q.jsonl:1']],
    ['equal choices', JSONL, line({ text: 'a', choices: ['x', 'x'], answer: 0 }), ['ASSAY1575 q.jsonl:1']],
    [
      'an unknown field in the template',
      '{path: q.jsonl, template: "{{text}} {{levle}}"}',
      line({ text: 'a', level: 1 }),
      ['ASSAY1577 subject.yaml:6'],
    ],
    [
      'a field that one question lacks',
      '{path: q.jsonl, template: "{{text}} {{level}}"}',
      line({ text: 'a', level: 1 }, { text: 'b' }),
      ['ASSAY1577 q.jsonl:2'],
    ],
    ['braces alone', '{path: q.jsonl, template: "{{text"}', line({ text: 'a' }), ['ASSAY1577 subject.yaml:6']],
    [
      'an inherited field',
      '{path: q.jsonl, template: "{{text}}{{constructor}}"}',
      line({ text: 'a' }),
      ['ASSAY1577 subject.yaml:6'],
    ],
    [
      'an example without an answer',
      '{path: q.jsonl, examples: {path: few.jsonl}}',
      { ...line({ text: 'a' }), 'few.jsonl': lines({ text: 'b' }) },
      ['ASSAY1580 few.jsonl:1'],
    ],
    [
      'an example that is a question',
      '{path: q.jsonl, examples: {path: few.jsonl}}',
      { ...line({ text: 'a' }), 'few.jsonl': lines({ text: 'a', reference: 'b' }) },
      ['ASSAY1580 few.jsonl:1'],
    ],
    [
      'more examples than there are',
      '{path: q.jsonl, examples: {path: few.jsonl, count: 2}}',
      { ...line({ text: 'a' }), 'few.jsonl': lines({ text: 'b', reference: 'c' }) },
      ['ASSAY1580 subject.yaml:6'],
    ],
    [
      'a question that its scorer cannot score',
      '{path: q.jsonl, scorer: {type: normalised}}',
      line({ text: 'a', reference: 'b' }, { text: 'c' }),
      ['ASSAY1581 q.jsonl:2'],
    ],
    [
      'a reference that is no pattern',
      '{path: q.jsonl, scorer: {type: pattern}}',
      line({ text: 'a', reference: '(' }),
      ['ASSAY1581 q.jsonl:1'],
    ],
    [
      'a pattern with look-around',
      '{path: q.jsonl, scorer: {type: pattern, pattern: "a(?=b)"}}',
      line({ text: 'a' }),
      ['ASSAY1585 subject.yaml:6'],
    ],
    [
      'a schema that is none',
      '{path: q.jsonl, scorer: {type: json-schema, schema: {type: numbr}}}',
      line({ text: 'a' }),
      ['ASSAY1585 subject.yaml:6'],
    ],
    [
      'grades that are no scale',
      '{path: q.jsonl, scorer: {type: judge, grades: {from: 5, to: 1}}}',
      line({ text: 'a' }),
      ['ASSAY1585 subject.yaml:6'],
    ],
    [
      'a judge that does not see the answer',
      '{path: q.jsonl, scorer: {type: judge, template: "{{text}}?"}}',
      line({ text: 'a' }),
      ['ASSAY1577 subject.yaml:6'],
    ],
    [
      'a weight of no task',
      '{path: q.jsonl, weights: {law: 1, art: 1}}',
      line({ text: 'a', task: 'law' }),
      ['ASSAY1582 subject.yaml:6'],
    ],
    [
      'a task without a weight',
      '{path: q.jsonl, weights: {law: 1}}',
      line({ text: 'a', task: 'law' }, { text: 'b', task: 'art' }),
      ['ASSAY1582 subject.yaml:6'],
    ],
    ['CSV that is ragged', '{path: q.csv}', { 'q.csv': 'text,reference\na\n' }, ['ASSAY1410 q.csv:2']],
    [
      'CSV with a list that is none',
      '{path: q.csv}',
      { 'q.csv': 'text,choices,answer\na,x|y,0\n' },
      ['ASSAY1576 q.csv:2'],
    ],
    ['CSV with a header alone', '{path: q.csv}', { 'q.csv': 'text,reference\n' }, ['ASSAY1578 q.csv:1']],
    ['bytes that are no Parquet', '{path: q.parquet}', { 'q.parquet': 'PAR1' }, ['ASSAY1583 q.parquet']],
  ])('%s', async (_, use, files, expected) => {
    const { subject, diagnostics } = await load(use, files);
    const found = diagnostics.map(
      ({ code, file, range }) => `${code} ${file.split('/').at(-1)}${range ? `:${range.line}` : ''}`,
    );
    expect(found).toEqual(expected);
    expect(subject).toBeUndefined();
  });
});

it('a file that has changed since it was loaded is not asked from', async () => {
  const { subject } = await load(JSONL, { 'q.jsonl': lines({ text: 'a' }) });
  writeFileSync(subject!.spec.questions!.tasks!.file.path, lines({ text: 'b' }));
  await expect(openSubject(subject!.spec).questions('tasks')).rejects.toMatchObject({ unmeasured: 'failed' });
  expect(await openSubject(subject!.spec).questions('constructor')).toBeUndefined();
});
