import type { CodeTable } from '../document/diagnostic.js';

export const INITIALISE_CODES = {
  ASSAY1806: {
    title: '`init` would write over a document',
    explanation:
      'The folder has a `subject.yaml` or a `profile.yaml` already. `init` starts a folder; it never changes one.',
  },
  ASSAY1807: {
    title: '`init` found too little',
    explanation:
      'A model is measured on data with the truth: put a CSV file with the columns of the features and of the target beside it.',
  },
} as const satisfies CodeTable;
