/** What a process ends with; no flag changes it. */
import type { Diagnostic, Report, UnreadSubject } from '../engine/index.js';

export const EXIT = { conforms: 0, fails: 1, undetermined: 2, invalid: 3, internal: 4 } as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

const OF_VERDICT = {
  conforms: EXIT.conforms,
  'does-not-conform': EXIT.fails,
  undetermined: EXIT.undetermined,
} as const;

/** From worst to best. */
const ORDER: readonly ExitStatus[] = [4, 3, 1, 2, 0];

export const worstOf = (statuses: readonly ExitStatus[]): ExitStatus =>
  ORDER.find((status) => statuses.includes(status)) ?? EXIT.conforms;

export const hasError = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ severity }) => severity === 'error');

export const statusOfVerdict = (verdict: Report['verdict']): ExitStatus => OF_VERDICT[verdict];

export const statusOfRecord = (record: Report | UnreadSubject): ExitStatus =>
  record.kind === 'Report' ? OF_VERDICT[record.verdict] : EXIT.invalid;

/** Of commands that look at documents only: 3 for faults, 1 for warnings. */
export const statusOfFindings = (diagnostics: readonly Diagnostic[]): ExitStatus =>
  hasError(diagnostics)
    ? EXIT.invalid
    : diagnostics.some(({ severity }) => severity === 'warning')
      ? EXIT.fails
      : EXIT.conforms;
