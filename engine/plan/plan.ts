/** What is to be measured, and for which rules. Plain data: it crosses to child processes and prints as `assay plan`. */
import type { Comparison, Need } from '../plugins/contract.js';
import type { PlanInput } from './plan-subject.js';

export interface PlannedMeasurement {
  /** `sha256:…` over plugin, version, parameters with defaults, input digests, seed, backend: the cache key. */
  readonly key: string;
  /**
   * Names its streams of random numbers: the key that it has on a processor. So a device changes no fold, draw or first
   * weight, and figures of two devices differ by rounding alone.
   */
  readonly streams: string;
  readonly plugin: string;
  readonly version: string;
  readonly about: 'model' | 'procedure' | 'data' | 'training';
  /** Defaults filled in. */
  readonly with: Readonly<Record<string, unknown>>;
  /** The subject's files that it reads. */
  readonly inputs: readonly PlanInput[];
  readonly seed: number;
  readonly deterministic: boolean;
  /** Parts of the subject that the plugin needs and the subject lacks: it is not run, every output is `missing-input`. */
  readonly lacks: readonly Need[];
  /** The adapter that its model or its trainings are to run on, where they can; absent for the processor. */
  readonly device?: string;
  /** What rules compare its outputs with, where it measures no longer than until they are settled: its figures follow. */
  readonly comparisons?: readonly Comparison[];
  /** Why: the rules (by effective id) and the alias under which each reads it. */
  readonly askedBy: readonly { readonly rule: string; readonly alias: string }[];
}

export interface Plan {
  readonly seed: number;
  readonly seedChosen: boolean;
  /** Sorted by key. */
  readonly measurements: readonly PlannedMeasurement[];
}
