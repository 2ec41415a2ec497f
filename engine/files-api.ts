/** What the public door is asked of files that are written anew: sealed, opened, masked, slimmed. Paths are relative to the working folder. */
import type { Diagnostic } from './document/diagnostic.js';
import type { MaskSummary } from './mask/summary.js';
import type { Container } from './sealing/container.js';
import type { KeySource } from './sealing/key-source.js';

/** Which files are sealed or opened, and what may be told and stopped on the way. Paths are relative to the working folder. */
export interface SealingRunning {
  readonly files: readonly string[];
  /** Of the one file; without it, the name with or without the container's suffix. */
  readonly output?: string;
  /** Whether an output that is there is replaced. */
  readonly force: boolean;
  readonly signal?: AbortSignal;
  /** In bytes of the input. */
  readonly onProgress?: (progress: { readonly file: string; readonly done: number; readonly total: number }) => void;
}

export interface SealRequest extends SealingRunning {
  /** Public recipients, `age1…`. */
  readonly to?: readonly string[];
  /** Absent, and without recipients: the variable `ASSAY_KEY`. */
  readonly key?: KeySource;
  /** Where a new key is written, which seals the files, if any. */
  readonly newKey?: string;
  /** Absent: what the key is for. */
  readonly container?: Container;
}

export interface OpenRequest extends SealingRunning {
  /** Absent: the variable `ASSAY_KEY`. */
  readonly key?: KeySource;
}

export interface SealedFile {
  readonly from: string;
  readonly to: string;
  /** Bytes. */
  readonly written: number;
}

export interface SealingOutcome {
  /** Those that were written, whole. */
  readonly files: readonly SealedFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Set where the request was aborted: of the file at hand nothing is left. */
  readonly interrupted?: true;
}

export interface SealOutcome extends SealingOutcome {
  /** Of the new key, where it is an identity: for others to seal to. */
  readonly recipient?: string;
}

export type OpenOutcome = SealingOutcome;

export interface MaskRequest {
  readonly subject: string;
  /** A MaskPlan document. */
  readonly plan: string;
  /** A folder that is not there yet. */
  readonly output: string;
  /** Whether the subject's estimator is trained on the data before and after. */
  readonly compare: boolean;
  /** Where the plan's key is looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

export interface MaskOutcome {
  /** Absent where nothing was written. */
  readonly summary?: MaskSummary;
  readonly folder?: string;
  /** In the folder. */
  readonly files?: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface SlimRequest {
  /** A subject document. */
  readonly subject: string;
  /** The file to write. */
  readonly out: string;
  /** Whether a file that is there may be replaced; one of the subject's never is. */
  readonly force: boolean;
  /** Parameters of `energy/pruning`. */
  readonly with: Readonly<Record<string, unknown>>;
  /** How weights are stored; `auto`, which is the default: as they are or as float16, whichever is smaller. */
  readonly quantise?: 'auto' | 'none' | 'float16' | 'int8';
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/** A smaller model that was written. */
export interface Slimmed {
  readonly path: string;
  /** Share of the hidden units, channels or trees that went. */
  readonly level: number;
  /** How its weights are stored. */
  readonly weights: 'float32' | 'float16' | 'int8';
  readonly bytes: number;
  /** Of the model before. */
  readonly originalBytes: number;
  /** Share; absent where the operations cannot be counted. */
  readonly flopsSaved?: number;
  /** By how much the metric is worse. */
  readonly metricLoss?: number;
}

export interface SlimOutcome {
  /** Absent where nothing was written: faults say why; without one, no smaller model was shown to be as good. */
  readonly slimmed?: Slimmed;
  readonly diagnostics: readonly Diagnostic[];
  readonly interrupted?: true;
}
