/** How old evidence is, in whole days, as far as rules with a `maxAge` ask (`judge/age.ts`). */
import type { DatedMeasurement } from '../judge/age.js';
import { and, atMost, TRUE, type Formula, type Theory } from './formula.js';

/** A measurement that a rule asks for, under an alias. */
export interface Aged extends Pick<DatedMeasurement, 'about' | 'deterministic'> {
  /** Whether it says of which day its evidence is. */
  readonly dated: boolean;
  /** Whether it may rest on answers of a model behind a server. */
  readonly asks: boolean;
  readonly alias: string;
  /** Equal for two requests for one measurement. */
  readonly key: string;
}

/** No rule allows as many. */
const MOST = 100_000;

/** Ages are whole: limits are, and between two of them all ages are alike. */
interface Age {
  /** How people are told of it: an alias, `training.dated`, or an alias with `.dated` or `.answered`. */
  readonly label: string;
  /** Of sort Int, from 1. */
  readonly days: string;
  /** Whether it is known. */
  readonly known: Formula;
}

export const TRAINING = 'training.dated';
/** Of the day that a measurement says. */
export const dateKey = (request: string): string => `${request} dated`;
/** Of the oldest answer of a server. */
export const answerKey = (request: string): string => `${request} answered`;

export class Ages {
  /** By request, of readings; those that subjects date under `TRAINING` and `dateKey`, of answers under `answerKey`. */
  readonly all = new Map<string, Age>();

  constructor(private readonly theory: Theory) {}

  /** Whether what was measured is no older than a rule allows. */
  fresh({ key, alias, about, deterministic, dated, asks }: Aged, maxAge: number): Formula {
    const { theory } = this;
    const ages = [
      ...(about === 'training' ? [this.#age(TRAINING, TRAINING, () => theory.bool())] : []),
      ...(dated ? [this.#age(dateKey(key), `${alias}.dated`, () => theory.bool())] : []),
      ...(asks ? [this.#age(answerKey(key), `${alias}.answered`, () => theory.bool())] : []),
      ...(deterministic ? [] : [this.#age(key, alias, () => TRUE)]),
    ];
    return and(...ages.map(({ known, days }) => and(known, atMost(days, String(maxAge)))));
  }

  #age(key: string, label: string, known: () => Formula): Age {
    const found = this.all.get(key);
    if (found !== undefined) return found;
    const { theory } = this;
    const made = { label, days: theory.int(), known: known() };
    theory.assert(and(`(<= 1 ${made.days})`, atMost(made.days, String(MOST))));
    this.all.set(key, made);
    return made;
  }
}

/** As `Ages.all`; `days` is absent of what the subject does not date. */
export type KnownAges = ReadonlyMap<string, { readonly label: string; readonly days?: number }>;

const DAY = 86_400_000;

/** ISO 8601: when a reading of this age was made. */
export const readAt = (asOf: string, days: number): string => new Date(Date.parse(asOf) - days * DAY).toISOString();

/** `YYYY-MM-DD`: the first day that is no longer ago. */
export const datedAt = (asOf: string, days: number): string =>
  new Date(Math.ceil((Date.parse(asOf) - days * DAY) / DAY) * DAY).toISOString().slice(0, 10);
