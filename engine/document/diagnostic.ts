/** A fault (or a remark) about something the user gave us. Faults of ours are thrown, never this. */
export interface Diagnostic {
  /** Stable: `ASSAY` and four digits. Every code stands in a `codes.ts` table and has a page in `docs/`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'notice';
  /** What was found and what was expected; one sentence, no stack trace. */
  readonly message: string;
  /** As the user named it, or relative to the working folder. */
  readonly file: string;
  /** 1-based. Absent only where the fault has no place in a file (a usage error). */
  readonly range?: Range;
  /** The source line at `range.line`, without its line end; at most 4,000 characters. */
  readonly source?: string;
  /** What to do. */
  readonly hint?: string;
}

/** 1-based lines and columns, end exclusive. Columns count UTF-16 code units. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One row of a table of codes. `docs/diagnostics/` is generated from these. */
export interface CodeEntry {
  readonly title: string;
  /** Why it is a fault and how to mend it; Markdown, shown on the code's page. */
  readonly explanation: string;
}

export type CodeTable = Readonly<Record<string, CodeEntry>>;

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error';

/** Each once: what two documents import has its faults once. */
export const distinct = (diagnostics: readonly Diagnostic[]): Diagnostic[] => [
  ...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values(),
];
