import type { Measured } from './detected-range.js';
import type { Kind } from './finding.js';
import type { KindQuality } from './kind-quality.js';
import { QUALITY } from './quality.generated.js';

/** As measured on labelled synthetic texts (docs/identifiers.md), English and Chinese together. */
export function qualityOf(kind: Kind): KindQuality {
  const languages = Object.values(QUALITY[kind]);
  return {
    precision: pooled(languages.map(({ precision }) => precision)),
    recall: pooled(languages.map(({ recall }) => recall)),
    specificity: pooled(languages.map(({ specificity }) => specificity)),
  };
}

export const pooled = (parts: readonly Measured[]): Measured => ({
  k: parts.reduce((sum, { k }) => sum + k, 0),
  n: parts.reduce((sum, { n }) => sum + n, 0),
});
