/** What the public door is asked of reports that are bundled and judged again. Paths are relative to the working folder. */
import type { Running, Supply } from './running-api.js';
import type { Diagnostic } from './document/diagnostic.js';
import type { ComparedFigure } from './replay/compare-figures.js';
import type { Replay } from './replay/replay-report.js';
import type { Report, RuleRecord } from './report/report.js';

/** A report judged again. */
export interface ReplayedReport extends Replay {
  /** Of the report or bundle, as asked. */
  readonly path: string;
  /** Where it came in a bundle, whose documents come to its policy. */
  readonly bundle?: {
    readonly documents: number;
    /** Paths in the bundle; carried, not verified. */
    readonly attestations: readonly string[];
  };
  /** Where that was asked for. */
  readonly measured?: MeasuredAgain;
}

/** What reports are measured again on, and how. */
export interface MeasureAgainRequest extends Running, Supply {
  /** A subject document. */
  readonly subject: string;
  /** Absent: those in the bundle, else those that the subject names. */
  readonly policies?: readonly string[];
}

/** A report’s measurements once more, on the same bytes, with its seed and its day. */
export interface MeasuredAgain {
  readonly subject: string;
  readonly verdict: Report['verdict'];
  readonly samePolicy: boolean;
  /** Rules whose verdict is another; `null` where the policy has no such rule. */
  readonly rules: readonly {
    readonly rule: string;
    readonly recorded: RuleRecord['verdict'];
    readonly again: RuleRecord['verdict'] | null;
  }[];
  readonly figures: readonly ComparedFigure[];
  /** Whether policy and verdict are the same, and no figure differs. */
  readonly agrees: boolean;
}

export interface BundleRequest {
  /** A JSON report of one subject. */
  readonly report: string;
  /** The archive; absent: `<subject>-<version>.bundle.tar.gz`. */
  readonly output?: string;
  /** DSSE envelopes or Sigstore bundles. */
  readonly attestations?: readonly string[];
}

export interface BundleOutcome {
  readonly bundle?: {
    readonly path: string;
    readonly bytes: number;
    readonly digest: string;
    readonly subject: { readonly name: string; readonly version: string };
    readonly verdict: Report['verdict'];
    readonly documents: number;
    readonly attestations: number;
  };
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReplayTaskOutcome {
  readonly replays: readonly ReplayedReport[];
  readonly diagnostics: readonly Diagnostic[];
}
