/** A model as another program keeps it: where its file is, and what that program says of it. */
import type { SourceCode } from './codes.js';

export interface ModelSource {
  readonly kind: 'mlflow' | 'hugging-face';
  /** The ONNX file, absolute. */
  readonly model: string;
  /** As the other program calls it. */
  readonly name?: string;
  readonly version?: number;
  /** The columns that it takes, in their order; `type` where it is said. */
  readonly features?: readonly { readonly name: string; readonly type?: 'numeric' | 'categorical' }[];
  /** In the order of the model’s outputs. */
  readonly classes?: readonly string[];
  /** Figures that are claimed of it. */
  readonly claims: readonly Claim[];
  /** What was found and could not be taken, a line each. */
  readonly notes: readonly string[];
}

export interface Claim {
  /** Of Assay’s metrics. */
  readonly metric: string;
  readonly value: number;
  /** As the other program names it. */
  readonly as: string;
}

/** Thrown where a reading ends; caught at the task and shown. */
export class SourceFault extends Error {
  constructor(
    readonly code: SourceCode,
    message: string,
    readonly file: string,
  ) {
    super(message);
  }
}
