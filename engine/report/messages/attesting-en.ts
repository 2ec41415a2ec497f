/** What a reader is told of attestations and gates, in English. */
import { count } from './count.js';

export const attesting = {
  attest: {
    wrote: (path: string) => `attested: ${path}`,
    signedWith: (key: string, signatures: number) =>
      `signed with the key ${key}, ${count(signatures, 'signature', 'signatures')} in all`,
    signedAs: (identity: string, signatures: number) =>
      `signed through Sigstore as ${identity}, ${count(signatures, 'signature', 'signatures')} in all`,
    model: 'model',
    policy: 'policy',
    report: 'report',
    holds: (until: string) => `by dates alone the verdict changes at ${until}`,
  },
  gate: {
    decision: {
      admitted: (model: string, policy: string) => `${model} may be deployed under ${policy}.`,
      refused: (model: string, policy: string) => `${model} may not be deployed under ${policy}.`,
      undetermined: (model: string, policy: string) => `Whether ${model} may be deployed under ${policy} is not known.`,
    },
    attestation: (file: string, line: number) => `${file}, line ${line}`,
    accepted: 'accepted',
    refused: 'refused',
    conditions: {
      signatures: 'Signed by those who are trusted',
      form: 'Of a form that this version knows',
      model: 'The very model',
      verdict: 'It conforms',
      whole: 'The whole policy was judged',
      report: 'The report says what its evidence says',
      policy: 'This policy, or one proved at least as strict',
      age: 'Young enough, and not of the future',
      holds: 'No date has changed the verdict since',
      'chosen-seed': 'No seed was chosen',
      cached: 'Nothing came from a cache',
      waivers: 'Nothing was waived',
      declared: 'No evidence is somebody’s word',
      logged: 'No evidence is another program’s record',
      estimated: 'No evidence is a model’s estimate',
    },
  },
};
