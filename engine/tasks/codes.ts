import type { CodeTable } from '../document/diagnostic.js';

/** Faults of `slim`. */
export const SLIM_CODES = {
  ASSAY1840: {
    title: 'The model cannot be slimmed',
    explanation:
      'Slimming takes hidden units of dense layers, or trees, out of an ONNX model, and holds each smaller model against the first on the rows of `data.test`. The message says what is missing: such units or trees, another format, the rows, or a metric whose differences are measured.',
  },
  ASSAY1841: {
    title: 'The slimmed model cannot be written',
    explanation:
      'The file is there already (`--force` replaces it), its folder is not, the disk is full, or it is a file of the subject itself, which is never replaced.',
  },
} as const satisfies CodeTable;
