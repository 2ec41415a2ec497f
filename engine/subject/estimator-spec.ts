import type { Task } from './task.js';

/** How the model is trained again; `with` is as the document has it. */
export interface EstimatorSpec {
  readonly type: string;
  readonly with: Readonly<Record<string, unknown>>;
  /** The network that `tfjs` trains. */
  readonly network?: { readonly path: string; readonly digest: string };
  /** Of type `command`. */
  readonly program?: TrainerProgram;
}

/** What a program that trains is run with, beside the rows. */
export interface TrainerProgram {
  /** The document's, absolute: its working folder. */
  readonly folder: string;
  /** Its code: those of its arguments that are files of the folder, and the files that the document lists. */
  readonly files: readonly { readonly path: string; readonly digest: string }[];
  readonly task: Task;
  readonly target: string;
  readonly positive?: string;
  /** The column of row weights. */
  readonly weight?: string;
  /** The rows come from a sealed file: a program that gets them as plain files must not run. */
  readonly sealed?: true;
}
