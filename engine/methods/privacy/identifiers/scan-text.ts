import { classesOf, isDigit, isHan, isLink, isWord, WORD } from './characters.js';
import { detectorsOf, HAN_DETECTORS } from './detectors.js';
import { MAX_WORD } from './finding.js';
import type { Detector, Finding, ScanContext } from './finding.js';

/**
 * Calls `take` with what stands in `text` from `from` on and begins before `until`, from left to right; findings do not
 * overlap: of several at one place the first detector of the list has it. Returns where the scan came to. Cost: linear,
 * each word is looked at by each detector, which reads a bounded piece.
 */
export function scanText(
  text: string,
  context: ScanContext,
  take: (finding: Finding) => void,
  from = 0,
  until = text.length,
): number {
  let at = from;
  while (at < until) {
    const code = text.charCodeAt(at);
    if (code >= 128) {
      at = isHan(code) ? claim(HAN_DETECTORS, text, at, at + 1, context, take) : at + 1;
      continue;
    }
    let classes = classesOf(code);
    if ((classes & WORD) === 0) {
      at++;
      continue;
    }
    let end = at + 1;
    let next = classesOf(text.charCodeAt(end));
    while ((next & WORD) !== 0) {
      classes |= next;
      end++;
      next = classesOf(text.charCodeAt(end));
    }
    // The rest of a word whose beginning was scanned, or was found to be in something.
    const inside = at > 0 && isWord(text.charCodeAt(at - 1));
    const detectors =
      inside || end - at > MAX_WORD ? [] : detectorsOf(isDigit(code), classes, isLink(text.charCodeAt(end)));
    at = claim(detectors, text, at, end, context, take);
  }
  return at;
}

/** The first detector that finds something has the word. Returns where the scan goes on. */
function claim(
  detectors: readonly Detector[],
  text: string,
  start: number,
  end: number,
  context: ScanContext,
  take: (finding: Finding) => void,
): number {
  for (const detector of detectors) {
    const finding = detector(text, start, end, context);
    if (finding === undefined) continue;
    take(finding);
    return Math.max(start + 1, finding.end);
  }
  return end;
}

/** All that stands in a text. */
export function findIn(text: string, context: ScanContext): readonly Finding[] {
  const findings: Finding[] = [];
  scanText(text, context, (finding) => findings.push(finding));
  return findings;
}
