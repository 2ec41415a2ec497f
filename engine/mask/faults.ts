import type { Diagnostic } from '../document/diagnostic.js';
import type { Positions } from '../document/positions.js';
import type { MaskCode } from './codes.js';

/** Faults of a plan, each at the node that says it. */
export class PlanFaults {
  readonly diagnostics: Diagnostic[] = [];

  constructor(private readonly positions: Positions) {}

  add(
    pointer: readonly (string | number)[],
    code: MaskCode,
    message: string,
    { hint, severity = 'error' }: { readonly hint?: string; readonly severity?: Diagnostic['severity'] } = {},
  ): void {
    const place = this.positions.value(pointer);
    this.diagnostics.push({ code, severity, message, ...place, ...(hint === undefined ? {} : { hint }) });
  }

  get failed(): boolean {
    return this.diagnostics.some(({ severity }) => severity === 'error');
  }
}
