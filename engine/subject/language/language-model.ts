/** A language model as measurements ask it. Every answer is kept at once: what was asked is not asked again. */
import type { Basis } from '../../plugins/figure.js';

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A conversation whose next turn is asked for, or a text that is to be continued. */
export type Prompt = { readonly messages: readonly Message[] } | { readonly text: string };

/** How one answer is asked for; what is left out is as the subject's document has it under `generation`. */
export interface Asking {
  /** Which of several answers to one prompt, from 0: each is asked for and kept on its own. */
  readonly sample?: number;
  readonly temperature?: number;
  /** Tokens of the answer. */
  readonly maxTokens?: number;
  /** Log probabilities of the answer's tokens, and of so many alternatives to each. */
  readonly logProbabilities?: number;
  /** For readings of time and power: it is asked anew, whatever is known, and the answer is not kept. */
  readonly fresh?: true;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly text: string;
  /** `refused`: the server says that it was filtered. */
  readonly finish: 'stop' | 'length' | 'refused' | 'other';
  /** As the server counts them. */
  readonly tokens?: { readonly prompt: number; readonly answer: number };
  /** Where they were asked for and the server offers them. */
  readonly logProbabilities?: readonly TokenProbability[];
  /** Of the request that gave it, when it was made: readings, kept with the answer. */
  readonly timing: { readonly seconds: number; readonly firstTokenSeconds?: number };
}

export interface TokenProbability {
  readonly token: string;
  /** Natural. */
  readonly logProbability: number;
  readonly alternatives: readonly { readonly token: string; readonly logProbability: number }[];
}

/** What asking took so far in this process; answers that were known already cost nothing. */
export interface Spent {
  readonly requests: number;
  readonly promptTokens: number;
  readonly answerTokens: number;
  /** Answers whose tokens the server did not count. */
  readonly uncounted: number;
  /** Answers taken from the book. */
  readonly known: number;
}

/** In the currency that the subject names, a million tokens. */
export interface Price {
  readonly prompt: number;
  readonly answer: number;
  /** ISO 4217. */
  readonly currency: string;
}

/** All methods throw ModelFault: `unsupported`, `failed`, `timed-out`, `budget`, `out-of-domain`. */
export interface LanguageModel {
  /** As the requests name it. */
  readonly name: string;
  readonly basis: Basis;
  /** Such as `openai tiny@2026-11`: what the server says that it served. */
  readonly backend: string;
  /** Requests at a time: asking more at once waits in line. */
  readonly concurrency: number;
  readonly price?: Price;
  /** Assay starts its server, so that it runs on this machine. */
  readonly runsHere?: true;
  ask(prompt: Prompt, asking?: Asking): Promise<Answer>;
  /**
   * ln P(continuation | prompt), summed over the continuation's tokens, and how many those are; `unsupported` where the
   * server does not offer log probabilities of what it is given.
   */
  logProbability(
    prompt: Prompt,
    continuation: string,
    signal?: AbortSignal,
  ): Promise<{ readonly sum: number; readonly tokens: number }>;
  /** A vector a text. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float64Array[]>;
  /** A reading of it (plain JSON), taken once and kept with its answers: `name` tells of what, and how it is taken. */
  keptReading<T>(name: readonly string[], take: () => Promise<T>): Promise<T>;
  readonly spent: Spent;
  close(): Promise<void>;
}

/** The assessed model, the one that it follows, or the one that judges answers. */
export type LanguageRole = 'model' | 'predecessor' | 'judge';
