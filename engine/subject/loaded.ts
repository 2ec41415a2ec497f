/** What loading a subject gives, and what it may be handed. */
import type { Diagnostic, Range } from '../document/diagnostic.js';
import type { Need } from '../plugins/contract.js';
import type { Text } from '../document/text.js';
import type { NodePlace } from './findings.js';
import type { Weights } from './language/spec.js';
import type { SubjectSpec } from './spec.js';
import type { Task } from './task.js';

/** A file that measurements read, as the report lists it. */
export interface LoadedInput {
  /**
   * `data`, `data.train`, `data.test`, `data.released`, `data.population`, `model.external`, `model.weights`,
   * `estimator.command`, `estimator.files`, `estimator.network`, `training.emissions`, `training.log`, `storage.files`, `storage.code`, `questions.NAME`,
   * `questions.NAME.examples`.
   */
  readonly role: string;
  /** As the document has it, with `/` between parts. */
  readonly path: string;
  readonly digest: string;
  /** Of tables; of sets of questions, how many those are. */
  readonly rows?: number;
}

export interface LoadedSubject {
  readonly spec: SubjectSpec;
  readonly name: string;
  readonly version: string;
  readonly title?: Text;
  readonly task: Task;
  readonly facts: Readonly<Record<string, unknown>>;
  /** `YYYY-MM-DD`: of the evidence under `training`. */
  readonly trainingDated?: string;
  /** Of the document's content and of the digests of all that it names: any change of what is assessed changes it. */
  readonly digest: string;
  /** `digest` is `null` where the model is no file (a command, a server); `reason` says why. */
  readonly model?: {
    readonly format: string;
    readonly digest: string | null;
    readonly reason?: string;
    readonly weights?: Weights;
  };
  readonly predecessor?: LoadedSubject['model'];
  readonly judge?: LoadedSubject['model'];
  /** Tables first, in the order data, data.train, data.test. The model is not among them. */
  readonly inputs: readonly LoadedInput[];
  /** What bears on figures, by part of the document, without paths: for cache keys (`PlanSubject.settings`). */
  readonly settings: {
    readonly data?: unknown;
    readonly target?: unknown;
    readonly model?: unknown;
    readonly predecessor?: unknown;
    readonly estimator?: unknown;
    readonly training?: unknown;
    readonly storage?: unknown;
    readonly facts?: unknown;
    readonly judge?: unknown;
    readonly questions?: unknown;
  };
  /** Parts that it has none of. */
  readonly lacks: readonly Need[];
  /** Absolute paths of packs, standards and profiles, and where the document names them. */
  readonly policies: readonly { readonly path: string; readonly range?: Range }[];
  /** The document's path as it was given; the data's where there is no document. */
  readonly file: string;
  /** The place of a node by keys and indices from the document's root, such as `['facts', 'riskClass']`. */
  readonly placeOf: (pointer: readonly (string | number)[]) => NodePlace;
}

/** Findings about files, kept by content: a file that was parsed once need not be parsed again. Values are JSON. */
export interface Memo {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

export interface LoadOptions {
  /** Paths may leave the document's folder. */
  readonly allowOutside?: boolean;
  readonly memo?: Memo;
}

/** `subject` is there exactly where no diagnostic is an error. */
export interface LoadResult {
  readonly subject?: LoadedSubject;
  readonly diagnostics: readonly Diagnostic[];
}
