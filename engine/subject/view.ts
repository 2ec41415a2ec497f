/** What a plugin sees of a subject. Tables are read and models opened on the first call, then kept. */
import type { LanguageModel, LanguageRole } from './language/language-model.js';
import type { QuestionSet } from './language/question.js';
import type { AnswerDays } from '../plugins/answer-days.js';
import type { Basis } from '../plugins/figure.js';
import type { ModelInside } from './model-inside.js';
import type { EstimatorSpec } from './estimator-spec.js';
import type { Column, RawTable, Table } from './table.js';
import type { Task } from './task.js';

/** The truth, row by row: class indices (−1 where the label is missing), or numbers (NaN where missing). */
export type Target =
  | {
      readonly kind: 'classes';
      readonly classes: readonly string[];
      readonly positive?: number;
      readonly codes: Int32Array;
    }
  | { readonly kind: 'numbers'; readonly values: Float64Array };

/** What a model answers for some rows. Probabilities are row-major, rows × classes. */
export type Predictions = (
  | { readonly kind: 'classes'; readonly labels: Int32Array; readonly probabilities?: Float64Array }
  | { readonly kind: 'numbers'; readonly values: Float64Array }
) & {
  /** Of a model behind a server. */
  readonly answered?: AnswerDays;
};

export interface Model {
  readonly format: string;
  /** `sha256:…` of the model's file, or `null` for an endpoint. */
  readonly digest: string | null;
  /** `observed` where Assay runs the model, `logged` where it reads another program's predictions. */
  readonly basis: Basis;
  /** In the order of the probabilities' columns; empty for regression. */
  readonly classes: readonly string[];
  /** Such as `onnxruntime/cpu`. */
  readonly backend: string;
  /** False where the model can only answer for the rows of `data.test` as they stand (`predictions`). */
  readonly answersNewRows: boolean;
  /** Answers for any rows that have the feature columns. Throws `ModelFault` for faults of the model or its input. */
  predict(table: Table, signal?: AbortSignal): Promise<Predictions>;
  /** The model's last stage, where its file shows one that can be read; `undefined` where it does not. */
  inside?(): Promise<ModelInside | undefined>;
  /** The path of the model's file, where there is one. */
  readonly path?: string;
  /** How an edited copy of it is run in its place, where its format can be edited. */
  readonly edits?: ModelEdits;
  close(): Promise<void>;
}

export interface ModelEdits {
  /** The whole model in one file: weights that lie in others are put in. */
  file(): Uint8Array;
  /** A model of these bytes, asked and read as this one is. Throws ModelFault. */
  open(file: Uint8Array): Promise<Model>;
}

/** A model could not answer: the figure that needed it is `unmeasured` with this cause. */
export class ModelFault extends Error {
  constructor(
    readonly unmeasured: 'unsupported' | 'failed' | 'out-of-domain' | 'timed-out' | 'budget',
    message: string,
  ) {
    super(message);
  }
}

export type Part = 'train' | 'test' | 'whole' | 'released' | 'population';

/** Tables beside the model's own: they may lack columns, and a column of numbers may be one of texts there. */
export const LENIENT_PARTS = ['released', 'population'] as const satisfies readonly Part[];

/** The model that is assessed, or the one that it follows. */
export type ModelRole = 'model' | 'predecessor';

/** What the cache knows of earlier checks. */
export interface History {
  /** Other models that were judged on the rows of `data.test` before. */
  readonly otherModels: number;
}

export interface StoredFile {
  /** From the document's folder on, with `/`. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes [from, to), as they lie. Throws ModelFault (`failed`) where the file has changed since. */
  read(from: number, to: number): Promise<Uint8Array>;
  /** All of them, in pieces. */
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
}

/** Data at rest, and the code and configuration that deal with them. */
export interface StorageView {
  readonly files: readonly StoredFile[];
  readonly code: readonly StoredFile[];
  /** Names of the tables' columns. */
  readonly columns: readonly string[];
  /**
   * Reads sealed bytes to their end, or until so many plain bytes are authenticated: `opened` where they are whole and
   * untouched, `refused` where they are not (or the key is another's), `not-ours` where the container is none that can
   * be opened. Absent where the subject names no key that can be used.
   */
  readonly opens?: (
    sealed: AsyncGenerator<Uint8Array, void, undefined>,
    enough?: number,
  ) => Promise<'opened' | 'refused' | 'not-ours'>;
}

export interface SubjectView {
  readonly name: string;
  readonly task: Task;
  readonly facts: Readonly<Record<string, unknown>>;
  /** The table of a part, or `undefined` where the subject has none. `whole` is `data.path`, else `data.train`. */
  table(part: Part): Promise<Table | undefined>;
  /**
   * A part's file as it is written: every column of it, declared or not, as text; only the empty cell is missing. For
   * measurements that must not believe what a document leaves out.
   */
  rawTable(part: Part): Promise<RawTable | undefined>;
  /** The truth of a part's rows; `undefined` where there is no such part or no target. */
  target(part: Part): Promise<Target | undefined>;
  /** Columns with role `feature`, in order. */
  features(table: Table): readonly Column[];
  /** Index of each row's group in 0…groups−1, where `data.group` is set. */
  groups(part: Part): Promise<Int32Array | undefined>;
  /** Row weights, where `data.weight` is set. */
  weights(part: Part): Promise<Float64Array | undefined>;
  /** The assessed model, unless the predecessor is asked for. */
  model(of?: ModelRole): Promise<Model | undefined>;
  /** The model as one that is asked in words. Throws ModelFault (`unsupported`) where it is of another kind. */
  languageModel(of?: LanguageRole): Promise<LanguageModel | undefined>;
  /** A set of questions by its name; `undefined` where the subject has none of that name. */
  questions(name: string): Promise<QuestionSet | undefined>;
  /** A model's predictions on a part: an artefact, computed once for all measurements. */
  predictions(part: Part, of?: ModelRole): Promise<Predictions | undefined>;
  /** Throws ModelFault (`unsupported`) where it is a command, and commands are switched off. */
  readonly estimator?: EstimatorSpec;
  readonly training?: Readonly<Record<string, unknown>>;
  readonly storage?: StorageView;
  readonly history?: History;
}
