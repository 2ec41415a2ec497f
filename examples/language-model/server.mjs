/**
 * Serves the model and its judge by OpenAI's protocol: /v1/models, /v1/chat/completions, /v1/completions, /v1/embeddings.
 *
 *   node examples/language-model/server.mjs [--port 8123] [--host 127.0.0.1]
 */
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { openJudge } from './judge.mjs';
import { openLanguageModel } from './language-model.mjs';
import { protocolOf, RequestFault } from './protocol.mjs';

const BODY = 1024 * 1024;

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8123' }, host: { type: 'string', default: '127.0.0.1' } },
});
const model = await openLanguageModel();
const routes = protocolOf([model, openJudge(model.tokens)]);

const server = createServer(async (request, response) => {
  try {
    const path = new URL(request.url, 'http://server').pathname;
    const route = routes[path] ?? (path.startsWith('/v1/models/') ? routes['/v1/models/'] : undefined);
    if (route === undefined) throw new RequestFault(404, `There is nothing at ${path}.`);
    if (route.method !== request.method) throw new RequestFault(405, `${path} takes ${route.method}.`);
    const body = route.method === 'POST' ? await bodyOf(request) : path;
    await route.answer(body, writerOf(response));
  } catch (fault) {
    if (!(fault instanceof RequestFault)) console.error(fault);
    if (response.headersSent) return response.destroy();
    const {
      status,
      message,
      param = null,
      code = null,
    } = fault instanceof RequestFault ? fault : { status: 500, message: 'The server failed.' };
    if (!request.complete) response.setHeader('connection', 'close');
    const type = status < 500 ? 'invalid_request_error' : 'server_error';
    send(response, status, { error: { message, type, param, code } });
  }
});

async function bodyOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY) throw new RequestFault(413, `A request has at most ${BODY} bytes.`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new RequestFault(400, 'The body is not JSON.');
  }
}

function send(response, status, value) {
  const text = JSON.stringify(value);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text);
}

/** One answer, or a stream of events (WHATWG HTML, server-sent events) that ends with [DONE]. */
const writerOf = (response) => ({
  send: (value) => send(response, 200, value),
  event(value) {
    if (!response.headersSent)
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    response.write(`data: ${JSON.stringify(value)}\n\n`);
  },
  done: () => response.end('data: [DONE]\n\n'),
  /** Nobody listens any more. */
  gone: () => response.destroyed,
});

server.once('error', ({ message }) => {
  console.error(message);
  process.exitCode = 1;
});
server.listen(Number(values.port), values.host, () => {
  console.log(`http://${values.host}:${server.address().port}/v1`);
});
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => server.close(() => process.exit()).closeAllConnections());
