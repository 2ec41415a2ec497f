import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Publisher } from './publisher.js';

/** A publisher of a text that is changed from outside, with what it diagnosed. */
function publisherOf(rests: readonly string[] = []) {
  let text = '';
  const diagnosed: string[] = [];
  const published: string[] = [];
  const publisher = new Publisher({
    diagnose: (path) => {
      diagnosed.push(`${path} ${text}`);
      const diagnostics = [{ code: 'ASSAY1001', severity: 'error', message: text, file: '' } as const];
      return { diagnostics, rests: new Set(rests) };
    },
    publish: (path, [first]) => published.push(`${path} ${first?.message ?? 'none'}`),
  });
  const type = (next: string): void => {
    text = next;
    publisher.changed('a');
  };
  const quiet = async (): Promise<void> => {
    for (let turns = 0; turns < 6; turns += 1) await turn();
  };
  return { publisher, type, quiet, diagnosed, published };
}

test('changes of one turn of the event loop after the other are diagnosed together, the last of them', async () => {
  const { type, quiet, diagnosed, published } = publisherOf();
  for (const text of ['x', 'xy', 'xyz']) {
    type(text);
    await turn();
  }
  await quiet();
  expect(diagnosed).toEqual(['a xyz']);
  expect(published).toEqual(['a xyz']);
});

test('a change after a run has its own, at once', async () => {
  const { type, quiet, diagnosed } = publisherOf();
  type('x');
  await quiet();
  type('y');
  await quiet();
  expect(diagnosed).toEqual(['a x', 'a y']);
});

test('a document that is closed or a server that is told to stop publishes nothing more', async () => {
  const closed = publisherOf();
  closed.type('x');
  closed.publisher.closed('a');
  await closed.quiet();
  expect(closed.diagnosed).toEqual([]);
  const stopped = publisherOf();
  stopped.type('x');
  stopped.publisher.stop();
  await stopped.quiet();
  expect(stopped.published).toEqual([]);
});

test('a document that rests on a changed file is diagnosed again', async () => {
  const { publisher, type, quiet, diagnosed } = publisherOf(['b']);
  type('x');
  await quiet();
  publisher.dependents('b');
  publisher.dependents('c');
  await quiet();
  expect(diagnosed).toEqual(['a x', 'a x']);
});
