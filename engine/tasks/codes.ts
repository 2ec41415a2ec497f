import type { CodeTable } from '../document/diagnostic.js';

/** Faults of `waive`. */
export const WAIVE_CODES = {
  ASSAY1865: {
    title: 'A rule that cannot be waived',
    explanation: 'The rule says `waiver: forbidden`, or a profile does: no waiver of it counts, so none is drafted.',
  },
  ASSAY1866: {
    title: 'A waiver for longer than its rule allows',
    explanation:
      'The rule says how long a waiver may last (`waiver: {longest: 90d}`). Ask for that many days or fewer.',
  },
  ASSAY1867: {
    title: 'A subject that no waiver can name',
    explanation:
      '`waive` takes a subject document, whose name and version it reads, or what a waiver takes: a name, a name with a range of versions, or a digest.',
  },
  ASSAY1868: {
    title: 'A waiver of what passes',
    explanation: 'In the last report on this subject the rule passed, so a waiver would not be needed.',
  },
} as const satisfies CodeTable;

/** Faults of `slim`. */
export const SLIM_CODES = {
  ASSAY1840: {
    title: 'The model cannot be slimmed',
    explanation:
      'Slimming takes hidden units, channels of convolutions, or trees out of an ONNX model, stores its weights shorter, and holds each smaller model against the first on the rows of `data.test`. The message says what is missing: something that could go, another format, the rows, or a metric whose differences are measured.',
  },
  ASSAY1841: {
    title: 'The slimmed model cannot be written',
    explanation:
      'The file is there already (`--force` replaces it), its folder is not, the disk is full, or it is a file of the subject itself, which is never replaced.',
  },
} as const satisfies CodeTable;
