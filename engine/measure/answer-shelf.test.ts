/** A book of answers in a folder; how it stands in a check is among the faults of servers (tests/endpoints). */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AnswerBook } from '../subject/endpoint/answer-book.js';
import { openShelf } from './answer-shelf.js';

test('is read a piece at a time, however long its lines', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shelf-'));
  const shelf = openShelf(folder);
  const kept = Array.from({ length: 9 }, (_, at) => [`k${at}`, JSON.stringify('答'.repeat(at * 100_000))] as const);
  for (const entry of kept) shelf.open('sha256:00').add([entry]);
  const again = openShelf(folder).open('sha256:00');
  expect([again.size, kept.every(([key, answer]) => again.get(key)?.answer === answer)]).toEqual([9, true]);
});

test('knows the day of an answer, and takes answers that were kept without', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shelf-'));
  const open = (): AnswerBook => openShelf(folder).open('sha256:00');
  open().add([['old', '1']]);
  open().add([
    ['new', '2', '2026-11-02'],
    ['again', '3', '2026-11-02'],
  ]);
  open().add([['again', '4', '2026-11-03']]);
  expect(['old', 'new', 'again', 'none'].map((key) => open().get(key))).toEqual([
    { answer: '1' },
    { answer: '2', day: '2026-11-02' },
    { answer: '4', day: '2026-11-03' },
    undefined,
  ]);
});
