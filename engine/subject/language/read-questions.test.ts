import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonLines, loadSet, openSet } from '../../../tests/fixtures/question-sets.js';
import { HOSTILE_STRINGS } from '../../../tests/hostile-strings.js';
import { readQuestions } from './read-questions.js';

describe('Parquet', () => {
  const file = (name: string): Uint8Array =>
    readFileSync(new URL(`../../../tests/fixtures/questions/${name}`, import.meta.url));
  const use =
    '{path: q.parquet, columns: {text: question, choices: choices.text, labels: choices.label, answer: answerKey}}';

  it.each(['uncompressed', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4'])('is read, %s', async (compression) => {
    const { questions } = await openSet(use, { 'q.parquet': file(`arc.${compression}.parquet`) });
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
      const { subject, diagnostics } = await loadSet(use, { 'q.parquet': at % 2 === 0 ? bytes : whole.slice(0, at) });
      expect(subject === undefined).toBe(diagnostics.length > 0);
    }
  });

  it('tells which row is no question', async () => {
    const { diagnostics } = await loadSet('{path: q.parquet, columns: {text: nothing}}', {
      'q.parquet': file('arc.gzip.parquet'),
    });
    expect(diagnostics.map(({ code, message }) => [code, message.split(':')[0]])).toEqual([
      ['ASSAY1572', 'row 1'],
      ['ASSAY1572', 'row 2'],
      ['ASSAY1572', 'row 3'],
    ]);
  });
});

describe('hostile files', () => {
  it.each(Object.entries(HOSTILE_STRINGS).filter(([, text]) => text !== '' && !/\p{Cs}/u.test(text)))(
    'with %s are asked as they are',
    async (_, text) => {
      const set = await openSet('{path: q.jsonl, template: "<{{text}}|{{note}}>"}', {
        'q.jsonl': jsonLines({ text, note: text, id: text }),
      });
      expect(set.prompt(set.questions[0]!)).toEqual({ messages: [{ role: 'user', content: `<${text}|${text}>` }] });
    },
  );

  it('of any values are questions or faults', async () => {
    const part = fc.constantFrom(
      'id',
      'text',
      'prompt',
      'messages',
      'reference',
      'references',
      'choices',
      'labels',
      'answer',
      'task',
      '__proto__',
      'x',
    );
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom<unknown>('Q', 0, 'A', ['x', 'y'], [{ role: 'user', content: 'Q' }]),
    );
    const questions = fc.array(fc.array(fc.tuple(part, value), { maxLength: 6 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(questions, fc.constantFrom('jsonl' as const, 'csv' as const), async (entries, format) => {
        const text = entries
          .map((of) => `{${of.map(([name, one]) => `${JSON.stringify(name)}: ${JSON.stringify(one)}`).join()}}`)
          .join('\n');
        const read = await readQuestions({ bytes: Buffer.from(text), file: 'q', format, separator: ',' }, {});
        expect(read.questions.length > 0 || read.faults.some).toBe(true);
        for (const { question } of read.questions) {
          expect(question.text.trim()).not.toBe('');
          expect(question.answer ?? 0).toBeLessThan(question.choices?.length ?? 1);
        }
      }),
    );
  });

  it('of any bytes are faults', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array(),
        fc.constantFrom('jsonl' as const, 'csv' as const, 'parquet' as const),
        async (bytes, format) => {
          const { questions, faults } = await readQuestions({ bytes, file: 'q', format, separator: ',' }, {});
          expect(questions.length > 0 || faults.some).toBe(true);
        },
      ),
    );
  });
});
