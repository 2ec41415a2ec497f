/** Waivers: dated permissions for one rule and one subject to fail. The raw verdict is never touched. */
import { createRequire } from 'node:module';
import type * as Semver from 'semver';
import type { Diagnostic } from '../document/diagnostic.js';
import type { EffectiveRule, Waiver } from '../pack/policy.js';
import type { JUDGE_CODES } from './codes.js';
import type { RuleJudgement } from './verdict.js';

export interface SubjectIdentity {
  readonly name: string;
  readonly version?: string;
  /** `sha256:…` */
  readonly digest: string;
}

export interface WaivedRule {
  readonly rule: EffectiveRule;
  readonly judgement: RuleJudgement;
}

export const WAIVER_STATES = [
  'applied',
  'expired',
  'early',
  'too-long',
  'unapproved',
  'unreadable',
  'forbidden',
  'not-covering',
  'unneeded',
] as const;
/** What a waiver that names a rule and the subject comes to. Only `applied` changes anything. */
export type WaiverState = (typeof WAIVER_STATES)[number];

export interface WaiverUse {
  readonly waiver: Waiver;
  readonly state: WaiverState;
}

export interface AppliedWaivers {
  /** By the rule's id: the waiver that names it and this subject; the applied one first. */
  readonly uses: ReadonlyMap<string, WaiverUse>;
  /** What is wrong with waivers that name this subject; those of other subjects are none of this check's business. */
  readonly findings: readonly Diagnostic[];
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const DAY = 86_400_000;

/** @param asOf ISO 8601 instant of the check */
export function applyWaivers(
  waivers: readonly Waiver[],
  rules: readonly WaivedRule[],
  subject: SubjectIdentity,
  asOf: string,
): AppliedWaivers {
  const uses = new Map<string, WaiverUse>();
  const findings: Diagnostic[] = [];
  for (const waiver of waivers) {
    const { state, code, severity = 'warning', message } = effectOf(waiver, rules, subject, asOf, uses);
    if (code !== undefined) {
      const { file, range } = waiver.origin;
      findings.push({ code, severity, message: message ?? '', file, range });
    }
    if (state === 'applied' || (state !== undefined && !uses.has(waiver.rule)))
      uses.set(waiver.rule, { waiver, state });
  }
  return { uses, findings };
}

/** Names that approve, each once. */
export const approversOf = ({ approvedBy }: Pick<Waiver, 'approvedBy'>): readonly string[] => [
  ...new Set(approvedBy.map((name) => name.trim().toLowerCase()).filter((name) => name !== '')),
];

interface Effect {
  /** Absent where it names another subject, or no rule of the policy. */
  readonly state?: WaiverState;
  readonly code?: keyof typeof JUDGE_CODES;
  readonly severity?: Diagnostic['severity'];
  readonly message?: string;
}

function effectOf(
  waiver: Waiver,
  rules: readonly WaivedRule[],
  subject: SubjectIdentity,
  asOf: string,
  uses: ReadonlyMap<string, WaiverUse>,
): Effect {
  const { rule: id } = waiver;
  const match = matchSubject(waiver.subject, subject);
  if (match === 'malformed') {
    return { code: 'ASSAY1713', message: `the waiver of ${id} is for "${waiver.subject}", which names no subject` };
  }
  if (match === 'no version') {
    return { code: 'ASSAY1716', message: `${subject.name} has no version to compare with "${waiver.subject}"` };
  }
  if (!match) return {};
  const target = rules.find(({ rule }) => rule.id === id);
  if (!target) return { code: 'ASSAY1714', message: `the policy has no rule ${id}` };
  const fault = faultOf(waiver, target.rule, Date.parse(asOf));
  if (fault !== undefined) return fault;
  const { verdict } = target.judgement;
  const open = verdict === 'fail' || verdict === 'undetermined';
  if (open && waiver.covers.includes(verdict) && uses.get(id)?.state !== 'applied') return { state: 'applied' };
  return {
    state: open && !waiver.covers.includes(verdict) ? 'not-covering' : 'unneeded',
    code: 'ASSAY1710',
    severity: 'notice',
    message: `the waiver of ${id} is not needed: the rule's verdict is ${verdict}`,
  };
}

/** Whether a waiver of a rule counts for the subject that it names, where the verdict is one that it covers. */
export const isInForce = (waiver: Waiver, rule: EffectiveRule, asOf: string): boolean =>
  faultOf(waiver, rule, Date.parse(asOf)) === undefined;

/** Why a waiver is void, whatever the rule's verdict. */
function faultOf(waiver: Waiver, rule: EffectiveRule, asOf: number): Effect | undefined {
  const { rule: id, issued } = waiver;
  if (rule.waiver === 'forbidden') return { state: 'forbidden', code: 'ASSAY1712', message: `${id} cannot be waived` };
  const expires = instantOf(waiver.expires);
  if (Number.isNaN(expires)) {
    const message = `the waiver of ${id} expires at "${waiver.expires}", which is no instant`;
    return { state: 'unreadable', code: 'ASSAY1715', message };
  }
  const begins = issued === undefined ? undefined : instantOf(issued);
  if (begins !== undefined && !(begins < expires)) {
    const message = `the waiver of ${id} is issued at "${issued}", which is no instant before it expires`;
    return { state: 'unreadable', code: 'ASSAY1750', message };
  }
  if (!(asOf < expires)) {
    return { state: 'expired', code: 'ASSAY1711', message: `the waiver of ${id} expired at ${waiver.expires}` };
  }
  if (begins !== undefined && asOf < begins) {
    return { state: 'early', code: 'ASSAY1751', message: `the waiver of ${id} counts from ${issued} on` };
  }
  const { longest, approvers = 1 } = rule.waiverTerms ?? {};
  if (longest !== undefined && !(begins !== undefined && expires - begins <= longest * DAY)) {
    const message =
      begins === undefined
        ? `the waiver of ${id} does not say when it was issued; it may last ${longest} days from then`
        : `the waiver of ${id} lasts ${Math.ceil((expires - begins) / DAY)} days, and at most ${longest} are allowed`;
    return { state: 'too-long', code: 'ASSAY1752', message };
  }
  const names = approversOf(waiver).length;
  if (names < approvers) {
    const message = `the waiver of ${id} has ${names} of ${approvers} ${approvers === 1 ? 'approver' : 'approvers'}`;
    return { state: 'unapproved', code: 'ASSAY1753', message };
  }
  return undefined;
}

const instantOf = (text: string): number => (INSTANT.test(text) ? Date.parse(text) : Number.NaN);

/** Some fifty files: loaded where a waiver has a range, so that every other check starts without them. */
const loadSemver = (): typeof Semver => createRequire(import.meta.url)('semver') as typeof Semver;

/** The one matcher: `name`, `name@range` or `sha256:…`. */
export function matchSubject(selector: string, subject: SubjectIdentity): boolean | 'malformed' | 'no version' {
  if (selector.startsWith('sha256:')) return DIGEST.test(selector) ? selector === subject.digest : 'malformed';
  const [name, range, ...more] = selector.split('@');
  if (!name || more.length > 0) return 'malformed';
  if (range === undefined) return name === subject.name;
  const semver = loadSemver();
  if (range.trim() === '' || semver.validRange(range) === null) return 'malformed';
  if (name !== subject.name) return false;
  if (subject.version === undefined || semver.valid(subject.version) === null) return 'no version';
  return semver.satisfies(subject.version, range, { includePrerelease: true });
}
