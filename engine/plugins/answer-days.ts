/** Of which days (UTC) the answers are that a measurement used of models behind servers. */
export interface AnswerDays {
  /** `YYYY-MM-DD`, of the oldest; absent where for one of them it is not known. */
  readonly from?: string;
  /** Of the newest whose day is known. */
  readonly to?: string;
}

/** Of both; `undefined`: no answers. */
export function joinDays(one: AnswerDays | undefined, other: AnswerDays | undefined): AnswerDays | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const known = one.from !== undefined && other.from !== undefined;
  const [to] = [one.to, other.to].filter((day) => day !== undefined).sort((a, b) => (a < b ? 1 : -1));
  return {
    ...(known && { from: one.from < other.from ? one.from : other.from }),
    ...(to !== undefined && { to }),
  };
}
