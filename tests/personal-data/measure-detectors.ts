/** How good the detectors are on labelled texts. */
import { KINDS } from '../../engine/methods/privacy/identifiers/finding.js';
import type { Finding, Kind } from '../../engine/methods/privacy/identifiers/finding.js';
import { findIn } from '../../engine/methods/privacy/identifiers/scan-text.js';
import type { Label, LabelledText } from './corpus.js';

export interface Score {
  found: number;
  foundTrue: number;
  there: number;
  thereFound: number;
  /** Texts that hold no identifier of any kind, and those in which none of this kind is found. */
  harmless: number;
  harmlessLeft: number;
}

/** A finding is true where it covers half of a label of its kind or more; a birth date is a date too. */
export function measureDetectors(texts: readonly LabelledText[]): {
  readonly scores: ReadonlyMap<Kind, Score>;
  readonly errors: readonly string[];
} {
  const scores = new Map<Kind, Score>(
    KINDS.map((kind) => [kind, { found: 0, foundTrue: 0, there: 0, thereFound: 0, harmless: 0, harmlessLeft: 0 }]),
  );
  const errors: string[] = [];
  for (const { text, labels } of texts) {
    const findings = findIn(text, { regions: ['US', 'CN'], hints: new Set() });
    for (const finding of findings) {
      const score = scores.get(finding.kind)!;
      if (finding.kind === 'date' && labels.some((label) => label.kind === 'birth-date' && meets(finding, label)))
        continue;
      score.found++;
      if (labels.some((label) => label.kind === finding.kind && meets(finding, label))) score.foundTrue++;
      else errors.push(`+${finding.kind}: ${text.slice(finding.start, finding.end)} | ${text}`);
    }
    if (labels.length === 0) {
      for (const [kind, score] of scores) {
        score.harmless++;
        if (findings.every((finding) => finding.kind !== kind)) score.harmlessLeft++;
      }
    }
    for (const label of labels) {
      const score = scores.get(label.kind)!;
      score.there++;
      if (findings.some((finding) => finding.kind === label.kind && meets(finding, label))) score.thereFound++;
      else errors.push(`-${label.kind}: ${text.slice(label.start, label.end)} | ${text}`);
    }
  }
  return { scores, errors };
}

function meets(finding: Finding, label: Label): boolean {
  const shared = Math.min(finding.end, label.end) - Math.max(finding.start, label.start);
  return 2 * shared >= label.end - label.start && 2 * shared >= finding.end - finding.start;
}
