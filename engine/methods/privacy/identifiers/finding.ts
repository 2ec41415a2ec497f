/** What stands in a text, and where. */

/** Kinds that text alone shows; `date` and `age-over-89` are for Safe Harbor, `secret` names no person. */
export const KINDS = [
  'name',
  'email',
  'phone',
  'chinese-id',
  'ssn',
  'passport',
  'payment-card',
  'iban',
  'birth-date',
  'date',
  'age-over-89',
  'zip-code',
  'coordinates',
  'ip-address',
  'mac-address',
  'url',
  'vin',
  'licence-plate',
  'secret',
] as const;
export type Kind = (typeof KINDS)[number];

/** Those with a check digit that a made-up number fails nine times of ten or more often. */
export const CHECKSUM_KINDS = ['chinese-id', 'payment-card', 'iban', 'vin'] as const satisfies readonly Kind[];

export interface Finding {
  readonly kind: Kind;
  /** [start, end), in UTF-16 units of the text. */
  readonly start: number;
  readonly end: number;
  /** Whether a check digit, a numbering plan or a fixed form confirms it; false where the form or a cue alone speaks. */
  readonly checked: boolean;
}

export interface ScanContext {
  /** ISO 3166 alpha-2 codes whose national telephone numbers are known without a country code. */
  readonly regions: readonly string[];
  /** What a column's name says of its cells: it stands for the cue that a text would have. */
  readonly hints: ReadonlySet<Kind>;
}

export const NO_CONTEXT: ScanContext = { regions: [], hints: new Set() };

/**
 * Looks at a word: `[start, end)` is a run of ASCII letters, digits and `_`, or one Han character. It reads no further
 * than `LOOK_BEHIND` before `start` and `LOOK_AHEAD` after it, so that a scan is linear and can be cut into pieces.
 * What it finds may begin before `start` by a sign or a bracket.
 */
export type Detector = (text: string, start: number, end: number, context: ScanContext) => Finding | undefined;

export const LOOK_BEHIND = 64;
export const LOOK_AHEAD = 2400;
/** Longer words are data, not language: no detector sees them. */
export const MAX_WORD = 512;

export const found = (kind: Kind, start: number, end: number, checked: boolean): Finding => ({
  kind,
  start,
  end,
  checked,
});
