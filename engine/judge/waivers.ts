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

export interface AppliedWaivers {
  /** By the rule's id; the first waiver in force that covers its verdict. */
  readonly waived: ReadonlyMap<string, Waiver>;
  /** What is wrong with waivers that name this subject; those of other subjects are none of this check's business. */
  readonly findings: readonly Diagnostic[];
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** @param asOf ISO 8601 instant of the check */
export function applyWaivers(
  waivers: readonly Waiver[],
  rules: readonly WaivedRule[],
  subject: SubjectIdentity,
  asOf: string,
): AppliedWaivers {
  const waived = new Map<string, Waiver>();
  const findings: Diagnostic[] = [];
  for (const waiver of waivers) {
    const finding = effectOf(waiver, rules, subject, asOf, waived);
    if (finding) findings.push(finding);
  }
  return { waived, findings };
}

function effectOf(
  waiver: Waiver,
  rules: readonly WaivedRule[],
  subject: SubjectIdentity,
  asOf: string,
  waived: Map<string, Waiver>,
): Diagnostic | undefined {
  const found = (code: keyof typeof JUDGE_CODES, severity: Diagnostic['severity'], message: string): Diagnostic => ({
    code,
    severity,
    message,
    file: waiver.origin.file,
    range: waiver.origin.range,
  });
  const match = matchSubject(waiver.subject, subject);
  if (match === 'malformed') {
    return found(
      'ASSAY1713',
      'warning',
      `the waiver of ${waiver.rule} is for "${waiver.subject}", which names no subject`,
    );
  }
  if (match === 'no version') {
    return found('ASSAY1716', 'warning', `${subject.name} has no version to compare with "${waiver.subject}"`);
  }
  if (!match) return undefined;
  const target = rules.find(({ rule }) => rule.id === waiver.rule);
  if (!target) return found('ASSAY1714', 'warning', `the policy has no rule ${waiver.rule}`);
  if (target.rule.waiver === 'forbidden') return found('ASSAY1712', 'warning', `${waiver.rule} cannot be waived`);
  const expires = INSTANT.test(waiver.expires) ? Date.parse(waiver.expires) : Number.NaN;
  if (Number.isNaN(expires)) {
    return found(
      'ASSAY1715',
      'warning',
      `the waiver of ${waiver.rule} expires at "${waiver.expires}", which is no instant`,
    );
  }
  if (!(Date.parse(asOf) < expires)) {
    return found('ASSAY1711', 'warning', `the waiver of ${waiver.rule} expired at ${waiver.expires}`);
  }
  const { verdict } = target.judgement;
  const covered = (verdict === 'fail' || verdict === 'undetermined') && waiver.covers.includes(verdict);
  if (!covered || waived.has(waiver.rule)) {
    return found('ASSAY1710', 'notice', `the waiver of ${waiver.rule} is not needed: the rule's verdict is ${verdict}`);
  }
  waived.set(waiver.rule, waiver);
  return undefined;
}

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
