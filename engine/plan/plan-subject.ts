import type { Need } from '../plugins/contract.js';
import type { LoadedSubject } from '../subject/loaded.js';
import type { Task } from '../subject/task.js';

/** A file (or an endpoint) that measurements read. `role` is `model`, `predecessor`, `judge`, `data`, `data.train`,
 * `data.test`, `training.…`, `storage.…`, `history`. */
export interface PlanInput {
  readonly role: string;
  /** `sha256:…`, or `null` where there is none (an endpoint, the history): what reads it is never taken from the cache. */
  readonly digest: string | null;
}

/** What planning must know of a subject. Plain data, drawn from the subject's document and its files' digests. */
export interface PlanSubject {
  readonly task: Task;
  readonly inputs: readonly PlanInput[];
  /**
   * The parts of the document that bear on figures (columns, roles, missing values, group, weight; threshold; …),
   * without paths: a file is known by its digest.
   */
  readonly settings: LoadedSubject['settings'];
  readonly lacks: readonly Need[];
}
