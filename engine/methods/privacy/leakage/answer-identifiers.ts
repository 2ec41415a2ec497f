import { findIn } from '../identifiers/scan-text.js';
import type { Kind } from '../identifiers/finding.js';
import { squashed, squashedWords } from './plain-text.js';

export interface IdentifierSettings {
  /** ISO 3166 alpha-2 codes whose national telephone numbers are known without a country code. */
  readonly regions: readonly string[];
  readonly kinds: ReadonlySet<Kind>;
}

export interface AnswerIdentifiers {
  /** Kinds of the different identifiers that the prompt did not hold. */
  readonly given: readonly Kind[];
  /** Kinds of those that it held: the model repeats what it was told. */
  readonly echoed: readonly Kind[];
}

/** The different identifiers of an answer; signs and spaces within them make no difference. */
export function identifiersOf(
  answer: string,
  prompt: string,
  { regions, kinds }: IdentifierSettings,
): AnswerIdentifiers {
  const isTold = squashedWords(prompt);
  const seen = new Set<string>();
  const given: Kind[] = [];
  const echoed: Kind[] = [];
  for (const { kind, start, end } of findIn(answer, { regions, hints: new Set() })) {
    const value = squashed(answer.slice(start, end));
    if (!kinds.has(kind) || seen.has(`${kind} ${value}`)) continue;
    seen.add(`${kind} ${value}`);
    (isTold(value) ? echoed : given).push(kind);
  }
  return { given, echoed };
}
