import type { CodeTable } from '../document/diagnostic.js';

/** Why a report is not attested, and why a gate refuses a model. */
export const ATTEST_CODES = {
  ASSAY1950: {
    title: 'Attestation cannot be read',
    explanation:
      'A file of attestations has one DSSE envelope a line, as `assay attest` writes it, byte for byte. This one is not there, is cut off, was written again by another program, or is something else.',
  },
  ASSAY1951: {
    title: 'Attestation too large',
    explanation:
      'A file of attestations may have 16 MiB and 1,000 envelopes. A larger one is refused before it is read.',
  },
  ASSAY1952: {
    title: 'Envelope of another payload type',
    explanation:
      'An attestation’s `payloadType` is `application/vnd.in-toto+json`. What was signed as another thing is none.',
  },
  ASSAY1953: {
    title: 'No verdict of Assay’s',
    explanation:
      'The gate decides by statements of predicate type `urn:assay:verdict:v1`. Others, such as the SLSA Verification Summary beside it, do not say how a verdict came about.',
  },
  ASSAY1954: {
    title: 'No trust root for the policy',
    explanation:
      'No root of the trust roots has this pack, standard or profile among its `attestations`, so nobody is trusted to attest verdicts under it.',
  },
  ASSAY1955: {
    title: 'Attestation of another form',
    explanation:
      'It is signed by those who are trusted, but does not fit `schemas/attestation.schema.json`: another version of Assay may have written it.',
  },
  ASSAY1956: {
    title: 'Another model',
    explanation:
      'The model’s bytes are not those that were judged, or its folder has a file too many or too few. Deploy the very model that was checked, or check this one.',
  },
  ASSAY1957: {
    title: 'The model does not conform',
    explanation: 'The check found that the model does not conform to the policy. The report says which rules it fails.',
  },
  ASSAY1958: {
    title: 'The verdict is undetermined',
    explanation:
      'The check could not tell whether the model conforms. The report says what would settle it; until then a gate does not open.',
  },
  ASSAY1959: {
    title: 'A part of the policy was judged',
    explanation:
      'The check was one of some rules or areas (`--only`). A gate asks for the verdict under the whole policy.',
  },
  ASSAY1960: {
    title: 'Another policy',
    explanation:
      'The model was judged under another policy. Whether that was at least as strict is proved from its rules, which the report holds: give it with `--report`.',
  },
  ASSAY1961: {
    title: 'A weaker policy',
    explanation:
      'The policy under which the model was judged lets pass what this one does not: `assay compare` shows an example. Check the model under this policy.',
  },
  ASSAY1962: {
    title: 'Policies that cannot be compared',
    explanation:
      'Neither a proof that the policy judged under is at least as strict was found, nor evidence that it is not. Check the model under this policy.',
  },
  ASSAY1963: {
    title: 'Attestation too old',
    explanation: 'The check is older than `--max-age` allows. Check the model again.',
  },
  ASSAY1964: {
    title: 'Attestation from the future',
    explanation:
      'The check’s instant (`asOf`) lies after the gate’s. One of the two clocks is wrong, or somebody chose the day (`--as-of`).',
  },
  ASSAY1965: {
    title: 'The verdict no longer holds',
    explanation:
      'On the day that the attestation names, a rule came into effect or became binding, a waiver ended, or evidence became too old: the same evidence gives another verdict. Check the model again.',
  },
  ASSAY1966: {
    title: 'A chosen seed',
    explanation:
      'Somebody chose the seed (`--seed`), and could have tried several. `--refuse chosen-seed` asks for the one that follows from policy and data.',
  },
  ASSAY1967: {
    title: 'Figures from a cache',
    explanation:
      '`--refuse cached` asks for figures that were measured in the check itself (`assay check --no-cache`).',
  },
  ASSAY1968: {
    title: 'Waivers were applied',
    explanation:
      'The verdict rests on waivers. `--refuse waivers` asks for a model that conforms without; and a waiver under another policy waives nothing under this one, however strict that was.',
  },
  ASSAY1969: {
    title: 'A basis that is refused',
    explanation:
      'The evidence of some rule is somebody’s word (`declared`), another program’s record (`logged`) or a model’s estimate (`estimated`), which `--refuse` excludes.',
  },
  ASSAY1970: {
    title: 'Another report',
    explanation:
      'None of the reports that were given is the one that was attested: its digest is another. It may have been changed since.',
  },
  ASSAY1971: {
    title: 'A report that says something else than its evidence',
    explanation:
      'Judged again, the evidence in the report gives another verdict or other reasons than the report says (`assay replay` shows where). It was changed by hand, or by another version of Assay.',
  },
  ASSAY1972: {
    title: 'A report that cannot be attested',
    explanation:
      'A report is attested that is about a model with a digest (not an endpoint or a command). The message says what is missing.',
  },
  ASSAY1973: {
    title: 'Model cannot be read',
    explanation:
      'The model is a file, or a folder of at most 10,000 files in which no folder is a link. The message says what stands in the way.',
  },
} as const satisfies CodeTable;

export type AttestCode = keyof typeof ATTEST_CODES;
