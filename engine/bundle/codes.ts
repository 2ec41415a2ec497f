import type { CodeTable } from '../document/diagnostic.js';

/** Faults of bundles: a report with the documents that it follows from. */
export const BUNDLE_CODES = {
  ASSAY1980: {
    title: 'Not a bundle',
    explanation:
      'A bundle is an archive with `bundle.json` in its root, which lists every other file. This archive is something else, or its list cannot be read. Nothing of it was used.',
  },
  ASSAY1981: {
    title: 'A bundle of a newer form',
    explanation: 'The bundle’s `apiVersion` is none that this version of Assay knows. A newer version reads it.',
  },
  ASSAY1982: {
    title: 'A file of a bundle is not as it is listed',
    explanation:
      'A file has other bytes than `bundle.json` says, is missing, or is not listed: the bundle was changed after it was made. Nothing of it was used.',
  },
  ASSAY1983: {
    title: 'The documents do not give the policy of the report',
    explanation:
      'Resolved again, the packs, standards and profiles come to another policy than the one that the report was judged by: they were changed since, or a plugin declares something else. Bundle the report with the documents that it was made with, or check again.',
  },
  ASSAY1984: {
    title: 'A document is not the one of the report',
    explanation:
      'The subject’s document, or a waiver, is not what it was when the report was made. Bundle the report with the documents that it was made with, or check again.',
  },
  ASSAY1985: {
    title: 'The report does not say where its documents are',
    explanation:
      'Reports of an earlier version, and those of subjects without a document, name no document of theirs. Check again with this version; paths in a report are relative to the folder in which it was made, and `bundle` looks for them in the working folder.',
  },
  ASSAY1986: {
    title: 'One report a bundle',
    explanation: 'The file is a list of several reports, or of none. Check the subjects one by one.',
  },
  ASSAY1987: {
    title: 'Another subject than the one of the report',
    explanation:
      'Figures can be compared with those of a report only where the model and the data are the same, byte for byte. The message says which are not.',
  },
} as const satisfies CodeTable;

export type BundleCode = keyof typeof BUNDLE_CODES;
