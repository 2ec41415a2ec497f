/** Patterns in the syntax of RE2, whose matching takes time in proportion to the text whatever the pattern. */
import { RE2JS } from 're2js';

/** Throws an Error with the reason where it is no pattern. */
export const compilePattern = (pattern: string): RE2JS => RE2JS.compile(pattern);

/** 1 where one of the patterns is found in the answer; else 0. */
export const pattern = (answer: string, patterns: readonly RE2JS[]): number =>
  patterns.some((each) => each.matcher(answer).find()) ? 1 : 0;

/** Each match may have looked to the end of the text before it was found: all together no more characters than these. */
const MOST_LOOKED_AT = 5e7;

/**
 * The last match's first group, or all of it where it has none; `undefined` without a match. Throws `RangeError` where a
 * long answer has so many that finding them could take as long as its length times their number.
 */
export function extracted(answer: string, from: RE2JS): string | undefined {
  const matcher = from.matcher(answer);
  let last: string | undefined;
  let looked = 0;
  while (matcher.find()) {
    last = matcher.group(matcher.groupCount() > 0 ? 1 : 0) ?? undefined;
    looked += answer.length - matcher.start();
    if (looked > MOST_LOOKED_AT) throw new RangeError(`\`extract\` is found too often in ${answer.length} characters`);
  }
  return last;
}
