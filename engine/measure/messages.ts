/** What the engine and its child processes say to each other; JSON, one message a line (`frames.ts`). */
import type { LogicalDevice } from '../backends/device.js';
import type { ChosenMeter } from './meters/chosen-meter.js';
import type { Comparison, Need } from '../plugins/contract.js';
import type { AnswerDays } from '../plugins/answer-days.js';
import type { UnmeasuredCause } from '../plugins/figure.js';
import type { SubjectSpec } from '../subject/spec.js';

/** One measurement for a child to run. */
export interface Job {
  readonly id: number;
  /** Names its streams of random numbers, beside the seed (`PlannedMeasurement.streams`). */
  readonly streams: string;
  readonly plugin: string;
  readonly about: 'model' | 'procedure' | 'data' | 'training';
  readonly needs: readonly Need[];
  readonly reads?: readonly Need[];
  readonly with: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly comparisons?: readonly Comparison[];
  /** Absolute path of a third party's module; absent for a built-in plugin. */
  readonly module?: string;
}

export type ToChild =
  | {
      readonly type: 'open';
      readonly subject: SubjectSpec;
      /** Where predictions are kept for the other processes. */
      readonly cacheFolder?: string;
      /** False: a model that is a command must not run. */
      readonly allowCommands: boolean;
      /** True: a model behind a server must not be asked. */
      readonly offline: boolean;
      /** What its model and its trainings run on, where they can. */
      readonly device: LogicalDevice;
      /** What its readings of energy are read from. */
      readonly meter: ChosenMeter;
    }
  | { readonly type: 'measure'; readonly job: Job };

export type FromChild =
  | { readonly type: 'ready' }
  /** It started a server of the subject's, as process `pid`, whose memory is no measurement's. */
  | { readonly type: 'serving'; readonly pid: number }
  | {
      readonly type: 'progress';
      readonly id: number;
      readonly done: number;
      readonly total: number;
      readonly note?: string;
    }
  | {
      readonly type: 'result';
      readonly id: number;
      readonly seconds: number;
      readonly cpuSeconds: number;
      readonly result: unknown;
      /** Of the answers of models behind servers that it used. */
      readonly answered?: AnswerDays;
    }
  | {
      readonly type: 'fault';
      readonly id: number;
      readonly seconds: number;
      /** Of the process, since its last answer; absent where it is not known. */
      readonly cpuSeconds?: number;
      readonly cause: UnmeasuredCause;
      readonly detail: string;
      /** The process cannot go on. */
      readonly fatal: boolean;
    };
