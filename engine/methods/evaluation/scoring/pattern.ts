/** Patterns in the syntax of RE2, whose matching takes time in proportion to the text whatever the pattern. */
import { RE2JS } from 're2js';

/** Throws an Error with the reason where it is no pattern. */
export const compilePattern = (pattern: string): RE2JS => RE2JS.compile(pattern);

/** 1 where one of the patterns is found in the answer; else 0. */
export const pattern = (answer: string, patterns: readonly RE2JS[]): number =>
  patterns.some((each) => each.matcher(answer).find()) ? 1 : 0;

/** The last match's first group, or all of it where it has none; `undefined` without a match. */
export function extracted(answer: string, from: RE2JS): string | undefined {
  const matcher = from.matcher(answer);
  let last: string | undefined;
  while (matcher.find()) last = matcher.group(matcher.groupCount() > 0 ? 1 : 0) ?? undefined;
  return last;
}
