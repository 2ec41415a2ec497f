/** A subject as plain JSON: what loading comes to, what crosses to the child processes that measure. Paths are absolute. */
import type { QuestionColumns } from '../document/types.generated.js';
import type { KeySource } from '../sealing/key-source.js';
import type { HttpModelSpec } from './endpoint/spec.js';
import type { EstimatorSpec } from './estimator-spec.js';
import type { LanguageModelSpec } from './language/spec.js';
import type { ScorerSpec } from './language/question.js';
import type { Role } from './table.js';
import type { History, Part } from './view.js';
import type { Task } from './task.js';

export interface ColumnSpec {
  readonly name: string;
  readonly type: 'numeric' | 'categorical';
  readonly roles: readonly Role[];
}

/** How a sealed file is opened. */
export interface SealedSpec {
  readonly key: KeySource;
}

export interface TableSpec {
  readonly path: string;
  /** Of the file as it lies: of the sealed one, where it is sealed. */
  readonly digest: string;
  readonly rows: number;
  readonly sealed?: SealedSpec;
  /** Its own, where they are not the subject's: some of them, texts in place of numbers where they hold such. */
  readonly columns?: readonly ColumnSpec[];
}

/** How the bytes of a table are read. */
export interface CsvFormat {
  /** One character. */
  readonly separator: string;
  /** Texts that stand for a missing value. */
  readonly missing: readonly string[];
}

export interface TargetSpec {
  readonly column: string;
  /** In the order of the model's outputs; empty for regression. */
  readonly classes: readonly string[];
  readonly positive?: string;
}

export interface ExternalSpec {
  /** As the model's file names it. */
  readonly location: string;
  readonly path: string;
  readonly digest: string;
}

export type ModelSpec =
  | {
      readonly format: 'onnx' | 'predictions' | 'tfjs';
      readonly path: string;
      readonly digest: string;
      /** Files beside the model that hold its weights. */
      readonly external?: readonly ExternalSpec[];
      /** Of recorded predictions. */
      readonly sealed?: SealedSpec;
      readonly threshold?: number;
    }
  | {
      readonly format: 'command';
      readonly command: readonly string[];
      readonly folder: string;
      readonly threshold?: number;
    }
  | HttpModelSpec
  | LanguageModelSpec;

/** A file of data, code or configuration at rest. */
export interface StoredSpec {
  readonly path: string;
  /** From the document's folder on, with `/`. */
  readonly name: string;
  readonly size: number;
  /** When it was changed last, in milliseconds: it must be so still when it is read. */
  readonly changed: number;
}

export interface StorageSpec {
  readonly files: readonly StoredSpec[];
  readonly code: readonly StoredSpec[];
  /** Names of the tables' columns. */
  readonly columns: readonly string[];
  /** Absent where none is named or it cannot be used. */
  readonly key?: KeySource;
}

export type QuestionFormat = 'jsonl' | 'csv' | 'parquet';

/** A file of questions, or of examples. */
export interface QuestionFileSpec {
  readonly path: string;
  /** Of the file as it lies. */
  readonly digest: string;
  readonly sealed?: SealedSpec;
  readonly format: QuestionFormat;
}

export interface QuestionSetSpec {
  readonly file: QuestionFileSpec;
  readonly separator: string;
  readonly columns: QuestionColumns;
  readonly template?: string;
  readonly system?: string;
  /** The first `count` of them, where it is given. */
  readonly examples?: { readonly file: QuestionFileSpec; readonly count?: number };
  readonly scorer: ScorerSpec;
  readonly weights?: Readonly<Record<string, number>>;
  readonly revised?: string;
}

export interface SubjectSpec {
  readonly name: string;
  readonly version: string;
  readonly task: Task;
  readonly facts: Readonly<Record<string, unknown>>;
  /** `whole` instead of `train` and `test` where there is one table. */
  readonly tables: Readonly<Partial<Record<Part, TableSpec>>>;
  readonly csv: CsvFormat;
  /** The columns to read, target, group and weight among them; in the order of the first table's file. */
  readonly columns: readonly ColumnSpec[];
  readonly target?: TargetSpec;
  readonly group?: string;
  readonly weight?: string;
  readonly model?: ModelSpec;
  readonly predecessor?: ModelSpec;
  /** The language model that scores answers. */
  readonly judge?: LanguageModelSpec;
  readonly questions?: Readonly<Record<string, QuestionSetSpec>>;
  readonly estimator?: EstimatorSpec;
  /** As in the document, with the paths of its logs absolute. */
  readonly training?: Readonly<Record<string, unknown>>;
  readonly storage?: StorageSpec;
  /** Of the cache, not of the document. */
  readonly history?: History;
}
