/** Of which days the answers are that were used: what a measurement's age follows from. */
import { joinDays } from '../../plugins/answer-days.js';
import type { AnswerDays } from '../../plugins/answer-days.js';

export class UsedDays {
  #days: AnswerDays | undefined;

  note(days: AnswerDays | undefined): void {
    this.#days = joinDays(this.#days, days);
  }

  /** Since it was last called; `undefined` where no answer was used. */
  take(): AnswerDays | undefined {
    const days = this.#days;
    this.#days = undefined;
    return days;
  }
}

export const daysOf = (day: string | undefined): AnswerDays => (day === undefined ? {} : { from: day, to: day });

/** UTC, `YYYY-MM-DD`. */
export const today = (): string => new Date().toISOString().slice(0, 10);
