/** What a reader is told of policies that change, in English: diff, replay, waivers. */
import { count } from './count.js';

export const changing = {
  replay: {
    noVerdict: 'nothing can be judged',
    same: (rules: number) =>
      `The evidence in the report gives this verdict again, and the same for each of ${count(rules, 'rule', 'rules')}.`,
    differs: 'The report says something else than its evidence.',
    verdict: (recorded: string, again: string) => `The report says “${recorded}”; its evidence says “${again}”.`,
    beside: 'Beside the rules',
    digest:
      'The policy in the report is not the one whose digest it states: a limit, a level, a condition or a rule is another, or missing.',
    recorded: 'the report:',
    again: 'its evidence:',
    nothing: 'nothing',
    documents: (n: number) => `Its policy follows from the ${count(n, 'document', 'documents')} beside it.`,
    attestations: (n: number) => `With ${count(n, 'attestation', 'attestations')}, not verified here.`,
    measured: (subject: string, verdict: string) => `Measured again on ${subject}: ${verdict}`,
    otherPolicy: 'The policy is another one than the report’s.',
    counted: (same: number, agree: number, readings: number, differ: number) =>
      `${count(same + agree + readings + differ, 'figure', 'figures')}: ${same} the same, ${agree} within the uncertainty, ${differ} beyond it${readings === 0 ? '' : `; ${readings} readings of the machine (time, energy, memory) beyond theirs`}.`,
    agreement: { same: 'same', agrees: 'agrees', reading: 'reading', differs: 'differs' },
    notMeasured: (cause: string) => `not measured (${cause})`,
  },
  bundle: {
    written: (path: string, size: string) => `Wrote ${path} (${size}).`,
    holds: (documents: number, attestations: number) =>
      `It holds the report, the ${count(documents, 'document', 'documents')} that it follows from${attestations === 0 ? '' : ` and ${count(attestations, 'attestation', 'attestations')}`}; data and model by their digests only.`,
  },
  diff: {
    same: 'Nothing changed.',
    effect: { weaker: 'Weaker', changed: 'Changed', stricter: 'Stricter', neutral: 'No effect on verdicts' },
    counted: {
      weaker: (n: number) => `${n} weaker`,
      changed: (n: number) => `${n} changed`,
      stricter: (n: number) => `${n} stricter`,
      neutral: (n: number) => `${n} neutral`,
    },
    by: (amount: string) => `(by ${amount})`,
    days: (n: number) => count(n, 'day', 'days'),
    always: 'always in effect',
    kind: {
      pack: 'version',
      'rule-added': 'new rule',
      'rule-removed': 'rule removed',
      level: 'level',
      transition: '“should” until',
      effective: 'time in effect',
      when: 'applies when',
      require: 'requires that',
      confidence: 'confidence',
      basis: 'bases of figures',
      'max-age': 'age of evidence',
      waivable: 'waivers',
      measure: 'measurement',
      'rule-clause': 'clause that it cites',
      'rule-text': 'title or remedy',
      'parameter-added': 'new parameter',
      'parameter-removed': 'parameter removed',
      value: 'limit or setting',
      unit: 'unit',
      moves: 'may be set',
      'parameter-text': 'title',
      'fact-added': 'asks for a fact',
      'fact-removed': 'asks for a fact no longer',
      fact: 'what a fact may be',
      'clause-added': 'new clause',
      'clause-removed': 'clause removed',
      'clause-text': 'text of the clause',
      'clause-title': 'title of the clause',
      citation: 'citation',
      'in-effect': 'time in effect',
      'waiver-added': 'new waiver until',
      'waiver-removed': 'waiver removed',
    },
    stays: (verdict: string) => `The verdict stays “${verdict}”.`,
    becomes: (before: string, after: string) => `The verdict becomes “${after}”, from “${before}”.`,
    someNeed: 'Some rules need measuring first.',
    gone: (n: number) =>
      `${count(n, 'rule', 'rules')} of the report ${n === 1 ? 'is' : 'are'} not in the later policy.`,
    needsMeasuring: (plugins: string) => `needs measuring: ${plugins}`,
  },
  waive: {
    draft:
      'A draft: it waives nothing until it is approved. Review it, put names under approvedBy, and give the file to `assay check --waivers`, or name it under `waivers` in a profile.',
    reason: 'to be written: why it may fail for now, and what will mend it',
    approvers: (n: number) =>
      n === 1
        ? 'who approves it: [Name]'
        : `${n} different people: [${Array.from({ length: n }, (_, i) => `Name ${i + 1}`).join(', ')}]`,
    ticket: 'where it is tracked',
    longest: (days: number) => `The rule allows waivers of at most ${days} days.`,
    last: (day: string, verdict: string) => `In the last report, of ${day}: ${verdict}.`,
  },
};
