/**
 * Answers of a real server, recorded and replayed. What was not recorded is refused: whoever changes what Assay sends
 * must record anew, with the server at RECORD_FROM (its base address).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listening } from './listening.js';

interface Exchange {
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly type: string;
  readonly answer: string;
}
interface Recording {
  readonly origin: Readonly<Record<string, string>>;
  readonly exchanges: readonly Exchange[];
}

export async function recorded(name: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const file = new URL(`../fixtures/endpoints/${name}.json`, import.meta.url);
  const { origin, exchanges } = JSON.parse(readFileSync(file, 'utf8')) as Recording;
  const real = process.env['RECORD_FROM'];
  const taken: Exchange[] = [];

  const asked = async (path: string, body: string): Promise<Exchange | undefined> => {
    const like = (one: Exchange): boolean => one.path === path && JSON.stringify(one.body) === body;
    if (real === undefined) return exchanges.find(like);
    const answer = await fetch(`${real}${path}`, { method: 'POST', body });
    const type = answer.headers.get('content-type') ?? '';
    taken.push({ path, body: JSON.parse(body), status: answer.status, type, answer: await answer.text() });
    return taken.at(-1);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const exchange = await asked(request.url!, await text(request));
    if (exchange === undefined) response.writeHead(400).end('this was not recorded');
    else response.writeHead(exchange.status, { 'content-type': exchange.type }).end(exchange.answer);
  };
  const { port, stop } = await listening(handle, (message) => ({ message }));
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await stop();
      if (real !== undefined) writeFileSync(file, `${JSON.stringify({ origin, exchanges: taken }, undefined, 2)}\n`);
    },
  };
}
