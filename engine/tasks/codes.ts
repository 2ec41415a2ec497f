import type { CodeTable } from '../document/diagnostic.js';

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
