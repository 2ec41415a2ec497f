/** Servers that misbehave: no answer lost, no question asked twice, the cause told. */
import { afterEach, describe, expect, test } from 'vitest';
import { mkdtempSync, readFileSync, readdirSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openShelf } from '../../engine/measure/answer-shelf.js';
import { openSubject } from '../../engine/subject/open.js';
import type { OpenOptions } from '../../engine/subject/open.js';
import type { ModelFault } from '../../engine/subject/view.js';
import { startModelServer } from './model-server.js';
import type { Mischief } from './listening.js';
import type { ModelServer } from './model-server.js';
import { loadServed } from './served-subject.js';

let server: ModelServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const ROWS = 80;
const BATCH = 8;

interface Asked {
  readonly kept: OpenOptions;
  readonly folder: string;
  /** Predictions on the test rows, by a process of its own. */
  ask(options?: OpenOptions): Promise<unknown>;
  fault(options?: OpenOptions): Promise<ModelFault>;
}

async function serve(mischief: Mischief, more = ''): Promise<Asked & { readonly server: ModelServer }> {
  server = await startModelServer(mischief);
  const model = `protocol: open-inference, url: "${server.origin}/v2/models/small", batch: ${BATCH}${more}`;
  const { subject, diagnostics } = await loadServed(model, ROWS);
  expect(diagnostics).toEqual([]);
  const folder = mkdtempSync(join(tmpdir(), 'assay-answers-'));
  const kept = { answers: openShelf(folder) };
  const ask = async (options: OpenOptions = kept): Promise<unknown> => {
    const view = openSubject(subject!.spec, options);
    try {
      return await view.predictions('test');
    } finally {
      await (await view.model().catch(() => undefined))?.close();
    }
  };
  const fault = async (options?: OpenOptions): Promise<ModelFault> =>
    ask(options).then(
      () => expect.fail('it answered'),
      (error: ModelFault) => error,
    );
  return { server, kept, folder, ask, fault };
}

/** Nothing else is answered. */
const done = (done: unknown): boolean => done !== null;

/** Every row was answered once. */
function askedOnce({ rows }: ModelServer): void {
  expect(new Set(rows).size).toBe(ROWS);
  expect(rows.length).toBe(ROWS);
}

const once = (nth: readonly number[], mischief: Mischief): Mischief => {
  return (request, response, at, answer) => (nth.includes(at) ? mischief(request, response, at, answer) : undefined);
};

test('answers that an earlier measurement asked for are of their day for the next one too', async () => {
  server = await startModelServer();
  const { subject } = await loadServed(`protocol: open-inference, url: "${server.origin}/v2/models/small"`, ROWS);
  const view = openSubject(subject!.spec);
  const day = new Date().toISOString().slice(0, 10);
  expect(view.answered()).toBeUndefined();
  for (let measurement = 0; measurement < 2; measurement++) {
    await view.predictions('test');
    expect(view.answered()).toEqual({ from: day, to: day });
  }
  const model = (await view.model())!;
  await model.predict((await view.table('test'))!);
  expect([view.answered(), view.answered()]).toEqual([{ from: day, to: day }, undefined]);
  await model.close();
  askedOnce(server);
});

describe('what passes is asked again', () => {
  test.each<[string, Mischief]>([
    ['429 with Retry-After in seconds', (_, response) => done(response.writeHead(429, { 'retry-after': '1' }).end())],
    [
      '503 with Retry-After as a date',
      (_, response) =>
        done(response.writeHead(503, { 'retry-after': new Date(Date.now() + 1000).toUTCString() }).end()),
    ],
    ['503 without', (_, response) => done(response.writeHead(503).end('{}'))],
    ['a connection cut before the answer', (request) => done(request.socket.destroy())],
    [
      'a connection cut half way',
      (request, response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('{"model_name":"small","outp');
        setTimeout(() => request.socket.destroy(), 20);
        return true;
      },
    ],
  ])('%s', async (_, mischief) => {
    const { server: asked, ask } = await serve(once([1, 4], mischief));
    await ask();
    askedOnce(asked);
    const before = asked.requests.length;
    await ask();
    askedOnce(asked);
    expect(asked.requests.slice(before).map(({ method }) => method)).toEqual(['GET']);
  });

  test('Retry-After stops everybody', async () => {
    const times: number[] = [];
    const { ask } = await serve((_, response, nth) => {
      times.push(performance.now());
      if (nth > 0) return undefined;
      response.writeHead(429, { 'retry-after': '1' }).end();
      return true;
    }, ', concurrency: 2');
    await ask();
    // The second was under way already.
    expect(times[2]! - times[0]!).toBeGreaterThan(950);
  });

  test('a slow server', async () => {
    const { server: asked, ask } = await serve((_, response, nth, answer) => {
      setTimeout(() => response.writeHead(200).end(JSON.stringify(answer())), 100 + nth);
      return true;
    });
    await ask();
    askedOnce(asked);
  });

  test('a server that dies half way and comes back', async () => {
    let down: Promise<void> | undefined;
    const { server: asked, ask } = await serve((_, __, nth) => {
      if (nth !== 5) return undefined;
      down = asked
        .stop()
        .then(() => new Promise<void>((resolve) => setTimeout(resolve, 700)))
        .then(() => asked.restart());
      return true;
    }, ', concurrency: 2');
    await ask();
    await down;
    askedOnce(asked);
  }, 20_000);
});

describe('what does not pass is told', () => {
  test.each<[string, Mischief, string, RegExp, string?]>([
    ['invalid JSON', (_, response) => done(response.end('{"outputs": [NaN')), 'failed', /no JSON/],
    [
      'ten megabytes',
      (_, response) => done(response.end('x'.repeat(10 * 2 ** 20))),
      'failed',
      /more than 8388608 bytes/,
    ],
    [
      'another model',
      (_, response) => done(response.end(JSON.stringify({ model_name: 'large', outputs: [] }))),
      'failed',
      /answers as model large; small was asked/,
    ],
    [
      'another version',
      (_, response, __, answer) => done(response.end(JSON.stringify({ ...(answer() as object), model_version: '4' }))),
      'failed',
      /small@4; small@3 was asked/,
    ],
    [
      'too few rows',
      (_, response) =>
        done(
          response.end(
            JSON.stringify({
              model_name: 'small',
              outputs: [{ name: 'scores', shape: [1, 2], datatype: 'FP32', data: [0, 1] }],
            }),
          ),
        ),
      'failed',
      /shape \[1,2\] for 8 rows/,
    ],
    [
      'a redirect to another host',
      (_, response) => done(response.writeHead(307, { location: 'http://203.0.113.9/' }).end()),
      'failed',
      /redirects are not followed/,
    ],
    [
      'a refusal',
      (_, response) => done(response.writeHead(400).end('{"error":"no such input"}')),
      'failed',
      /400: .*no such input/,
    ],
    [
      '503 for ever',
      (_, response) => done(response.writeHead(503).end()),
      'failed',
      /503 \(after 2 attempts\)/,
      ', attempts: 2',
    ],
    ['no answer', () => true, 'timed-out', /no answer within the time limit/, ', attempts: 1, timeout: 0.3'],
    [
      'a wait of a day',
      (_, response) => done(response.writeHead(429, { 'retry-after': '86400' }).end()),
      'failed',
      /asks to wait 86400 s/,
    ],
  ])('%s', async (_, mischief, cause, message, more = '') => {
    const {
      server: asked,
      fault,
      ask,
    } = await serve((request, response, nth, answer) => {
      return !healed && nth >= 3 ? mischief(request, response, nth, answer) : undefined;
    }, more);
    let healed = false;
    const found = await fault();
    expect(found).toMatchObject({ unmeasured: cause });
    expect(found.message).toMatch(message);
    // What was answered before is kept: the second run asks for the rest alone.
    healed = true;
    await ask();
    expect(new Set(asked.rows).size).toBe(ROWS);
    if (_ !== 'another version') expect(asked.rows.length).toBe(ROWS);
  });
});

describe('budgets', () => {
  test('of requests', async () => {
    const { server: asked, fault, ask } = await serve(() => undefined, ', budget: {requests: 7}');
    expect(await fault()).toMatchObject({ unmeasured: 'budget' });
    expect(asked.requests.length).toBe(7);
    await ask();
    askedOnce(asked);
  });

  test('of seconds', async () => {
    const { fault } = await serve(() => true, ', budget: {seconds: 0.5}');
    const since = performance.now();
    expect(await fault()).toMatchObject({ unmeasured: 'budget' });
    expect(performance.now() - since).toBeLessThan(3000);
  });
});

describe('secrets', () => {
  const headers = ', headers: {Authorization: {environment: ASSAY_TEST_KEY, prefix: "Bearer "}}';

  test('go to the server and nowhere else', async () => {
    process.env['ASSAY_TEST_KEY'] = 'sesame-9431';
    const {
      server: asked,
      fault,
      folder,
    } = await serve((request, response, nth) => {
      if (nth < 3) return undefined;
      response.writeHead(403).end(`bad ${request.headers.authorization}`);
      return true;
    }, headers);
    const found = await fault();
    expect(asked.requests.every((request) => request.headers['authorization'] === 'Bearer sesame-9431')).toBe(true);
    expect(found.message).toContain('403');
    expect(found.message).not.toContain('sesame');
    expect(logOf(folder)).not.toContain('sesame');
    delete process.env['ASSAY_TEST_KEY'];
  });

  test('that are not set are told', async () => {
    const { fault, server: asked } = await serve(() => undefined, headers);
    expect(await fault()).toMatchObject({
      unmeasured: 'unsupported',
      message: expect.stringContaining('ASSAY_TEST_KEY'),
    });
    expect(asked.requests).toEqual([]);
  });
});

const logOf = (folder: string): string =>
  readdirSync(join(folder, 'answers'))
    .map((name) => readFileSync(join(folder, 'answers', name), 'utf8'))
    .join('');

test('a line that a killed process left unfinished is asked again, and nothing else', async () => {
  const { server: asked, ask, fault, folder, kept } = await serve(() => undefined, ', budget: {requests: 7}');
  await fault();
  const [name] = readdirSync(join(folder, 'answers'));
  appendFileSync(join(folder, 'answers', name!), '0123456789abcdef [["torn');
  await ask({ answers: openShelf(folder) });
  await ask(kept);
  askedOnce(asked);
  // No row stands in it.
  expect(logOf(folder)).not.toContain(String((JSON.parse(asked.rows[0]!) as number[])[0]));
});

test('rows that are equal are asked once', async () => {
  const { server: asked, kept } = await serve(() => undefined);
  const model = `protocol: open-inference, url: "${asked.origin}/v2/models/small"`;
  const { subject } = await loadServed(model, ROWS);
  const view = openSubject(subject!.spec, kept);
  const table = (await view.table('test'))!;
  const doubled = {
    ...table,
    rowCount: 2,
    columns: table.columns.map((column) =>
      column.type === 'numeric'
        ? { ...column, values: Float64Array.of(1, 1) }
        : { ...column, codes: Int32Array.of(0, 0) },
    ),
  };
  const answers = await (await view.model())!.predict(doubled);
  expect(asked.rows.length).toBe(1);
  expect(answers.kind === 'classes' && answers.labels.length).toBe(2);
});
