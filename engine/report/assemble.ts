/** From what was planned, measured and judged to the report. Pure: everything that it says was handed in. */
import type { Diagnostic } from '../document/diagnostic.js';
import type { CheckVerdict, Evidence, RuleJudgement } from '../judge/verdict.js';
import type { Measurement } from '../measure/measurement.js';
import type { WaiverUse } from '../judge/waivers.js';
import type { Declarations } from '../pack/declarations.js';
import type { EffectivePolicy, EffectiveRule, Origin, Waiver } from '../pack/policy.js';
import type { Plan } from '../plan/plan.js';
import { recordMeasurement, type IntervalOf } from './record-measurement.js';
import type {
  Footprint,
  NotAssessed,
  PolicyRecord,
  Report,
  RuleRecord,
  SubjectRecord,
  WaiverRecord,
} from './report.js';

export interface AssembleInput {
  readonly engineVersion: string;
  readonly subject: SubjectRecord;
  readonly policy: EffectivePolicy;
  readonly declarations: Declarations;
  readonly chosenBy: PolicyRecord['chosenBy'];
  /** Paths of the policies that were named. */
  readonly documents?: readonly string[];
  /** Rules and areas, where a part of the policy was asked for. */
  readonly only?: readonly string[];
  /** Whose signatures packs were admitted on. */
  readonly signatures?: NonNullable<PolicyRecord['signatures']>;
  readonly plan: Plan;
  readonly measurements: readonly Measurement[];
  /** By effective rule id; every rule of the policy has one. */
  readonly judgements: Readonly<Record<string, RuleJudgement>>;
  /** By effective rule id: its level on the day. */
  readonly levels: Readonly<Record<string, EffectiveRule['level']>>;
  /** Every waiver that names this subject. */
  readonly considered: readonly Waiver[];
  /** By effective rule id: the waiver that names this rule and subject, and what it comes to. */
  readonly waivers: ReadonlyMap<string, WaiverUse>;
  readonly verdict: CheckVerdict;
  readonly findings: readonly Diagnostic[];
  readonly asOf: Date;
  readonly footprint: Footprint;
  readonly intervalOf: IntervalOf;
}

const DISCLAIMER = {
  en: 'This report covers the executable clauses only, and those without a rule not at all. It is evidence for those who decide, and no legal opinion.',
  zh: '本报告仅涵盖可执行的条款，没有对应规则的条款未作评估。报告为决策者提供证据，不构成法律意见。',
};

export function assembleReport(input: AssembleInput): Report {
  const { policy, plan, asOf } = input;
  const level = intervalLevelOf(policy.rules);
  const rules = policy.rules.map((rule) => ruleRecord(rule, judgedRule(rule, input))).sort(by(({ id }) => id));
  return {
    apiVersion: 'assay/v1',
    kind: 'Report',
    verdict: input.verdict,
    engine: { name: 'assay', version: input.engineVersion },
    asOf: asOf.toISOString(),
    seed: plan.seed,
    seedChosen: plan.seedChosen,
    intervalLevel: level,
    subject: input.subject,
    policy: policyRecord(input),
    rules,
    measurements: input.measurements
      .map((measurement) => recordMeasurement(measurement, level, input.intervalOf))
      .sort(by(({ key }) => key)),
    findings: input.findings,
    notAssessed: clausesWithoutRule(policy),
    expectedFalseFailures: expectedFalseFailures(rules),
    disclaimer: DISCLAIMER,
    footprint: input.footprint,
  };
}

const by =
  <T>(keyOf: (value: T) => string) =>
  (a: T, b: T): number =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0;

const rounded = (value: number): number => Number(value.toFixed(12));

/** 2·confidence − 1 at the confidence that most rules ask for (the higher of equals); 0.9 where none asks for one. */
export function intervalLevelOf(rules: readonly Pick<EffectiveRule, 'confidence'>[]): number {
  const counts = new Map<number, number>();
  for (const { confidence } of rules)
    if (confidence !== 'point') counts.set(confidence, (counts.get(confidence) ?? 0) + 1);
  const [most] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || b - a);
  const level = rounded(2 * (most?.[0] ?? 0.95) - 1);
  return level > 0 ? level : 0.9;
}

/** What judging said of a rule, and what it was judged on. */
export interface JudgedRule {
  readonly judgement: RuleJudgement;
  /** On the day. */
  readonly level: EffectiveRule['level'];
  readonly waiver: WaiverUse | undefined;
  /** Keys of its measurements by alias. */
  readonly measurements: Readonly<Record<string, string>>;
  /** Of those measurements: questions to language models. */
  readonly questions: RuleRecord['questions'];
}

function judgedRule({ id, level }: EffectiveRule, input: AssembleInput): JudgedRule {
  const { judgements, levels, waivers, plan } = input;
  const judgement = judgements[id];
  if (judgement === undefined) throw new Error(`rule ${id} was not judged`);
  const measurements = keysOf(id, plan);
  const questions = questionsOf(Object.values(measurements), input.measurements);
  return { judgement, level: levels[id] ?? level, waiver: waivers.get(id), measurements, questions };
}

/** Asked and spared, of those among the measurements that ask; `undefined` where none does. */
export function questionsOf(
  keys: readonly string[],
  measurements: readonly Pick<Measurement, 'key' | 'asking'>[],
): RuleRecord['questions'] {
  const counts = measurements.flatMap(({ key, asking }) => (keys.includes(key) && asking ? asking.questions : []));
  if (counts.length === 0) return undefined;
  const sum = (of: 'asked' | 'spared'): number => counts.reduce((total, count) => total + count[of], 0);
  return { asked: sum('asked'), spared: sum('spared') };
}

export function ruleRecord(
  rule: EffectiveRule,
  { judgement, level, waiver: use, measurements, questions }: JudgedRule,
): RuleRecord {
  const { verdict, cause, evidence, settle, switchedOffBy } = judgement;
  const { effectiveFrom, effectiveUntil, transition, maxAge, waiverTerms } = rule;
  return {
    id: rule.id,
    area: rule.area,
    ...(rule.clause !== undefined && { clause: rule.clause }),
    title: rule.title,
    level,
    ...(effectiveFrom !== undefined && { effectiveFrom }),
    ...(effectiveUntil !== undefined && { effectiveUntil }),
    ...(transition !== undefined && { transition }),
    ...(maxAge !== undefined && { maxAge }),
    waivable: { allowed: rule.waiver === 'allowed', ...waiverTerms },
    verdict,
    ...(cause !== undefined && { cause }),
    confidence: rule.confidence,
    basis: rule.basis,
    ...(rule.whenLogic !== undefined && { when: rule.whenLogic as Exclude<RuleRecord['when'], undefined> }),
    require: rule.requireLogic as RuleRecord['require'],
    ...(rule.remedy !== undefined && { remedy: rule.remedy }),
    source: place(rule.origin),
    measures: rule.measurements,
    measurements,
    ...(questions !== undefined && { questions }),
    evidence: evidence.map(finiteEvidence),
    ...(settle !== undefined && { settle }),
    ...(switchedOffBy !== undefined && { switchedOffBy }),
    waiver: use === undefined ? null : waiverRecord(use),
  };
}

/** JSON has no infinity: an interval without an end, or a distance to nowhere, is left out. */
function finiteEvidence({ interval, level, distance, ...rest }: Evidence): Evidence {
  const bounded = interval !== undefined && interval.every(Number.isFinite);
  return {
    ...rest,
    ...(bounded && { interval, ...(level !== undefined && { level: rounded(level) }) }),
    ...(distance !== undefined && Number.isFinite(distance) && { distance }),
  };
}

const keysOf = (rule: string, { measurements }: Plan): Record<string, string> =>
  Object.fromEntries(
    measurements.flatMap(({ key, askedBy }) =>
      askedBy.filter((asker) => asker.rule === rule).map(({ alias }) => [alias, key] as const),
    ),
  );

const place = ({ file, range, layer }: Origin): RuleRecord['source'] => ({
  file,
  line: range.line,
  column: range.column,
  layer,
});

function waiverRecord({ waiver, state }: WaiverUse): WaiverRecord {
  return { state, ...permissionRecord(waiver) };
}

function permissionRecord(waiver: Waiver): Omit<WaiverRecord, 'state'> {
  const { subject, reason, approvedBy, ticket, issued, expires, covers, origin } = waiver;
  return {
    subject,
    reason,
    approvedBy,
    ...(ticket !== undefined && { ticket }),
    ...(issued !== undefined && { issued }),
    expires,
    covers,
    source: place(origin),
  };
}

function policyRecord(input: AssembleInput): PolicyRecord {
  const { policy, declarations, chosenBy, documents, only, signatures = [], considered } = input;
  return {
    digest: policy.digest,
    chosenBy,
    ...(documents !== undefined && { documents }),
    ...(only !== undefined && { only }),
    packs: policy.packs,
    ...(signatures.length > 0 && { signatures }),
    effective: {
      facts: declarations.facts,
      outputs: declarations.outputs,
      waivers: considered.map((waiver) => ({ rule: waiver.rule, ...permissionRecord(waiver) })),
      parameters: policy.parameters
        .map(({ id, value, unit, tighten, adjustable, title, origin }) => ({
          id,
          value,
          ...(unit !== undefined && { unit }),
          ...(tighten !== undefined && { tighten }),
          ...(adjustable !== undefined && { adjustable }),
          ...(title !== undefined && { title }),
          source: place(origin),
        }))
        .sort(by(({ id }) => id)),
      clauses: policy.clauses.map(({ layer, id, title, text, citation }) => ({
        standard: layer,
        id,
        title,
        ...(text !== undefined && { text }),
        citation,
      })),
    },
  };
}

/** In the order of the standards. A rule of one standard cites clauses of its own; a profile's rule may cite any. */
export function clausesWithoutRule({ clauses, rules }: Pick<EffectivePolicy, 'clauses' | 'rules'>): NotAssessed[] {
  const standards = new Set(clauses.map(({ layer }) => layer));
  const cited = (layer: string, id: string): boolean =>
    rules.some((rule) => rule.clause === id && (rule.layer === layer || !standards.has(rule.layer)));
  return clauses
    .filter(({ layer, id, heading }) => heading !== true && !cited(layer, id))
    .map(({ layer, id, title }) => ({ clause: id, standard: layer, title }));
}

/** A rule can fail falsely where it was judged at a confidence on figures with a sampling error. */
export function expectedFalseFailures(rules: readonly RuleRecord[]): number {
  const exposed = rules.filter(
    ({ verdict, evidence }) => verdict !== 'not-applicable' && evidence.some(({ level }) => level !== undefined),
  );
  return rounded(exposed.reduce((sum, { confidence }) => sum + (confidence === 'point' ? 0 : 1 - confidence), 0));
}
