/** What a rule may name, and what the static check says of it. */
import type { OutputSpec } from '../plugins/contract.js';
import type { Condition, Pointer } from './ast.js';
import type { RuleCode } from './codes.js';

export interface FactSpec {
  /** Absent: that of `values`, else text. `list` is a list of texts. */
  readonly type?: 'text' | 'boolean' | 'number' | 'list';
  readonly values?: readonly (string | number | boolean)[];
  /** Of a number; absent is `"1"`. */
  readonly unit?: string;
}

export interface ParameterValue {
  readonly value: unknown;
  /** Absent: a bare number, as if it were written into the rule. */
  readonly unit?: string;
}

export interface MeasurementSpec {
  readonly plugin: string;
  readonly outputs: Readonly<Record<string, OutputSpec>>;
}

export interface Scope {
  /** Declared facts by name, without `subject.`; `task`, `name` and `version` are always there. */
  readonly facts: Readonly<Record<string, FactSpec>>;
  /** By what follows `parameters.`: `minF1`, `sustainable-ai.minF1`. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly measurements: Readonly<Record<string, MeasurementSpec>>;
}

export type Role = 'require' | 'when';

/** A fault in a rule; who knows the document turns `pointer` into a file, line and column. */
export interface RuleFault {
  readonly code: RuleCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly hint?: string;
  readonly pointer: Pointer;
  /** Whether the key at the pointer is at fault (an operator) or what stands there. */
  readonly at: 'key' | 'value';
}

export interface RuleCheck {
  /** Absent exactly where some fault is an error. */
  readonly condition?: Condition;
  /** Outputs read, in the order of reading; of lists, the list. */
  readonly reads: readonly { readonly alias: string; readonly output: string }[];
  /** Names without `subject.`. */
  readonly facts: readonly string[];
  /** As keyed in the scope. */
  readonly parameters: readonly string[];
  readonly faults: readonly RuleFault[];
}
