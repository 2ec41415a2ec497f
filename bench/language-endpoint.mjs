// A language model behind a server: what the engine itself adds to 500 questions, 32 at a time, to a server in another
// process that takes a fixed time to answer whatever it is asked. Nobody could be done sooner than in ceil(500/32) times
// that. Answers are kept on the disk as in a check; then all is asked again, of the book alone.
//
//     npm run build && node bench/language-endpoint.mjs
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openShelf } from '../dist/engine/measure/answer-shelf.js';
import { openLanguageModel } from '../dist/engine/subject/language/open-language-model.js';

const [QUESTIONS, CONCURRENCY, TOKENS] = [500, 32, 64];
const DELAYS = [200, 1000];

if (process.argv[2] === 'serve') serve();
else await bench();

/** Answers of 64 tokens, at once or token by token: the first at half of the time, the rest evenly to the end. */
function serve() {
  const usage = { prompt_tokens: 200, completion_tokens: TOKENS, total_tokens: 200 + TOKENS };
  const event = (choice) =>
    `data: ${JSON.stringify({ model: 'm', choices: [{ index: 0, finish_reason: null, ...choice }] })}\n\n`;
  const server = createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => {
      const delay = Number(request.url.split('/')[1]);
      if (!JSON.parse(Buffer.concat(pieces)).stream) {
        const message = { role: 'assistant', content: ' word'.repeat(TOKENS) };
        const choices = [{ index: 0, message, finish_reason: 'stop' }];
        return setTimeout(() => response.end(JSON.stringify({ model: 'm', choices, usage })), delay);
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const since = performance.now();
      let sent = 0;
      const step = () => {
        const due = Math.min(TOKENS, Math.floor(((performance.now() - since) / delay - 0.5) * 2 * TOKENS) + 1);
        while (sent < due) {
          response.write(event({ delta: { content: ' word' } }));
          sent += 1;
        }
        const left = delay - (performance.now() - since);
        if (left > 0) return setTimeout(step, Math.min(10, Math.ceil(left)));
        const last = `data: ${JSON.stringify({ model: 'm', choices: [], usage })}\n\ndata: [DONE]\n\n`;
        return response.end(event({ delta: {}, finish_reason: 'stop' }) + last);
      };
      setTimeout(step, delay / 2);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
}

async function bench() {
  const child = fork(import.meta.filename, ['serve']);
  const port = await new Promise((resolve) => child.once('message', resolve));
  console.log(
    '| answer takes, ms | comes | seconds | ideal | share of ideal | processor time a question, ms | resident, MiB more | again, from the book, ms a question | load |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  try {
    await measure(port, 1, false);
    for (const delay of DELAYS)
      for (const stream of [false, true]) console.log(`| ${(await measure(port, delay, stream)).join(' | ')} |`);
  } finally {
    child.kill();
  }
}

async function measure(port, delay, stream) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  const endpoint = {
    url: `http://127.0.0.1:${port}/${delay}/v1`,
    headers: {},
    concurrency: CONCURRENCY,
    seconds: 60,
    attempts: 1,
    budget: {},
  };
  const spec = {
    format: 'openai',
    endpoint,
    name: 'm',
    interface: 'chat',
    stream,
    generation: { temperature: 0, maxTokens: TOKENS, maxTokensField: 'max_tokens' },
  };
  const text = 'A question of about two hundred tokens. '.repeat(25);
  const ask = async (model) =>
    await Promise.all(
      Array.from({ length: QUESTIONS }, (_, at) =>
        model.ask({ messages: [{ role: 'user', content: `${text}${at}` }] }),
      ),
    );
  try {
    const model = openLanguageModel(spec, { answers: openShelf(folder) });
    const before = process.memoryUsage.rss();
    const cpu = process.cpuUsage();
    const since = performance.now();
    await ask(model);
    const seconds = (performance.now() - since) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const grown = process.memoryUsage.rss() - before;
    await model.close();
    const again = openLanguageModel(spec, { answers: openShelf(folder) });
    const then = performance.now();
    await ask(again);
    const recalled = (performance.now() - then) / QUESTIONS;
    if (again.spent.requests > 0) throw new Error('it asked again');
    const ideal = (Math.ceil(QUESTIONS / CONCURRENCY) * delay) / 1000;
    return [
      delay,
      stream ? 'token by token' : 'at once',
      seconds.toFixed(2),
      ideal.toFixed(2),
      `${((100 * ideal) / seconds).toFixed(1)} %`,
      ((user + system) / 1000 / QUESTIONS).toFixed(2),
      Math.round(grown / 2 ** 20),
      recalled.toFixed(2),
      loadavg()[0].toFixed(1),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
