/**
 * Asks one endpoint: some requests at a time, each within a time limit, again where the fault may pass, within a
 * budget. Secrets are read from the environment here, go into headers and nowhere else.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createRng } from '../../numerics/generator.js';
import { oneLine } from '../../programs/last-words.js';
import { ModelFault } from '../view.js';
import { below } from './below.js';
import { bodyOf, openLine } from './exchange.js';
import type { Answered, Ended, Line } from './exchange.js';
import { Purse } from './purse.js';
import { BACK_OFF, backOff, mayPass, retryAfter } from './retry.js';
import type { BackOff } from './retry.js';
import type { ServerProgram } from './server-program.js';
import { Slots } from './slots.js';
import { withoutSent } from './without-sent.js';
import type { EndpointSpec } from './spec.js';

const MAX_ANSWER_BYTES = 8 * 2 ** 20;
/** Whoever asks for a longer pause is not waited for. */
const MAX_WAIT_SECONDS = 300;
/** Shorter ones are no secrets but what servers without keys are given (`EMPTY`, `ollama`): answers may hold them. */
const SECRET_LENGTH = 12;

export interface ClientOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly backOff?: BackOff;
  /** The program that serves the endpoint, where the subject names it. */
  readonly program?: ServerProgram;
  /** What is asked comes from sealed files: words of the server, which may repeat it, stand in no message. */
  readonly sealed?: boolean;
}

export interface Request {
  /** It has the host of the endpoint's own. */
  readonly url: URL;
  readonly body?: string;
  /** Media types of the answer; JSON where absent. */
  readonly accept?: string;
  /** The longest answer that is read. */
  readonly mostBytes?: number;
  /** Tokens that it may cost: so many of the budget are set aside. */
  readonly mostTokens?: number;
}

/** What is made of an answer. */
export interface Reader<T> {
  /** Throws ModelFault, or `CutShort` where the answer ends too early: then it is asked again. */
  read(answered: Answered): T;
  /** Of a refusal that asking again does not mend; `undefined` where it is a fault. */
  refused?(answered: Answered): T | undefined;
  /** As the server counts them; `undefined` where it does not: then it is taken for the most that it may have been. */
  tokens?(value: T): number | undefined;
}

const DISMISSED = 'nobody needs the answer any more';

/** Told by a server in words of its own, which may repeat what it was sent. */
export class ServerFault extends ModelFault {
  constructor(
    unmeasured: ModelFault['unmeasured'],
    readonly what: string,
    words: string,
  ) {
    super(unmeasured, `${what}: ${words}`);
  }
}

/** An answer without its end. */
export class CutShort extends Error {}

export class Client {
  readonly #line: Line;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #secrets: readonly string[];
  readonly #slots: Slots;
  readonly #random: () => number;
  readonly #backOff: BackOff;
  readonly #program: ServerProgram | undefined;
  readonly #sealed: boolean;
  readonly #purse: Purse;
  #sent = 0;
  #dismissals = 0;
  #since: number | undefined;
  /** The server asked for a pause: nobody sends before (`performance.now()`). */
  #pausedUntil = 0;

  /** Throws ModelFault (`unsupported`) where a variable is not set or is no header's value. */
  constructor(
    readonly spec: EndpointSpec,
    { environment = process.env, backOff: waits = BACK_OFF, program, sealed = false }: ClientOptions = {},
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
    this.#slots = new Slots(spec.concurrency);
    this.#random = createRng(`endpoint ${spec.url}`).next;
    this.#backOff = waits;
    this.#program = program;
    this.#sealed = sealed;
    this.#purse = new Purse(spec.budget.tokens);
  }

  /** Requests sent so far, repeated ones among them. */
  get sent(): number {
    return this.#sent;
  }

  /** The answer, as JSON. Throws ModelFault: `budget`, `timed-out`, `failed`. */
  async ask(url: URL, body?: string, signal?: AbortSignal): Promise<unknown> {
    return await this.exchange({ url, ...(body !== undefined && { body }) }, { read: jsonOf }, signal);
  }

  /**
   * What `reader` makes of the answer. Throws ModelFault: `budget`, `timed-out`, `failed`, and the reader's own; the
   * reason of `signal` where it is aborted before the request is sent. What is under way is let end: it is paid for.
   */
  async exchange<T>(request: Request, reader: Reader<T>, signal?: AbortSignal): Promise<T> {
    const line = this.#dismissals;
    return await this.#slots.run(async () => {
      for (let attempt = 1; ; attempt += 1) {
        if (line !== this.#dismissals) throw new Error(DISMISSED);
        const verdict = await this.#attempt(request, reader, signal);
        if (verdict.kind === 'good') return verdict.value;
        if (verdict.kind === 'bad') throw this.#fault('failed', verdict.message, request.body);
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

  /** A text that is to be kept: a server may repeat what it was sent, and no secret is kept. */
  bare(text: string): string {
    return without(
      text,
      this.#secrets.filter(({ length }) => length >= SECRET_LENGTH),
    );
  }

  /** What was asked for and is not under way is not sent any more. */
  dismiss(): void {
    this.#dismissals += 1;
    this.#slots.dismiss(new Error(DISMISSED));
  }

  close(): void {
    this.#line.close();
  }

  async #attempt<T>(request: Request, reader: Reader<T>, signal: AbortSignal | undefined): Promise<Verdict<T>> {
    const { mostTokens = 0 } = request;
    if (!(await this.#purse.take(mostTokens))) {
      const { tokens } = this.spec.budget;
      throw this.#fault('budget', `of its budget of ${tokens} tokens less is left than a question may take`);
    }
    // What was sent and came to nothing may be on the bill all the same.
    let used = 0;
    try {
      const ended = await this.#once(request, signal);
      if (mayCost(ended)) used = mostTokens;
      const verdict = judge(ended, reader);
      if (verdict.kind === 'good') used = reader.tokens?.(verdict.value) ?? mostTokens;
      return verdict;
    } catch (fault) {
      if (!(fault instanceof ModelFault)) throw fault;
      const isTold = fault instanceof ServerFault && this.#sealed;
      throw this.#fault(fault.unmeasured, isTold ? fault.what : fault.message, request.body);
    } finally {
      this.#purse.settle(mostTokens, used);
    }
  }

  async #once(
    { url, body, accept, mostBytes = MAX_ANSWER_BYTES }: Request,
    signal: AbortSignal | undefined,
  ): Promise<Ended> {
    await this.#program?.ready((left) => this.#probe(left), signal);
    signal?.throwIfAborted();
    while (this.#pausedUntil > performance.now()) await this.#sleepUntil(this.#pausedUntil, signal);
    const { requests = Number.POSITIVE_INFINITY } = this.spec.budget;
    if (this.#sent >= requests) throw this.#fault('budget', `its budget of ${requests} requests is spent`);
    const left = this.#secondsLeft();
    if (left <= 0) throw this.#overtime();
    this.#sent += 1;
    const seconds = Math.min(this.spec.seconds, left);
    const ended = await this.#line.exchange({
      url,
      headers: { ...(accept !== undefined && { accept }), ...this.#headers },
      seconds,
      maxBytes: Math.min(mostBytes, MAX_ANSWER_BYTES),
      ...(body !== undefined && { body }),
    });
    if (ended.kind === 'late' && seconds < this.spec.seconds) throw this.#overtime();
    if (ended.kind === 'unanswered') this.#program?.doubt();
    return ended;
  }

  /** Whether anything answers at the endpoint: its list of models, or a word that it has none. */
  async #probe(seconds: number): Promise<boolean> {
    const url = below(this.spec.url, '/models');
    const ended = await this.#line.exchange({ url, headers: this.#headers, seconds, maxBytes: MAX_ANSWER_BYTES });
    return ended.kind === 'answered' && ended.status < 500;
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

  #overtime(): ModelFault {
    return this.#fault('budget', `its budget of ${this.spec.budget.seconds} s is spent`);
  }

  /** No secret, and nothing of what was sent, stands in a message, where the server repeats it either. */
  #fault(cause: ModelFault['unmeasured'], message: string, sent?: string): ModelFault {
    const host = `${new URL(this.spec.url).host}: `;
    const bare = without(message.startsWith(host) ? message.slice(host.length) : message, this.#secrets);
    const text = withoutSent(bare, sent);
    return new ModelFault(cause, oneLine(`${host}${text}`, 400));
  }
}

/** Also as JSON has them. */
const without = (text: string, secrets: readonly string[]): string =>
  secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .reduce((bare, secret) => bare.replaceAll(secret, '…'), text);

function mayCost(ended: Ended): boolean {
  if (ended.kind === 'answered') return isSuccess(ended.status);
  return ended.kind === 'late' || ended.refused !== true;
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

type Verdict<T> =
  | { readonly kind: 'good'; readonly value: T }
  | { readonly kind: 'bad'; readonly message: string }
  | { readonly kind: 'again'; readonly message: string; readonly late: boolean; readonly wait?: number };

function judge<T>(ended: Ended, reader: Reader<T>): Verdict<T> {
  if (ended.kind === 'late') return { kind: 'again', message: 'no answer within the time limit', late: true };
  if (ended.kind === 'unanswered') {
    const { message, again } = ended;
    return again ? { kind: 'again', message, late: false } : { kind: 'bad', message };
  }
  const { status, headers } = ended;
  if (isSuccess(status)) return read(ended, reader);
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
  const value = reader.refused?.(ended);
  if (value === undefined) throw refusal('failed', ended);
  return { kind: 'good', value };
}

export const refusal = (cause: ModelFault['unmeasured'], answered: Answered): ServerFault =>
  new ServerFault(cause, `it answers ${answered.status}`, bodyOf(answered).toString('utf8').slice(0, 300));

function read<T>(answered: Answered, reader: Reader<T>): Verdict<T> {
  try {
    return { kind: 'good', value: reader.read(answered) };
  } catch (error) {
    if (error instanceof CutShort) return { kind: 'again', message: error.message, late: false };
    throw error;
  }
}

export function jsonOf(answered: Answered): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bodyOf(answered)));
  } catch (cause) {
    throw new ServerFault('failed', 'the answer is no JSON', (cause as Error).message);
  }
}
