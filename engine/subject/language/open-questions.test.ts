import { describe, expect, it } from 'vitest';
import { jsonLines, loadSet, openSet } from '../../../tests/fixtures/question-sets.js';
import type { Files } from '../../../tests/fixtures/question-sets.js';
import { openSubject } from '../open.js';
import type { Prompt } from './language-model.js';
import { openQuestions } from './open-questions.js';

const JSONL = '{path: q.jsonl}';

describe('a set of questions', () => {
  it('is an input of the subject, part of its settings, and what it lacks no more', async () => {
    const { subject } = await loadSet('{path: q.jsonl, template: "Q: {{text}}", revised: 2026-09-01}', {
      'q.jsonl': jsonLines({ text: 'a' }, { text: 'b' }),
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
    const { questions, revised } = await openSet('{path: q.jsonl, revised: 2026-09-01}', {
      'q.jsonl': `\uFEFF${jsonLines(
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
    const { questions } = await openSet(JSONL, { 'q.jsonl': jsonLines({ text: 'a' }, { text: 'a' }, { text: 'a' }) });
    const [first] = questions.map(({ id }) => id);
    expect(questions.map(({ id }) => id)).toEqual([first, `${first}-2`, `${first}-3`]);
  });

  it.each<[string, string, Files, unknown]>([
    [
      'ARC, nested and with labels',
      '{path: q.jsonl, columns: {text: question, choices: choices.text, labels: choices.label, answer: answerKey}}',
      { 'q.jsonl': jsonLines({ question: 'Q', choices: { text: ['x', 'y'], label: ['1', '2'] }, answerKey: '2' }) },
      { text: 'Q', choices: ['x', 'y'], answer: 1 },
    ],
    [
      'SQuAD, nested references',
      '{path: q.jsonl, columns: {text: question, references: answers.text}}',
      { 'q.jsonl': jsonLines({ question: 'Q', context: 'C', answers: { text: ['a', 'b'], answer_start: [1, 2] } }) },
      { text: 'Q', references: ['a', 'b'], fields: { context: 'C' } },
    ],
    [
      'GSM8K',
      '{path: q.jsonl, columns: {text: question, reference: answer}}',
      { 'q.jsonl': jsonLines({ question: 'Q', answer: '2 + 2 = 4\n#### 4' }) },
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
    const { questions } = await openSet(use, files);
    expect(questions[0]).toMatchObject(expected as object);
  });
});

describe('what is sent', () => {
  const promptsOf = async (use: string, files: Files): Promise<readonly Prompt[]> => {
    const set = await openSet(use, files);
    return set.questions.map((question) => set.prompt(question));
  };
  const user = (content: string): unknown => ({ role: 'user', content });

  it('is the question, with its choices where they are asked for by letter', async () => {
    const question = { text: 'Q', choices: ['x', 'y'], answer: 0 };
    const of = async (scorer: string): Promise<unknown> =>
      (await promptsOf(`{path: q.jsonl, scorer: ${scorer}}`, { 'q.jsonl': jsonLines(question) }))[0];
    expect(await of('{type: choice}')).toEqual({ messages: [user('Q\nA. x\nB. y')] });
    expect(await of('{type: choice, by: log-probability}')).toEqual({ messages: [user('Q')] });
  });

  it('is system message, examples with their answers, and the template around the question', async () => {
    const [prompt] = await promptsOf(
      '{path: q.jsonl, template: "{{ level }}: {{text}}", system: Be brief., examples: {path: few.jsonl, count: 1}}',
      {
        'q.jsonl': jsonLines({ text: 'Q {{text}}', level: 2 }),
        'few.jsonl': jsonLines({ text: 'E', level: 1, reference: 'R' }, { text: 'F', level: 1, reference: 'S' }),
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

  it('is one text for a model that completes texts', async () => {
    const { subject } = await loadSet(
      '{path: q.jsonl, template: "Q: {{text}}\\nA:", system: Be brief., examples: {path: few.jsonl}}',
      {
        'q.jsonl': jsonLines(
          { text: 'Q' },
          {
            messages: [
              { role: 'user', content: 'H' },
              { role: 'user', content: 'Q' },
            ],
          },
        ),
        'few.jsonl': jsonLines({ text: 'E', reference: 'R' }),
      },
    );
    const { questions, prompt, digest } = await openQuestions('tasks', subject!.spec.questions!.tasks!, 'completions');
    expect(questions.map(prompt)).toEqual([
      { text: 'Be brief.\n\nQ: E\nA: R\n\nQ: Q\nA:' },
      { text: 'Be brief.\n\nQ: E\nA: R\n\nH\n\nQ: Q\nA:' },
    ]);
    expect(digest).not.toBe((await openSubject(subject!.spec).questions('tasks'))!.digest);
  });

  it('goes with the digest of the set', async () => {
    const files = {
      'q.jsonl': jsonLines({ text: 'Q', reference: 'R' }),
      'few.jsonl': jsonLines({ text: 'E', reference: 'R' }, { text: 'F', reference: 'R' }),
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
    for (const use of uses) digests.push((await openSet(use, files)).digest, (await openSet(use, files)).digest);
    expect(new Set(digests).size).toBe(uses.length);
  });
});
