/**
 * What the engine's public door (`index.ts`) is asked and what it answers. Plain data, but for the signal and
 * the progress callback. Faults of the user come back as diagnostics; only faults of ours are thrown.
 */
import type { Diagnostic } from './document/diagnostic.js';
import type { Text } from './document/text.js';
import type { EffectiveClause, EffectivePolicy, EffectiveRule, Waiver } from './pack/policy.js';
import type { Language } from './report/messages/messages.js';
import type { Plan } from './plan/plan.js';
import type { ContractBreach } from './plugins/check-plugin.js';
import type { Counted, OutputSpec } from './plugins/contract.js';
import type { MeasurementRecord, Report, RuleRecord, UnreadSubject } from './report/report.js';
import type { PolicyChange } from './changes/change.js';
import type { ReportUnder } from './replay/judge-under.js';
import type { MeasureLimits, Running, Supply } from './running-api.js';
import type { DirectSubject } from './subject/subject-from-flags.js';

export type { DirectSubject };

/** Where the subjects and their policy come from. Paths are relative to the working folder. */
export interface Selection extends Supply {
  /** Subject documents; empty where `direct` is given. */
  readonly subjects: readonly string[];
  readonly direct?: DirectSubject;
  /** Pack folders, Standards, Profiles. Given, the subjects' own choice is ignored. */
  readonly policies?: readonly string[];
  readonly asOf: Date;
  readonly seed?: number;
  /** A rule (`sustainable-ai/EVAL-001`, `EVAL-001`) or an area. */
  readonly only?: readonly string[];
}

export interface CheckRequest extends Selection, Running {
  readonly waivers?: readonly string[];
  /** Where the machine that checks draws its electricity: a region with a published factor (`DEU`, `gcp/europe-west1`). */
  readonly region?: string;
  /** Told of each file and folder before it is looked at, also of those that are not there. */
  readonly onLook?: (path: string) => void;
}

export interface CheckOutcome {
  /** One a subject, in the order asked. */
  readonly reports: readonly (Report | UnreadSubject)[];
  /** Faults of what all subjects share (policies, waivers, options); with an error among them there are no reports. */
  readonly diagnostics: readonly Diagnostic[];
  /** Set where the request was aborted: there is no verdict. */
  readonly interrupted?: true;
}

export interface PlanRequest extends Selection, Pick<Running, 'cache' | 'device' | 'meters'> {
  /** Expected figures by `alias.output` or `rule:alias.output`, in the output's unit: what sample would a rule need? */
  readonly expect?: Readonly<Record<string, number>>;
}

export interface RowsNeeded {
  readonly rule: string;
  readonly output: string;
  readonly expected: number;
  readonly operator: string;
  readonly limit: number;
  readonly unit: string;
  /** Rows (groups), or what is `counted`, at which the rule passes with 80 % power; `null`: never at this figure. */
  readonly rows: number | null;
  readonly counted?: Counted;
}

export interface PlannedSubject {
  /** As asked. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly plan: Plan;
  readonly policy: EffectivePolicy;
  /** Per measurement key, where it is known: from the cache, or from an earlier run of the same plugin on this machine. */
  readonly expectedSeconds: Readonly<Record<string, number>>;
  /** Keys that the cache holds. */
  readonly cached: readonly string[];
  /** Keys of those that are too old for a rule that asks for them, with the first such rule. */
  readonly stale: Readonly<Record<string, string>>;
  /** Rules that do not count on the day, or not fully. */
  readonly dated: readonly DatedRule[];
  readonly rowsNeeded: readonly RowsNeeded[];
  /** Language models that questions go to. */
  readonly asks: readonly AskedModel[];
  readonly findings: readonly Diagnostic[];
}

export interface AskedModel {
  readonly name: string;
  readonly url: string;
  /** Answers that the cache holds. */
  readonly known: number;
  /** Of one check. */
  readonly budget: { readonly requests?: number; readonly tokens?: number; readonly seconds?: number };
}

export interface DatedRule extends Pick<EffectiveRule, 'effectiveFrom' | 'effectiveUntil' | 'transition'> {
  readonly rule: string;
  /** `advice`: in a transition it is `should`. */
  readonly standing: 'later' | 'over' | 'advice';
}

export interface PlanOutcome {
  readonly subjects: readonly (PlannedSubject | UnreadSubject)[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface MeasureRequest extends Omit<Running, 'limits'> {
  readonly plugin: string;
  readonly subject: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly seed?: number;
  readonly limits?: MeasureLimits;
  /** Manifests of others' plugins. */
  readonly manifests?: readonly string[];
}

export interface MeasureOutcome {
  readonly measurement?: MeasurementRecord;
  /** The level of its intervals. */
  readonly intervalLevel: number;
  /** The declared outputs, for their titles. */
  readonly outputs?: Readonly<Record<string, OutputSpec>>;
  readonly diagnostics: readonly Diagnostic[];
  readonly interrupted?: true;
}

export interface ValidatedDocument {
  readonly path: string;
  readonly kind: string;
  readonly id?: string;
  readonly rules?: number;
}

export interface ValidateOutcome {
  readonly documents: readonly ValidatedDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ExplainRequest {
  /** `sustainable-ai/EVAL-001`, or `EVAL-001` where that is one rule only. */
  readonly rule: string;
  /** Where the rule is looked for: these, else the report, else the subject's policies, else the shipped packs. */
  readonly policies?: readonly string[];
  readonly report?: string;
  readonly subject?: string;
  readonly language: string;
  readonly asOf: Date;
  readonly supply?: Supply;
}

export interface Explanation {
  readonly rule: EffectiveRule;
  readonly clause?: EffectiveClause;
  /** `when` and `require` in words, in the language asked. */
  readonly when?: string;
  readonly require: string;
  readonly measurements: readonly {
    readonly alias: string;
    readonly plugin: string;
    readonly title: Text;
    readonly with: Readonly<Record<string, unknown>>;
    readonly outputs: Readonly<Record<string, OutputSpec>>;
  }[];
  /** From the report, where one was given. */
  readonly judged?: {
    readonly subject: string;
    readonly asOf: string;
    readonly record: RuleRecord;
    readonly measurements: readonly MeasurementRecord[];
  };
}

export interface ExplainOutcome {
  readonly explanation?: Explanation;
  readonly diagnostics: readonly Diagnostic[];
}

export interface DiffRequest {
  /** Paths of packs, standards or profiles. */
  readonly before: string;
  readonly after: string;
  /** Files of reports that are judged by the later policy. */
  readonly evidence: readonly string[];
  readonly language: string;
  /** The day on which reports are judged; absent: their own. */
  readonly asOf?: Date;
}

/** A report's evidence under the later policy. */
export interface JudgedAnew extends ReportUnder {
  readonly path: string;
  /** Whether a verdict would now be another, as far as the report can tell. */
  readonly flips: boolean;
}

interface ComparedPolicy extends Pick<EffectivePolicy, 'digest' | 'packs'> {
  /** As asked. */
  readonly path: string;
}

export interface PolicyDiff {
  readonly before: ComparedPolicy;
  readonly after: ComparedPolicy;
  readonly changes: readonly PolicyChange[];
  readonly reports: readonly JudgedAnew[];
}

export interface DiffOutcome {
  readonly diff?: PolicyDiff;
  readonly diagnostics: readonly Diagnostic[];
}

export interface WaiveRequest {
  readonly rule: string;
  /** A subject document, or a waiver's selector. */
  readonly subject: string;
  /** Where the rule is looked for: these, else the subject's policies, else the last report. */
  readonly policies?: readonly string[];
  readonly reason?: string;
  readonly ticket?: string;
  readonly days?: number;
  readonly asOf: Date;
  /** The last report on a subject, by its name. */
  readonly lastReport: (name: string) => { readonly report?: Report };
}

export interface WaiverDraft extends Pick<Waiver, 'rule' | 'subject' | 'ticket' | 'expires' | 'covers'> {
  readonly title: Text;
  readonly level: EffectiveRule['level'];
  readonly reason?: string;
  readonly issued: string;
  /** Days that it may last, where the rule says so. */
  readonly longest?: number;
  /** How many must approve it. */
  readonly approvers: number;
  /** What the last report says of the rule. */
  readonly last?: Pick<RuleRecord, 'verdict' | 'evidence'> & { readonly asOf: string };
}

export interface WaiveOutcome {
  readonly draft?: WaiverDraft;
  readonly diagnostics: readonly Diagnostic[];
}

export interface InitialiseRequest {
  readonly folder: string;
  /** A folder in which MLflow or Hugging Face keeps the model. */
  readonly from?: string;
  /** A language model behind a server of OpenAI's protocol. */
  readonly served?: {
    readonly url: string;
    /** As requests name it; else the server is asked. */
    readonly name?: string;
    /** The variable of the environment that holds the key. */
    readonly keyEnv?: string;
    /** True: the server is not asked. */
    readonly offline: boolean;
  };
  /** Of comments, questions and notes on a served model; English where absent. */
  readonly language?: Language;
}

export interface TagRunRequest {
  /** A JSON report of one subject. */
  readonly report: string;
  /** A run, or a version of a registered model, in a local folder of MLflow. */
  readonly run: string;
  /** Of the page that is written beside the report. */
  readonly language: Language;
}

export interface TagRunOutcome {
  /** Tags by name, as they were set. */
  readonly tags: Readonly<Record<string, string>>;
  /** Files that were written, tags and artefacts. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface InitialiseOutcome {
  /** Files written, relative to the working folder, and what each is. */
  readonly files: readonly { readonly path: string; readonly kind: string }[];
  /** What was found and taken, and what was inferred: one line each. */
  readonly notes: readonly string[];
  /** The command to run next. */
  readonly next?: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface PluginCheck {
  /** Empty where the plugin keeps the contract. */
  readonly breaches: readonly ContractBreach[];
  /** Faults of the manifest. */
  readonly diagnostics: readonly Diagnostic[];
}

export type { ContractBreach };
export type { MaskSummary } from './mask/summary.js';
export type { DeviceChoice, DeviceRequest } from './backends/device.js';
export type { Container } from './sealing/container.js';
export type { KeySource } from './sealing/key-source.js';
export type { MeasureContext, MeasureResult } from './plugins/contract.js';
export type { CodeTable, Diagnostic } from './document/diagnostic.js';
export type { Catalogue } from './plugins/contract.js';
export type { Language } from './report/messages/messages.js';
export type { MeasurementRecord, Report, ReportList, UnreadSubject } from './report/report.js';
export type { ReporterOptions } from './report/reporter.js';
export type { TextOptions } from './report/text/page.js';
export type * from './policy-api.js';
export type * from './files-api.js';
export type * from './replay-api.js';
