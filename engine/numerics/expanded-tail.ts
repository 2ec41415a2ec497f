/** Tails of bootstrap draws read wider, as Student's (Hesterberg 2015, "expanded percentile"); n independent units. */
import { normalCdf, normalQuantile } from './distributions/normal.js';
import { studentTCdf, studentTQuantile } from './distributions/student-t.js';

/** What a tail of `share` draws stands for with n units; 1 (no evidence) where n cannot carry a spread. */
export function expandTail(share: number, n: number | undefined): number {
  if (n === undefined || share >= 1) return share;
  if (n < 2) return 1;
  return studentTCdf(normalQuantile(share) * Math.sqrt((n - 1) / n), n - 1);
}

/** The inverse: which share of the draws to read for a tail of `error`. */
export function contractTail(error: number, n: number | undefined): number {
  if (n === undefined) return error;
  if (n < 2) return 0;
  return normalCdf(Math.sqrt(n / (n - 1)) * studentTQuantile(error, n - 1));
}
