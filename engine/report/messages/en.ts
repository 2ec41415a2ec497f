/** What a reader is told, in English. The other languages have the same keys: the compiler holds them to it. */
import type { AnswerDays } from '../../plugins/answer-days.js';
import { asking } from './asking-en.js';
import { attesting } from './attesting-en.js';
import { changing } from './changing-en.js';
import { documents } from './documents-en.js';
import { footing } from './footing-en.js';
import { files } from './files-en.js';
import { count } from './count.js';
import { planning } from './planning-en.js';

export const en = {
  listSeparator: ', ',
  severity: { error: 'error', warning: 'warning', notice: 'notice' },
  hint: (text: string) => `What to do: ${text}`,
  verdict: { conforms: 'conforms', 'does-not-conform': 'does not conform', undetermined: 'undetermined' },
  ruleVerdict: { pass: 'pass', fail: 'fail', undetermined: 'undetermined', 'not-applicable': 'not applicable' },
  level: { shall: 'shall', should: 'should' },
  inTransition: (until: string) => `should (shall from ${until})`,
  area: { energy: 'Energy', privacy: 'Privacy', explainability: 'Explainability', evaluation: 'Evaluation' },
  basis: {
    observed: 'observed by Assay',
    estimated: 'estimated from what Assay saw',
    logged: 'taken from another program’s record',
    declared: 'declared by somebody',
  },
  clause: (id: string) => `clause ${id}`,

  because: {
    conforms: (applicable: number, waived: number) =>
      waived === 0
        ? `Every applicable shall rule passes (${applicable}).`
        : `Every applicable shall rule (${applicable}) passes or is waived (${waived}).`,
    fails: (rules: string, n: number) => `${count(n, 'shall rule fails', 'shall rules fail')}: ${rules}.`,
    undetermined: (rules: string, n: number) =>
      `No shall rule fails, but the evidence does not decide ${count(n, 'shall rule', 'shall rules')}: ${rules}.`,
    alsoUndetermined: (rules: string, n: number) =>
      `The evidence does not decide ${count(n, 'other', 'others')}: ${rules}.`,
  },
  rulesCounted: (n: number) => count(n, 'rule', 'rules'),
  waivedCount: (n: number) => `${n} waived`,

  reason: {
    passes: (level: string, support: string) =>
      `The evidence supports this at ${level} confidence (support ${support}).`,
    passesExactly: 'It holds; the figure has no sampling error.',
    passesBand: 'It holds for every value in the range.',
    passesPoint: 'The estimate meets the limit; the clause itself judges by the estimate.',
    fails: (level: string, support: string) => `The evidence refutes this at ${level} confidence (support ${support}).`,
    failsExactly: 'It does not hold; the figure has no sampling error.',
    failsBand: 'It holds for no value in the range.',
    failsPoint: 'The estimate misses the limit; the clause itself judges by the estimate.',
    passesLogic: (level: string) => `Taken together, the comparisons hold at ${level} confidence.`,
    failsLogic: (level: string) => `Taken together, the comparisons are refuted at ${level} confidence.`,
    uncertain: (level: string, support: string) =>
      `The sampling error reaches across the limit: at ${level} confidence the evidence neither supports nor refutes this (support ${support}).`,
    uncertainBounds: (level: string) =>
      `The limit lies between the bounds: at ${level} confidence they neither support nor refute this.`,
    bounded: 'The limit lies inside a systematic range: more of the same data would not narrow it.',
    basis: (basis: string, accepted: string) => `The figure is ${basis}; the rule accepts only ${accepted}.`,
    basisUnknown: (accepted: string) =>
      `The figure rests on a basis that the rule does not accept; it accepts only ${accepted}.`,
    unmeasured: {
      'missing-input': 'Not measured, for want of an input',
      unsupported: 'Not measured, as this subject cannot give it',
      'timed-out': 'Not measured, as the time ran out',
      failed: 'Not measured, as the measurement failed',
      'out-of-domain': 'Not measured, as the data lie outside what the method can vouch for',
      stale: 'Not measured, as the evidence is out of date',
      budget: 'Not measured, as the budget was used up',
    },
    withDetail: (reason: string, detail: string) => (detail === '' ? `${reason}.` : `${reason}: ${detail}.`),
    undeterminedCondition: 'Whether the rule applies is not known.',
  },
  notMeasured: 'not measured',
  needs: (operator: string, limit: string) => `needs ${operator} ${limit}`,
  interval: (level: string) => `${level} interval`,
  moreComparisons: (n: number) => `and ${count(n, 'more comparison', 'more comparisons')}`,

  counted: {
    rows: 'rows',
    questions: 'questions',
    answers: 'answers',
    attempts: 'attempts',
    canaries: 'canaries',
    excerpts: 'excerpts',
  },
  settle: {
    rows: (n: string, counted: string) =>
      `About ${n} ${counted} in all would settle it (80 % power, if the estimate stays).`,
    repeats: (repeats: string) =>
      `About ${repeats} repeats in all would settle it (80 % power, if the estimate stays).`,
    never: 'At this estimate more data would not make it pass.',
    provide: (what: string) => `To settle it, provide: ${what}.`,
  },
  remedy: (text: string) => `To mend it: ${text}`,
  waiver: {
    applied: (until: string, by: string) => `Waived until ${until} by ${by}`,
    expired: (until: string, by: string) => `A waiver by ${by} expired on ${until} and no longer counts`,
    forbidden: (by: string) => `A waiver by ${by} is void: this rule forbids waivers`,
    'not-covering': (by: string, covers: string) => `A waiver by ${by} covers only: ${covers}`,
    unneeded: (by: string) => `A waiver by ${by} is not needed`,
    early: (from: string, by: string) => `A waiver by ${by} counts from ${from} on, not before`,
    'too-long': (by: string) => `A waiver by ${by} is void: it lasts longer than this rule allows`,
    unapproved: (by: string) =>
      by === '' ? 'A waiver is void: nobody has approved it' : `A waiver by ${by} is void: too few have approved it`,
    unreadable: (by: string) => `A waiver by ${by} is void: its dates cannot be read`,
  },
  waived: 'waived',

  section: {
    switchedOff: 'Switched off by facts',
    notInEffect: 'Not in effect on this day',
    notAssessed: 'Not assessed: clauses without a rule',
    findings: 'Remarks',
    changes: (since: string) => `Changed since the report of ${since}`,
  },
  factIs: (fact: string, value: string) => `${fact} is ${value}`,
  conditionNotMet: 'its condition is not met',
  moreFindings: (n: number) => `and ${n} more`,

  change: {
    none: 'Nothing.',
    verdict: (before: string, after: string) => `${before} → ${after}`,
    estimate: (output: string, before: string, after: string) => `${output}: ${before} → ${after}`,
    rule: { added: 'new rule', removed: 'rule no longer in the policy' },
    part: {
      policy: 'The policy is another one.',
      model: 'The model is another one.',
      data: 'The data are others.',
      subject: 'The subject’s document says something else.',
      seed: 'The seed is another one.',
      engine: (before: string, after: string) => `Assay ${before} → ${after}.`,
    },
  },

  ...footing,
  ...asking,
  unread: 'could not be checked',

  measurement: {
    output: 'output',
    estimate: 'estimate',
    interval: (level: string) => `${level} interval`,
    n: 'n',
    basis: 'basis',
    items: (n: number) => count(n, 'item', 'items'),
    exact: 'exact',
    seed: (seed: string) => `seed ${seed}`,
    cached: 'from the cache',
    took: (time: string) => `took ${time}`,
    answered: ({ from, to }: AnswerDays) =>
      from === undefined
        ? `answers without a date${to === undefined ? '' : `, and others to ${to}`}`
        : `answers of ${from}${from === to ? '' : ` to ${to}`}`,
    dated: (of: string, day: string | undefined) =>
      day === undefined ? `evidence without a date (${of})` : `evidence of ${day} (${of})`,
    moreRows: (n: number) => `… and ${count(n, 'more row', 'more rows')}`,
    yes: 'yes',
    no: 'no',
  },

  policy: {
    contents: 'Contents',
    packs: 'Packs',
    digest: 'Digest of the policy',
    publishedBy: (who: string) => `published by ${who}`,
    ownedBy: (who: string) => `owned by ${who}`,
    inEffect: (from: string | undefined, until: string | undefined) =>
      [
        ...(from === undefined ? [] : [`in effect from ${from}`]),
        ...(until === undefined ? [] : [`until ${until}`]),
      ].join(' '),
    source: 'Source',
    noRule: 'No rule: reported as not assessed.',
    otherRules: 'Rules of no clause',
    when: (words: string) => `Applies when ${words}.`,
    require: (words: string) => `Requires that ${words}.`,
    measuredBy: (plugins: string) => `Measured by ${plugins}.`,
    confidence: (level: string) => `Judged at ${level} confidence.`,
    byPoint: 'Judged by the estimate, as the clause does.',
    basis: (bases: string) => `Accepts figures that are ${bases}.`,
    raised: (layer: string, place: string) => `raised to “shall” by ${layer} (${place})`,
    tightened: {
      confidence: (layer: string, place: string) => `confidence raised by ${layer} (${place})`,
      basis: (layer: string, place: string) => `bases left out by ${layer} (${place})`,
      waiver: (layer: string, place: string) => `waiver narrowed by ${layer} (${place})`,
      maxAge: (layer: string, place: string) => `age of evidence lowered by ${layer} (${place})`,
      when: (layer: string, place: string) => `made to apply to more by ${layer} (${place})`,
    },
    shallFrom: (day: string) => `“Should” before ${day}, “shall” from then on.`,
    ruleInEffect: (dates: string) => `The rule is ${dates}.`,
    maxAge: (days: number) =>
      `Takes readings, answers of servers and dated evidence that are at most ${days} days old.`,
    waivable: {
      forbidden: 'may not be waived',
      allowed: (longest: number | undefined, approvers: number) =>
        [
          'may be waived',
          ...(longest === undefined ? [] : [`for at most ${longest} days`]),
          ...(approvers > 1 ? [`with ${approvers} approvers`] : []),
        ].join(' '),
    },
    limits: 'Limits and settings',
    limit: 'Limit',
    value: 'Value',
    mayMove: 'May be set',
    setBy: 'Set by',
    moves: { up: 'only higher', down: 'only lower', adjustable: 'freely', fixed: 'not at all' },
    before: (value: string, layer: string) => `${value} by ${layer}`,
    excluded: 'Left out by a profile',
    waivers: (n: number) => `${count(n, 'waiver comes', 'waivers come')} with it.`,
    scope: 'This is the executable part of the policy. It is no legal opinion.',
  },
  comparison: {
    title: (base: string, other: string) => `Is ${other} at least as strict as ${base}?`,
    answer: {
      proved: 'proved: what the first does not let pass, the second does not',
      refuted: 'refuted: the second lets pass what the first does not',
      undecided: 'undecided: neither proved nor refuted',
    },
    relation: {
      equivalent: 'The two are equivalent.',
      stricter: 'The second is stricter.',
      weaker: 'The second is weaker.',
      overlapping: 'Neither is at least as strict as the other.',
      undecided: 'How the two relate is undecided.',
    },
    short: { proved: 'proved', refuted: 'refuted', undecided: 'undecided' },
    way: {
      same: 'the same rule',
      limit: 'a limit no laxer',
      over: 'it counts on none of these days',
      rule: 'by the rule of this id',
      policy: 'by its rules together',
    },
    reason: {
      solver: 'the solver gave up',
      unconfirmed: 'judging bears out no counterexample',
      beyond: 'too large to be proved about',
    },
    rule: 'Rule of the first',
    level: 'Level',
    result: 'Result',
    how: 'How',
    advice: 'decides no check',
    example: (rule: string) => `Counterexample to ${rule}`,
    notStated: 'not stated',
    notMeasured: 'not measured',
    noRule: 'there is none',
    nothing: 'no rule applies',
    verdicts: (rule: string, check: string) => `the rule: ${rule}; the check: ${check}`,
    elsewhere: (n: number) =>
      `and ${count(n, 'other value', 'other values')} with which the rest of the second passes (--format json)`,
    first: 'first',
    second: 'second',
    age: (days: number) => `${count(days, 'day', 'days')} old`,
    waived: (rules: string, days: number, approvers: number) =>
      `where ${rules} is waived for ${count(days, 'day', 'days')} by ${approvers}, which only the second allows`,
    judged: (subject: string, asOf: string) => `of the subject ${subject} on ${asOf}`,
    judgedOn: (asOf: string) => `on ${asOf}`,
    reverse: (n: number) => `The second asks more in ${count(n, 'rule', 'rules')}`,
    assumed: 'Assumed',
    assumption: {
      'any-evidence':
        'evidence is any that judging takes: exact figures, bands, figures with chance, of every basis, or none',
      'same-settings-same-figure':
        'a plugin with the same settings gives one figure, with other settings an unrelated one',
      'declared-ranges':
        'estimates lie in the ranges, and are whole numbers, as plugins declare; no value is beyond ±1e100',
      'exact-support': 'the support of an opposite is 1 less the support, without rounding',
      'no-waivers-to-come':
        'waivers that somebody may yet write are left out, but a rule that a waiver cannot excuse (none may, or none so long or by so few) must be met by rules that it cannot excuse either',
      'no-rule-applies': 'where none of its rules applies, a policy holds nobody back',
      'any-age': 'readings, answers of servers and dated evidence are of any age, the same for both',
      'from-as-of': 'it is about the day asked for and every later one: rules and waivers by their dates',
      'expressions-apart': 'an expression of several figures may take any value beside theirs',
      'lists-by-item': 'lists have any length, judged by an item that stands for any',
    },
  },
  linted: (ids: string, n: number) => `${ids}: ${n === 0 ? 'no findings' : count(n, 'finding', 'findings')}`,
  policyTest: {
    cases: (n: number, failed: number) =>
      failed === 0
        ? `${count(n, 'case', 'cases')}, all as expected`
        : `${failed} of ${count(n, 'case', 'cases')} not as expected`,
    row: (n: number) => `row ${n}`,
    expected: 'expected',
    actual: 'got',
    rule: 'Rule',
    coverage: 'Covered',
    mutants: 'Mutants noticed',
    of: (part: number, all: number) => `${part} of ${all}`,
    total: 'All rules',
    missingTitle: 'No case shows',
    missing: {
      anything: (rule: string) => `${rule}: anything at all`,
      verdict: (rule: string, verdict: string) => `${rule}: the verdict “${verdict}”`,
      holds: (rule: string, comparison: string) => `${rule}: ${comparison} settled as true`,
      refuted: (rule: string, comparison: string) => `${rule}: ${comparison} settled as false`,
      boundary: (rule: string, comparison: string) => `${rule}: ${comparison} exactly at its limit`,
    },
    survivorsTitle: 'Changes of rules that no case notices',
    survivor: {
      operator: (from: string, to: string) => `${from} for ${to}`,
      limit: (from: string, to: string) => `the limit ${to} instead of ${from}`,
      'part-dropped': (from: string) => `${from} left out`,
      'negation-dropped': () => 'the negation left out',
      'condition-dropped': () => 'applied whatever the facts say',
      'estimates-alone': (from: string) => `judged by estimates alone instead of at ${from}`,
      'any-basis': () => 'figures accepted whatever their basis',
    },
    below: (what: string, found: string, least: string) => `${what}: ${found}, at least ${least} is asked for.`,
  },
  ...attesting,
  ...changing,
  ...planning,
  ...documents,
  ...files,
  pack: {
    tested: (cases: number) => `${count(cases, 'test case', 'test cases')}, all as expected`,
    built: (files: number) => `${count(files, 'file', 'files')}`,
    bytes: (n: number) => `${n} bytes`,
    digest: 'digest of the pack',
    archive: 'digest of the archive',
    signedWith: (key: string) => `signed with the key ${key}`,
    signatures: (n: number) => (n === 1 ? '1 signature' : `${n} signatures`),
    dropped: (n: number) => `${count(n, 'signature', 'signatures')} of an earlier content removed`,
    key: 'For the trust roots of those who are to trust it (kind TrustRoots), under a name of yours:',
    verified: (root: string) => `signed as ${root} asks`,
    by: (signers: string, threshold: number) => `${signers} (at least ${threshold})`,
    refused: 'not trusted',
    published: (at: string) => `published: ${at}`,
    wouldPublish: (at: string) => `would be published: ${at}`,
    unchanged: (at: string) => `published already, the same: ${at}`,
    unsigned: 'not signed',
    added: (path: string, from: string) => `in ${path}, from ${from}`,
    from: (before: string) => `was ${before}`,
    current: 'up to date',
    own: 'of the working folder',
    none: 'no packs in the lock',
  },
  explain: {
    clause: 'Clause',
    level: 'Level',
    confidence: 'Confidence',
    basis: 'Basis',
    when: 'Applies when',
    always: 'always',
    require: 'Requires that',
    measures: 'Measures',
    source: 'Written in',
    byPoint: 'judged by the estimate, as the clause does',
    verdictIn: (subject: string, asOf: string) => `Verdict on ${subject}, as of ${asOf}`,
    citation: {
      verified: 'citation verified',
      secondary: 'cited from a secondary source',
      unverified: 'citation not verified',
    },
  },

  doctor: {
    group: {
      machine: 'Machine',
      backends: 'Backends',
      accelerators: 'Accelerators (physical devices)',
      devices: 'Logical devices (--device)',
      meters: 'Energy meters',
      storage: 'Storage',
    },
  },
};

export type Messages = typeof en;
