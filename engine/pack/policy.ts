/** The effective policy: what packs and profiles come to, resolved and statically checked. Plain data. */
import type { Range } from '../document/diagnostic.js';
import type { Text } from '../document/text.js';
import type { Basis } from '../plugins/figure.js';
import type { Area } from '../plugins/contract.js';
import type { Condition } from '../rules/ast.js';

export interface Origin {
  readonly file: string;
  readonly range: Range;
  /** The id of the standard or profile that set it. */
  readonly layer: string;
}

export interface EffectiveParameter {
  /** `<layer>.<name>` */
  readonly id: string;
  readonly value: number | string | boolean | readonly string[];
  /** Absent: a bare number, as if it were written into the rule. */
  readonly unit?: string;
  readonly tighten?: 'up' | 'down';
  /** May be set freely by profiles: its owner says so. */
  readonly adjustable?: boolean;
  /** The texts that it may have, or that may stand in its list. */
  readonly choices?: readonly string[];
  readonly title?: Text;
  readonly origin: Origin;
  /** What it was before layers above set it, its owner's value first. */
  readonly earlier?: readonly { readonly value: EffectiveParameter['value']; readonly origin: Origin }[];
}

/** One measurement that a rule asks for; `with` has its parameters resolved, defaults not yet filled in. */
export interface MeasurementRequest {
  readonly plugin: string;
  readonly with: Readonly<Record<string, unknown>>;
}

export interface EffectiveRule {
  /** `<standard-or-profile-id>/<rule-id>` */
  readonly id: string;
  readonly layer: string;
  /** The area of the measurements it rests on, or as the rule says. */
  readonly area: Area;
  readonly clause?: string;
  readonly title: Text;
  readonly level: 'shall' | 'should';
  readonly waiver: 'allowed' | 'forbidden';
  /** On what terms, where it is allowed: days from issue to end, at most, and how many must approve. */
  readonly waiverTerms?: { readonly longest?: number; readonly approvers?: number };
  /** `YYYY-MM-DD`: the first day on which it applies, and the first on which it no longer does. */
  readonly effectiveFrom?: string;
  readonly effectiveUntil?: string;
  /** Of a `shall` rule: the first day on which that is its level; before, it is `should`. */
  readonly transition?: { readonly until: string };
  /** In days: readings, answers of servers and dated evidence that are older are `stale`. */
  readonly maxAge?: number;
  /** A probability, or `point` where the clause itself judges by a point. */
  readonly confidence: number | 'point';
  readonly basis: readonly Basis[];
  readonly remedy?: Text;
  /** Raw JSON Logic, as written (YAML aliases expanded). */
  readonly requireLogic: unknown;
  readonly require: Condition;
  readonly whenLogic?: unknown;
  readonly when?: Condition;
  readonly measurements: Readonly<Record<string, MeasurementRequest>>;
  /** Those that `require` and `when` read, by what follows `parameters.`; for the referee. */
  readonly parameters: Readonly<Record<string, { readonly value: unknown; readonly unit: string }>>;
  readonly origin: Origin;
}

export interface EffectiveClause {
  /** `<standard-id>` of the clause. */
  readonly layer: string;
  readonly id: string;
  readonly title: Text;
  /** With its parts, and the values of parameters that it names. */
  readonly text?: Text;
  readonly citation: 'verified' | 'secondary' | 'unverified';
  /** Asks nothing itself. */
  readonly heading?: true;
}

export interface EffectivePolicy {
  readonly digest: string;
  readonly packs: readonly { readonly id: string; readonly version: string; readonly digest: string }[];
  readonly rules: readonly EffectiveRule[];
  readonly clauses: readonly EffectiveClause[];
  readonly parameters: readonly EffectiveParameter[];
  /** From profiles only; those of `--waivers` are added by the caller. */
  readonly waivers: readonly Waiver[];
}

export interface Waiver {
  /** `<layer>/<rule-id>` */
  readonly rule: string;
  /** `<subject-name>`, `<subject-name>@<semver range>` or the subject's `sha256:…` digest. */
  readonly subject: string;
  readonly reason: Text;
  /** Nobody yet, where it is a draft. */
  readonly approvedBy: readonly string[];
  readonly ticket?: string;
  /** ISO 8601 instant; before, it does not count. */
  readonly issued?: string;
  /** ISO 8601 instant; from then on it is void. */
  readonly expires: string;
  /** Verdicts that it covers: `fail`, and `undetermined` only where it says so. */
  readonly covers: readonly ('fail' | 'undetermined')[];
  readonly origin: Origin;
}

/** On which terms a rule is judged. */
export type Terms = Pick<EffectiveRule, 'confidence' | 'basis' | 'waiver' | 'waiverTerms' | 'maxAge'>;

export type Waivable = Pick<Terms, 'waiver' | 'waiverTerms'>;
