import type { CodeTable } from '../document/diagnostic.js';

/** Faults of masking plans. */
export const MASK_CODES = {
  ASSAY1460: {
    title: 'A column that the data do not have',
    explanation:
      'A plan names columns as the subject declares them; columns of the file that are not declared are not written at all.',
  },
  ASSAY1461: {
    title: 'No key',
    explanation:
      'Hashes, pseudonyms and noise need a secret, or whoever has the masked table undoes them by trying all values. The plan names the environment variable (`key: {env: ASSAY_MASK_KEY}`) that holds it, at least 16 bytes; `openssl rand -hex 32` makes one. Keep it apart from the masked data, or throw it away.',
  },
  ASSAY1462: {
    title: 'A hierarchy that cannot be used',
    explanation:
      'Every value of the column stands in its hierarchy, with equally many ancestors, from the nearest to the root. As a file: CSV with a header, the value first.',
  },
  ASSAY1463: {
    title: 'An operation that does not fit the column',
    explanation:
      'Ranges, limits and noise are for numbers; prefixes, hierarchies and dates for texts (postcodes are texts: declare the column categorical). A pseudonym of the same format is made of digits, Latin letters without accents and Chinese characters.',
  },
  ASSAY1464: {
    title: 'A target that cannot be reached',
    explanation:
      'The table as a whole does not meet the target, however far it is generalised: it has fewer rows than k, or a sensitive column has fewer distinct values than l asks for. Under `full-domain` the levels of the hierarchies and the suppression may also be too few.',
  },
  ASSAY1465: {
    title: 'A target without the columns it speaks of',
    explanation:
      'k needs columns of role `quasi-identifier` that are still there after the operations, l and t columns of role `sensitive` that are no quasi-identifiers.',
  },
  ASSAY1466: {
    title: 'A column that few pseudonyms are for',
    explanation:
      'Of values of so short a format there are fewer than a million pseudonyms. They are one to one and hang on the key, but how often each occurs may tell who is meant. `privacy/masking-residual` measures it.',
  },
  ASSAY1467: {
    title: 'A column that identifies people stays',
    explanation: 'The plan keeps a column of role `identifier` as it is: the result is not masked in it.',
  },
} as const satisfies CodeTable;

export type MaskCode = keyof typeof MASK_CODES;
