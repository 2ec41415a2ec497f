import type { CodeTable } from '../document/diagnostic.js';

/** Faults of reports that are judged again. */
export const REPLAY_CODES = {
  ASSAY1860: {
    title: 'A report of an older form',
    explanation:
      'The report was written before reports held everything that judging them again needs (declarations of facts and outputs, waivers, what rules measure). Check the subject again with this version; the older version reads the older report.',
  },
  ASSAY1861: {
    title: 'A report of a newer form',
    explanation: 'The report’s `apiVersion` is none that this version of Assay knows. A newer version reads it.',
  },
  ASSAY1862: {
    title: 'A report whose rules cannot be read again',
    explanation:
      'A rule in the report does not stand on what the report declares beside it: a parameter, fact or output that it reads is missing or of another type. A report that Assay wrote and nobody changed has no such rule.',
  },
} as const satisfies CodeTable;
