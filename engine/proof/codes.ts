import type { CodeTable } from '../document/diagnostic.js';

/** What analysis finds in policies that the static check lets pass. */
export const PROOF_CODES = {
  ASSAY1330: {
    title: 'A rule that nothing fails',
    explanation:
      'Under the ranges that plugins declare, no evidence makes the rule fail: at worst it is undetermined. Compare with a limit that some value misses, or leave the rule out.',
  },
  ASSAY1331: {
    title: 'A rule that nothing passes',
    explanation:
      'Under the ranges that plugins declare, no evidence makes the rule pass. Look for a comparison the wrong way round, or a limit in another unit than was meant.',
  },
  ASSAY1332: {
    title: 'A rule that never applies',
    explanation:
      'No facts of a subject make its `when` hold. Look for two values of one fact that are asked for at once.',
  },
  ASSAY1333: {
    title: 'Two rules that cannot both be met',
    explanation:
      'There are subjects to which both apply, and no evidence passes both: no such subject ever conforms. `check`, `plan` and `validate` say so where the two limit one figure in opposite directions, before anything is measured; `lint` looks at all that rules can ask.',
  },
  ASSAY1334: {
    title: 'A rule that follows from another',
    explanation: 'Whatever passes the other rule of the document passes this one too. Leave it out, or ask more in it.',
  },
  ASSAY1335: {
    title: 'A parameter that nothing reads',
    explanation: 'Neither a rule nor a measurement’s `with` names it, so setting it changes nothing.',
  },
  ASSAY1336: {
    title: 'A clause without a rule',
    explanation:
      'No rule of the document cites the clause, so a check says nothing of it. Reports list such clauses as not assessed; that may be meant.',
  },
  ASSAY1337: {
    title: 'Estimates of samples judged as they stand',
    explanation:
      'The rule says `confidence: point` and reads figures that rest on a sample of rows or trainings, whose error is then nobody’s concern. That is right only where the clause itself judges so; then ask for the size of the sample as well (a count, such as of rows or groups), or for the p value of a test, which weighs it.',
  },
} as const satisfies CodeTable;
