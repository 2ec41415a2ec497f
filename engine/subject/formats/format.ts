/** What a model format is: how a file of it is looked at when a subject is loaded, and how it is opened. */
import type { LogicalDevice } from '../../backends/device.js';
import type { Diagnostic } from '../../document/diagnostic.js';
import type { AnswerShelf } from '../endpoint/answer-book.js';
import type { UsedDays } from '../endpoint/used-days.js';
import type { SubjectSpec } from '../spec.js';
import type { Table } from '../table.js';
import type { Model, Part } from '../view.js';
import type { FeatureSpec } from './onnx-inputs.js';

/** A fault or remark that belongs to the node that names the model. */
export interface ModelFinding {
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly hint?: string;
}

export interface ModelLook {
  readonly findings: readonly ModelFinding[];
  /** Faults inside the model's own file, with their places. */
  readonly diagnostics?: readonly Diagnostic[];
  /** Class names in the model's order, where its file tells. */
  readonly classes?: readonly string[];
  /** Files beside the model that hold its weights. */
  readonly external?: readonly ExternalFiles[];
}

/** Files that belong together, relative to the model's folder. */
export interface ExternalFiles {
  readonly locations: readonly string[];
  /** That they must have together, where the model's file tells. */
  readonly bytes?: number;
}

/** What is known of the subject when its model is looked at. */
export interface LookContext {
  readonly bytes: Uint8Array;
  /** As diagnostics name the model's file. */
  readonly file: string;
  readonly regression: boolean;
  /** Known classes; `undefined` where they are yet to be found. */
  readonly classes: readonly string[] | undefined;
  readonly positive: string | undefined;
  readonly threshold: number | undefined;
  /** `undefined` where there is no sound table: then the model is looked at alone. */
  readonly features: readonly FeatureSpec[] | undefined;
  readonly separator: string;
  /** Of the table that recorded answers belong to. */
  readonly rows: number | undefined;
}

/** What an open model may ask of the subject that it belongs to. */
export interface OpenContext {
  readonly spec: SubjectSpec;
  readonly table: (part: Part) => Promise<Table | undefined>;
  readonly device: LogicalDevice;
  /** Where answers of endpoints are kept; without it they are kept in memory. */
  readonly answers?: AnswerShelf;
  /** Told of which days the answers of endpoints are that are used. */
  readonly used: UsedDays;
}

export interface ModelFormat {
  /** Absent where the model is no file. */
  look?(context: LookContext): ModelLook;
  /** Whether `open` heeds the device: then the figures of its models are those of one device. */
  readonly usesDevice?: true;
  /** Throws ModelFault. */
  open(context: OpenContext): Promise<Model>;
}
