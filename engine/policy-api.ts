/** What the public door is asked of policies alone, and what it answers. Paths are relative to the working folder. */
import type { Supply } from './running-api.js';
import type { Diagnostic } from './document/diagnostic.js';
import type { Text } from './document/text.js';
import type {
  EffectiveClause,
  EffectiveParameter,
  EffectivePolicy,
  EffectiveRule,
  Origin,
  Waiver,
} from './pack/policy.js';
import type { ToldComparison } from './proof/told.js';
import type { CaseResult, RuleResult } from './policy-test/test-policy.js';

/** A PolicyTest, run. */
export interface TestedDocument {
  readonly file: string;
  /** The standard or profile that it tests, and its id. */
  readonly policy: string;
  readonly id: string;
  readonly cases: readonly CaseResult[];
  /** Coverage and mutants of the document's own rules. */
  readonly rules: readonly RuleResult[];
}

export interface PolicyTestOutcome {
  readonly documents: readonly TestedDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface PolicyRequest {
  /** Packs' folders, standards and profiles. */
  readonly paths: readonly string[];
  /** Of the words that rules are said in. */
  readonly language: string;
  readonly asOf: Date;
  readonly supply?: Supply;
}

/** A rule as it stands in the effective policy. */
export interface PolicyRule {
  readonly rule: EffectiveRule;
  /** `when` and `require` in words, in the language asked. */
  readonly when?: string;
  readonly require: string;
  /** Those that `require` and `when` read. */
  readonly parameters: readonly EffectiveParameter[];
  readonly measurements: readonly { readonly alias: string; readonly plugin: string; readonly title: Text }[];
  /** Where a profile raised it to `shall`. */
  readonly raised?: Origin;
  /** What profiles ask for more strictly, by field, and where. */
  readonly tightened?: Readonly<Partial<Record<'confidence' | 'basis' | 'waiver' | 'maxAge' | 'when', Origin>>>;
}

/** A standard or profile with what stands of it. */
export interface PolicyLayer {
  readonly kind: 'Standard' | 'Profile';
  readonly id: string;
  readonly version: string;
  readonly file: string;
  readonly title: Text;
  readonly publisher?: Text;
  readonly owner?: Text;
  readonly source?: { readonly title: Text; readonly url?: string };
  readonly effectiveFrom?: string;
  readonly effectiveUntil?: string;
  readonly clauses: readonly EffectiveClause[];
  readonly rules: readonly PolicyRule[];
  readonly parameters: readonly EffectiveParameter[];
}

/** An effective policy to be read by people. */
export interface PolicyPage {
  readonly digest: string;
  readonly packs: EffectivePolicy['packs'];
  /** What is imported before what imports it. */
  readonly layers: readonly PolicyLayer[];
  /** Rules that a profile leaves out, and where. */
  readonly excluded: readonly { readonly rule: string; readonly title: Text; readonly origin: Origin }[];
  readonly waivers: readonly Waiver[];
}

export interface PolicyOutcome {
  readonly page?: PolicyPage;
  readonly diagnostics: readonly Diagnostic[];
}

export interface OscalImportRequest {
  /** OSCAL catalogues and profiles, JSON or YAML, together: profiles find what they import among them. */
  readonly files: readonly string[];
  /** The folder for the standards and profiles; nothing in it is written over. */
  readonly out: string;
}

export interface OscalImportOutcome {
  /** None where there is an error. */
  readonly files: readonly { readonly path: string; readonly kind: 'Standard' | 'Profile'; readonly id: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface OscalExportRequest {
  /** A pack's folder, a standard or a profile. */
  readonly path: string;
  /** The folder for the OSCAL documents; without it nothing is written. */
  readonly out?: string;
  /** Of texts that stand in several. */
  readonly language: string;
  /** OSCAL's `last-modified`. */
  readonly asOf: Date;
}

export interface OscalExportOutcome {
  /** OSCAL catalogues and profiles, in JSON's form. */
  readonly documents: readonly Readonly<Record<string, unknown>>[];
  /** Those that were written. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export type { ToldComparison, ToldCounterexample, ToldPolicy, ToldProof, ToldRule } from './proof/told.js';

export interface CompareRequest {
  /** A pack's folder, a standard or a profile each. */
  readonly base: string;
  /** Asked to be at least as strict. */
  readonly other: string;
  /** The comparison is about this day and all that follow. */
  readonly asOf: Date;
  readonly supply?: Supply;
}

export interface CompareOutcome {
  readonly comparison?: ToldComparison;
  readonly diagnostics: readonly Diagnostic[];
}

export interface LintRequest {
  /** Packs’ folders, standards and profiles. */
  readonly paths: readonly string[];
  readonly asOf: Date;
  readonly supply?: Supply;
}

export interface LintOutcome {
  /** Ids of the standards and profiles that were looked at. */
  readonly linted: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}
