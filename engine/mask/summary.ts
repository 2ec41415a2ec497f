/** What `assay mask` did, as plain data: `summary.json`. */
import type { InformationLoss } from '../methods/privacy/masking/information-loss.js';

export interface MaskedColumn {
  readonly name: string;
  /** Of the plan; `target` where the column was generalised to meet it, `keep` where nothing was done. */
  readonly operation: string;
  readonly distinctBefore: number;
  /** `null` where the column is left out. */
  readonly distinctAfter: number | null;
}

/** The target, measured on what is written. */
export interface MaskedTarget {
  /** Rows of the smallest class; people, where `data.group` says whose rows are whose. */
  readonly k: number;
  readonly classes: number;
  readonly averageRisk: number;
  readonly uniqueness: number;
  /** Of the sensitive column that is worst, where there is one. */
  readonly distinctL?: number;
  readonly entropyL?: number;
  readonly t?: number;
  readonly loss: InformationLoss;
  /** Of a search of full domains: generalisations looked at, and whether the best is known to be it. */
  readonly search?: { readonly looked: number; readonly optimal: boolean };
}

export interface MaskedTable {
  readonly part: 'whole' | 'train' | 'test';
  readonly file: string;
  readonly rowsBefore: number;
  readonly rows: number;
  readonly columns: readonly MaskedColumn[];
  readonly target?: MaskedTarget;
  readonly seconds: number;
}

/** The subject's estimator, trained on the rows before and after masking, on the same folds. */
export type MetricChange =
  | {
      readonly metric: string;
      readonly before: number;
      readonly after: number;
      /** After less before; of errors before less after: above 0 is better. */
      readonly gain: number;
      /** Central 90 %: each end is a bound at 95 %. */
      readonly interval: readonly [number, number];
      readonly margin: number;
      readonly verdict: 'not-worse' | 'worse' | 'undetermined';
      readonly folds: number;
      readonly repeats: number;
      readonly rows: number;
    }
  | { readonly unmeasured: string };

export interface MaskSummary {
  readonly apiVersion: 'assay/v1';
  readonly kind: 'MaskSummary';
  readonly plan: { readonly id: string; readonly version: string; readonly digest: string };
  readonly subject: { readonly name: string; readonly version: string; readonly digest: string };
  readonly tables: readonly MaskedTable[];
  readonly metric?: MetricChange;
}
