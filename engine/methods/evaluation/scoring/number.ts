/** The last decimal number in a text, with thousands separated by commas or not, full-width digits too; NaN without one. */
export function lastNumber(text: string): number {
  const found = text.normalize('NFKC').match(NUMBER)?.at(-1);
  return found === undefined ? NaN : Number(found.replaceAll(',', '').replace('−', '-'));
}

/** A sign counts where no letter or digit stands before it: "3-4" ends with 4; so does a point without digits before: ".5". */
const NUMBER =
  /(?:(?<![\p{L}\p{N}.)])[-−+])?(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|(?<![\p{L}\p{N}.])\.\d+)(?:[eE][-+]?\d+)?/gu;

/** How far the number may be off: the larger of the two. */
export interface Tolerance {
  readonly absolute?: number;
  /** Of the reference. */
  readonly relative?: number;
}

/** 1 where the answer's last number is within the tolerance of a reference's last number; else, or without one, 0. */
export function number(
  answer: string,
  references: readonly string[],
  { absolute = 0, relative = 0 }: Tolerance = {},
): number {
  const given = lastNumber(answer);
  return references.some((reference) => {
    const wanted = lastNumber(reference);
    return Math.abs(given - wanted) <= Math.max(absolute, relative * Math.abs(wanted));
  })
    ? 1
    : 0;
}
