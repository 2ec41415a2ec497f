import type { Diagnostic } from '../../document/diagnostic.js';

/** What a file of questions holds for one of them, before it is understood. */
export interface QuestionRecord {
  readonly value: Readonly<Record<string, unknown>>;
  /** Bytes [start, end) of the file; of Parquet the row, from 0. */
  readonly start: number;
  readonly end: number;
}

/** Collects what is wrong with a file, each at its place. */
export interface PlacedFaults {
  readonly some: boolean;
  add(code: string, start: number, end: number, message: string, hint?: string): void;
  diagnostics(): readonly Diagnostic[];
}
