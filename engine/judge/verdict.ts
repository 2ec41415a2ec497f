/** What judging gives: verdicts of rules with the evidence for them. Plain data; the report holds them as they are. */
import type { Counted } from '../plugins/contract.js';
import type { UnmeasuredCause, Basis, Output } from '../plugins/figure.js';

export const RULE_VERDICTS = ['pass', 'fail', 'undetermined', 'not-applicable'] as const;
export type RuleVerdict = (typeof RULE_VERDICTS)[number];

export const CHECK_VERDICTS = ['conforms', 'does-not-conform', 'undetermined'] as const;
export type CheckVerdict = (typeof CHECK_VERDICTS)[number];

export type Cause = 'uncertain' | 'bounded' | 'basis' | UnmeasuredCause;

/** One comparison (or one discrete condition) and what the evidence says of it. */
export interface Evidence {
  /** The measured side as written: `cv.f1Macro`, or an arithmetic expression in words; `items[2].recall` in lists. */
  readonly output: string;
  /** In `unit`. `null` where unmeasured. */
  readonly estimate: number | string | boolean | null;
  /** Central at `level`, of the same distribution as `support`; absent where there is none. */
  readonly interval?: readonly [number, number];
  readonly level?: number;
  readonly unit?: string;
  readonly operator: string;
  readonly limit: number | string | boolean | readonly string[] | null;
  /** How far the estimate lies on the right side of the limit, in `unit`; negative on the wrong side. */
  readonly distance?: number;
  /** Lowest and highest support of the comparison, 0…1. */
  readonly support: readonly [number, number];
  /** Whether the rule's verdict turns on this comparison. */
  readonly deciding: boolean;
  readonly basis?: Basis;
  readonly cause?: Cause;
  /** For an unmeasured output: the plugin's own words. */
  readonly detail?: string;
}

/** What would settle an undetermined rule. Exactly one of these is set. */
export type Settle =
  /** So many rows (groups), or what is `counted`, in all would settle it with 80 % power if the estimate stayed. */
  | { readonly rows: number; readonly counted?: Counted }
  | { readonly repeats: number }
  /** The estimate lies at, or on the wrong side of, the limit: more data will not make it pass. */
  | { readonly never: 'not at this estimate' }
  /** Something must be given, such as a missing input or evidence of another basis. */
  | { readonly provide: string };

export interface RuleJudgement {
  readonly verdict: RuleVerdict;
  readonly cause?: Cause;
  readonly evidence: readonly Evidence[];
  readonly settle?: Settle;
  /** Facts that made a rule `not-applicable`, in `when`'s own words. */
  readonly switchedOffBy?: readonly { readonly fact: string; readonly value: unknown }[];
}

/** What a rule is judged on. Outputs by alias and name; facts by name, absent where the subject does not say. */
export interface EvidenceSource {
  readonly measurements: Readonly<Record<string, Readonly<Record<string, Output>>>>;
  readonly facts: Readonly<Record<string, unknown>>;
}
