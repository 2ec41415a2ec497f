import { LOOK_AHEAD, LOOK_BEHIND } from './finding.js';
import type { Finding, ScanContext } from './finding.js';
import { scanText } from './scan-text.js';

/**
 * Scans a text that comes in pieces of any size: finds exactly what `findIn` finds in the whole, with offsets in the
 * whole, and holds no more than a piece and `LOOK_BEHIND + LOOK_AHEAD` characters.
 */
export class StreamScanner {
  private held = '';
  /** Offset of `held` in the whole. */
  private offset = 0;
  /** Where the scan goes on in `held`. */
  private at = 0;

  constructor(
    private readonly context: ScanContext,
    private readonly take: (finding: Finding) => void,
  ) {}

  /** Characters that wait for what follows them. */
  get heldLength(): number {
    return this.held.length;
  }

  push(piece: string): void {
    this.held += piece;
    this.scan(this.held.length - LOOK_AHEAD);
    const passed = this.at - LOOK_BEHIND;
    if (passed <= 0) return;
    this.held = this.held.slice(passed);
    this.offset += passed;
    this.at = LOOK_BEHIND;
  }

  end(): void {
    this.scan(this.held.length);
  }

  private scan(until: number): void {
    if (until <= this.at) return;
    const { offset } = this;
    const take = (finding: Finding): void =>
      this.take({ ...finding, start: finding.start + offset, end: finding.end + offset });
    this.at = scanText(this.held, this.context, take, this.at, until);
  }
}
