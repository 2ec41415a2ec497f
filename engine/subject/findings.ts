/** Collects what is wrong with a subject, each at the node that says it. */
import { relative, sep } from 'node:path';
import type { Diagnostic, Range } from '../document/diagnostic.js';
import type { DATA_CODES, MODEL_CODES, QUESTION_CODES, SEALED_CODES } from './codes.js';

export type Pointer = readonly (string | number)[];

/** Where a node is; without a range where there is no document. */
export interface NodePlace {
  readonly file: string;
  readonly range?: Range;
  readonly source?: string;
}

export type Locate = (pointer: Pointer, part: 'key' | 'value') => NodePlace;

export type SubjectCode =
  keyof typeof DATA_CODES | keyof typeof MODEL_CODES | keyof typeof QUESTION_CODES | keyof typeof SEALED_CODES;

export interface Finding {
  readonly code: SubjectCode;
  readonly severity?: Diagnostic['severity'];
  readonly message: string;
  readonly hint?: string;
  readonly part?: 'key' | 'value';
  /** The node holds a secret: its line is not quoted. */
  readonly secret?: true;
}

export class Findings {
  readonly diagnostics: Diagnostic[] = [];

  constructor(private readonly locate: Locate) {}

  /** Whether there is an error. */
  get failed(): boolean {
    return this.diagnostics.some(({ severity }) => severity === 'error');
  }

  add(pointer: Pointer, { code, severity = 'error', message, hint, part = 'value', secret }: Finding): void {
    const { source, ...place } = this.locate(pointer, part);
    this.diagnostics.push({
      code,
      severity,
      message,
      ...place,
      ...(source === undefined || secret === true ? {} : { source }),
      ...(hint === undefined ? {} : { hint }),
    });
  }

  /** Faults with places of their own. */
  take(diagnostics: readonly Diagnostic[]): void {
    this.diagnostics.push(...diagnostics);
  }
}

/** A path as diagnostics name it: relative to the working folder, with `/`. */
export const shown = (path: string): string => (relative('', path) || '.').split(sep).join('/');
