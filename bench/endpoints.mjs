// A model behind a server: what the engine itself adds to 500 requests, 32 at a time, to a server in another process that
// takes a fixed time to answer whatever it is asked. Nobody could be done sooner than in ceil(500/32) times that.
//
//     npm run build && node bench/endpoints.mjs
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { Client } from '../dist/engine/subject/endpoint/client.js';
import { askRows } from '../dist/engine/subject/endpoint/ask-rows.js';
import { UsedDays } from '../dist/engine/subject/endpoint/used-days.js';
import { bookInMemory } from '../dist/engine/subject/endpoint/answer-book.js';
import { mlflow } from '../dist/engine/subject/endpoint/protocols/mlflow.js';

const [REQUESTS, CONCURRENCY, COLUMNS] = [500, 32, 20];
const DELAYS = [200, 1000, 0];

if (process.argv[2] === 'serve') serve();
else await bench();

function serve() {
  const server = createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => {
      const rows = JSON.parse(Buffer.concat(pieces)).dataframe_split.data.length;
      const body = JSON.stringify({ predictions: Array.from({ length: rows }, () => [0.25, 0.75]) });
      setTimeout(() => response.end(body), Number(new URL(request.url, 'http://x').searchParams.get('delay')));
    });
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
}

async function bench() {
  const child = fork(import.meta.filename, ['serve']);
  const port = await new Promise((resolve) => child.once('message', resolve));
  console.log(
    '| answer takes, ms | rows a request | seconds | ideal | share of ideal | processor time a request, ms | resident, MiB more |',
  );
  console.log('|---|---|---|---|---|---|---|');
  try {
    await measure(port, 0, 1);
    for (const delay of DELAYS)
      for (const batch of [1, 100]) console.log(`| ${(await measure(port, delay, batch)).join(' | ')} |`);
  } finally {
    child.kill();
  }
}

async function measure(port, delay, batch) {
  const url = `http://127.0.0.1:${port}/invocations?delay=${delay}`;
  const endpoint = { url, headers: {}, concurrency: CONCURRENCY, seconds: 60, attempts: 1, budget: {} };
  const rows = REQUESTS * batch;
  const columns = Array.from({ length: COLUMNS }, (_, column) => ({
    name: `c${column}`,
    type: 'numeric',
    roles: ['feature'],
    values: Float64Array.from({ length: rows }, (_row, row) => row + column / 7),
  }));
  const client = new Client(endpoint);
  const wire = await mlflow.open(client, { endpoint }, columns);
  const before = process.memoryUsage.rss();
  const cpu = process.cpuUsage();
  const since = performance.now();
  await askRows(client, wire, bookInMemory(), { columns, rows, batch }, new UsedDays());
  const seconds = (performance.now() - since) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const ideal = (Math.ceil(REQUESTS / CONCURRENCY) * delay) / 1000;
  client.close();
  return [
    delay,
    batch,
    seconds.toFixed(3),
    delay === 0 ? '–' : ideal.toFixed(3),
    delay === 0 ? '–' : `${((100 * ideal) / seconds).toFixed(1)} %`,
    ((user + system) / 1000 / REQUESTS).toFixed(3),
    Math.round((process.memoryUsage.rss() - before) / 2 ** 20),
  ];
}
