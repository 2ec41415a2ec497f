import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonLines, loadSet } from '../../../tests/fixtures/question-sets.js';
import type { Files } from '../../../tests/fixtures/question-sets.js';
import { openSubject } from '../open.js';

const JSONL = '{path: q.jsonl}';

describe('every fault has its place', () => {
  const line = (...values: readonly unknown[]): Files => ({ 'q.jsonl': jsonLines(...values) });
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
      { ...line({ text: 'a' }), 'few.jsonl': jsonLines({ text: 'b' }) },
      ['ASSAY1580 few.jsonl:1'],
    ],
    [
      'an example that is a question',
      '{path: q.jsonl, examples: {path: few.jsonl}}',
      { ...line({ text: 'a' }), 'few.jsonl': jsonLines({ text: 'a', reference: 'b' }) },
      ['ASSAY1580 few.jsonl:1'],
    ],
    [
      'more examples than there are',
      '{path: q.jsonl, examples: {path: few.jsonl, count: 2}}',
      { ...line({ text: 'a' }), 'few.jsonl': jsonLines({ text: 'b', reference: 'c' }) },
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
    const { subject, diagnostics } = await loadSet(use, files);
    const found = diagnostics.map(
      ({ code, file, range }) => `${code} ${file.split('/').at(-1)}${range ? `:${range.line}` : ''}`,
    );
    expect(found).toEqual(expected);
    expect(subject).toBeUndefined();
  });
});

it('a file that has changed since it was loaded is not asked from', async () => {
  const { subject } = await loadSet(JSONL, { 'q.jsonl': jsonLines({ text: 'a' }) });
  writeFileSync(subject!.spec.questions!.tasks!.file.path, jsonLines({ text: 'b' }));
  await expect(openSubject(subject!.spec).questions('tasks')).rejects.toMatchObject({ unmeasured: 'failed' });
  expect(await openSubject(subject!.spec).questions('constructor')).toBeUndefined();
});
