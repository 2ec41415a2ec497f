/**
 * One HTTP exchange by Node's own client. Redirects are never followed, no proxy is asked, answers come uncompressed,
 * and certificates are verified whatever `NODE_TLS_REJECT_UNAUTHORIZED` says.
 */
import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';

export interface Exchange {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON: it is posted. Without it the address is read. */
  readonly body?: string;
  readonly seconds: number;
  readonly maxBytes: number;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As they came; seconds since the request was sent. */
  readonly pieces: readonly { readonly bytes: Buffer; readonly seconds: number }[];
  /** From the request to the answer's end. */
  readonly seconds: number;
}

/** `again`: the fault lies with the connection and may pass. `refused`: nobody took the request. */
export type Ended =
  | ({ readonly kind: 'answered' } & Answered)
  | { readonly kind: 'late' }
  | { readonly kind: 'unanswered'; readonly message: string; readonly again: boolean; readonly refused?: true };

/**
 * The connection had carried an answer, and was closed before anything of the next came: the server had most likely
 * closed it before the request reached it (RFC 9112 §9.3.1, §9.5). llama-server does so after each streamed answer.
 */
interface Stale {
  readonly kind: 'stale';
}

export interface Line {
  /** Never rejects. */
  exchange(exchange: Exchange): Promise<Ended>;
  close(): void;
}

/** Connections are kept open; at most `sockets` at a time. */
export function openLine(sockets: number): Line {
  const plain = new PlainAgent({ keepAlive: true, maxSockets: sockets });
  const tls = new TlsAgent({ keepAlive: true, maxSockets: sockets, rejectUnauthorized: true });
  return {
    async exchange(exchange) {
      for (;;) {
        const ended = await exchangeOver(exchange, plain, tls);
        if (ended.kind !== 'stale') return ended;
      }
    },
    close() {
      plain.destroy();
      tls.destroy();
    },
  };
}

function exchangeOver(
  { url, headers, body, seconds, maxBytes }: Exchange,
  plain: PlainAgent,
  tls: TlsAgent,
): Promise<Ended | Stale> {
  return new Promise((resolve) => {
    const options = {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...headers,
        ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
    };
    const sent =
      url.protocol === 'https:'
        ? tlsRequest(url, { ...options, agent: tls, rejectUnauthorized: true })
        : plainRequest(url, { ...options, agent: plain });
    const end = (ended: Ended | Stale): void => {
      clearTimeout(timer);
      resolve(ended);
      if (ended.kind !== 'answered') sent.destroy();
    };
    const timer = setTimeout(() => end({ kind: 'late' }), seconds * 1000);
    // `reusedSocket` tells it of idle connections alone, not of those that another request hands on.
    let kept = false;
    sent.on('socket', ({ connecting }) => (kept = !connecting));
    sent.on('error', (error: NodeJS.ErrnoException) =>
      end(kept && CLOSED.has(error.code ?? '') ? { kind: 'stale' } : unanswered(error)),
    );
    const since = performance.now();
    sent.on('response', (response) => {
      kept = false;
      receive(response, maxBytes, since, end);
    });
    sent.end(body);
  });
}

/** Seconds: what comes so soon after a piece is the same piece. */
const AT_ONCE = 1e-4;

export const bodyOf = ({ pieces }: Answered): Buffer => Buffer.concat(pieces.map(({ bytes }) => bytes));

function receive(response: IncomingMessage, maxBytes: number, since: number, end: (ended: Ended) => void): void {
  const seconds = (): number => (performance.now() - since) / 1000;
  let body = Buffer.alloc(0);
  let size = 0;
  /** Where what had come by then ends: a server may send a byte at a time, and no more is kept of a piece than this. */
  const marks: { end: number; readonly seconds: number }[] = [];
  const cut = (): void => end({ kind: 'unanswered', message: 'the connection was cut within the answer', again: true });
  response.on('data', (bytes: Buffer) => {
    const start = size;
    size += bytes.length;
    if (size > maxBytes)
      return end({ kind: 'unanswered', message: `the answer has more than ${maxBytes} bytes`, again: false });
    if (size > body.length) body = Buffer.concat([body], Math.min(maxBytes, Math.max(2 * body.length, size)));
    bytes.copy(body, start);
    const now = seconds();
    const last = marks.at(-1);
    if (last !== undefined && now - last.seconds < AT_ONCE) last.end = size;
    else marks.push({ end: size, seconds: now });
  });
  response.on('error', cut);
  response.on('aborted', cut);
  response.on('end', () => {
    if (!response.complete) return cut();
    end({
      kind: 'answered',
      status: response.statusCode ?? 0,
      headers: response.headers,
      pieces: marks.map((mark, at) => ({
        bytes: body.subarray(marks[at - 1]?.end ?? 0, mark.end),
        seconds: mark.seconds,
      })),
      seconds: seconds(),
    });
  });
}

const CLOSED = new Set(['ECONNRESET', 'EPIPE']);

/** Of a server that is starting, or has just gone: the next attempt may find it. */
const PASSING = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);

function unanswered(error: NodeJS.ErrnoException): Ended {
  const { code = '', message } = error;
  // Several addresses of one name, each with a fault of its own.
  const causes = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [error];
  const words = message === '' ? causes.map((cause) => cause.message).join('; ') : message;
  return {
    kind: 'unanswered',
    message: words === '' ? code : words,
    again: causes.every((cause) => PASSING.has(cause.code ?? '')),
    ...(causes.every((cause) => cause.code === 'ECONNREFUSED') && { refused: true }),
  };
}
