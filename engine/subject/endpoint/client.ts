/**
 * Asks one endpoint: some requests at a time, each within a time limit, again where the fault may pass, within a
 * budget. Secrets are read from the environment here, go into headers and nowhere else.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createRng } from '../../numerics/generator.js';
import { oneLine } from '../../programs/last-words.js';
import { ModelFault } from '../view.js';
import { openLine } from './exchange.js';
import type { Ended, Line } from './exchange.js';
import { BACK_OFF, backOff, mayPass, retryAfter } from './retry.js';
import type { BackOff } from './retry.js';
import { slots } from './slots.js';
import type { EndpointSpec } from './spec.js';

const MAX_ANSWER_BYTES = 8 * 2 ** 20;
/** Whoever asks for a longer pause is not waited for. */
const MAX_WAIT_SECONDS = 300;

export interface ClientOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly backOff?: BackOff;
}

export class Client {
  readonly #line: Line;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #secrets: readonly string[];
  readonly #slot: <T>(work: () => Promise<T>) => Promise<T>;
  readonly #random: () => number;
  readonly #backOff: BackOff;
  /** Requests sent so far, repeated ones among them. */
  #sent = 0;
  #since: number | undefined;
  /** The server asked for a pause: nobody sends before (`performance.now()`). */
  #pausedUntil = 0;

  /** Throws ModelFault (`unsupported`) where a variable is not set or is no header's value. */
  constructor(
    readonly spec: EndpointSpec,
    { environment = process.env, backOff: waits = BACK_OFF }: ClientOptions = {},
  ) {
    const values = Object.entries(spec.headers).map(([header, { environment: variable, prefix = '' }]) => {
      const value = environment[variable]?.trim() ?? '';
      if (value === '') throw new ModelFault('unsupported', `the variable ${variable} (header ${header}) is not set`);
      // A fault of node's own would quote it.
      if (!/^[\t\x20-\x7e]+$/.test(value))
        throw new ModelFault('unsupported', `the variable ${variable} holds characters that no header can hold`);
      return { header, value, text: `${prefix}${value}` };
    });
    this.#headers = Object.fromEntries(values.map(({ header, text }) => [header, text]));
    this.#secrets = values.map(({ value }) => value);
    this.#line = openLine(spec.concurrency);
    this.#slot = slots(spec.concurrency);
    this.#random = createRng(`endpoint ${spec.url}`).next;
    this.#backOff = waits;
  }

  /**
   * The answer, as JSON. `url` has the host of the endpoint's own. Throws ModelFault: `budget`, `timed-out`, `failed`.
   */
  async ask(url: URL, body?: string, signal?: AbortSignal): Promise<unknown> {
    return await this.#slot(async () => {
      for (let attempt = 1; ; attempt += 1) {
        const verdict = judge(await this.#once(url, body, signal));
        if (verdict.kind === 'good') return this.#parse(verdict.body);
        if (verdict.kind === 'bad') throw this.#fault('failed', verdict.message);
        if (attempt === this.spec.attempts) {
          const attempts = attempt === 1 ? 'one attempt' : `${attempt} attempts`;
          throw this.#fault(verdict.late ? 'timed-out' : 'failed', `${verdict.message} (after ${attempts})`);
        }
        const { wait = backOff(attempt, this.#backOff, this.#random()) } = verdict;
        if (wait > MAX_WAIT_SECONDS)
          throw this.#fault('failed', `${verdict.message}; it asks to wait ${Math.round(wait)} s`);
        const until = performance.now() + wait * 1000;
        if (verdict.wait !== undefined) this.#pausedUntil = Math.max(this.#pausedUntil, until);
        await this.#sleepUntil(until, signal);
      }
    });
  }

  close(): void {
    this.#line.close();
  }

  async #once(url: URL, body: string | undefined, signal: AbortSignal | undefined): Promise<Ended> {
    while (this.#pausedUntil > performance.now()) await this.#sleepUntil(this.#pausedUntil, signal);
    const { requests = Number.POSITIVE_INFINITY } = this.spec.budget;
    if (this.#sent >= requests) throw this.#fault('budget', `its budget of ${requests} requests is spent`);
    const left = this.#secondsLeft();
    if (left <= 0) throw this.#overtime();
    this.#sent += 1;
    const seconds = Math.min(this.spec.seconds, left);
    const ended = await this.#line.exchange({
      url,
      headers: this.#headers,
      seconds,
      maxBytes: MAX_ANSWER_BYTES,
      ...(body !== undefined && { body }),
      ...(signal !== undefined && { signal }),
    });
    if (ended.kind === 'late' && seconds < this.spec.seconds) throw this.#overtime();
    return ended;
  }

  #secondsLeft(): number {
    const { seconds = Number.POSITIVE_INFINITY } = this.spec.budget;
    this.#since ??= performance.now();
    return seconds - (performance.now() - this.#since) / 1000;
  }

  async #sleepUntil(until: number, signal: AbortSignal | undefined): Promise<void> {
    const wait = until - performance.now();
    if (wait / 1000 > this.#secondsLeft()) throw this.#overtime();
    await sleep(Math.max(0, wait), undefined, { ...(signal !== undefined && { signal }) });
  }

  #parse(body: Buffer): unknown {
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    } catch (cause) {
      throw this.#fault('failed', `the answer is no JSON: ${(cause as Error).message}`);
    }
  }

  #overtime(): ModelFault {
    return this.#fault('budget', `its budget of ${this.spec.budget.seconds} s is spent`);
  }

  /** A server may repeat what it was sent: no secret stands in a message. */
  #fault(cause: ModelFault['unmeasured'], message: string): ModelFault {
    const bare = this.#secrets.reduce((text, secret) => text.replaceAll(secret, '…'), message);
    return new ModelFault(cause, oneLine(`${new URL(this.spec.url).host}: ${bare}`, 400));
  }
}

type Verdict =
  | { readonly kind: 'good'; readonly body: Buffer }
  | { readonly kind: 'bad'; readonly message: string }
  | { readonly kind: 'again'; readonly message: string; readonly late: boolean; readonly wait?: number };

function judge(ended: Ended): Verdict {
  if (ended.kind === 'late') return { kind: 'again', message: 'no answer within the time limit', late: true };
  if (ended.kind === 'unanswered') {
    const { message, again } = ended;
    return again ? { kind: 'again', message, late: false } : { kind: 'bad', message };
  }
  const { status, headers, body } = ended;
  if (status >= 200 && status < 300) return { kind: 'good', body };
  if (mayPass(status)) {
    const wait = retryAfter(headers, Date.now());
    return { kind: 'again', message: `it answers ${status}`, late: false, ...(wait !== undefined && { wait }) };
  }
  if (status >= 300 && status < 400) {
    return {
      kind: 'bad',
      message: `it answers ${status} (elsewhere: ${headers.location ?? '?'}); redirects are not followed`,
    };
  }
  return { kind: 'bad', message: `it answers ${status}: ${body.toString('utf8').slice(0, 300)}` };
}
