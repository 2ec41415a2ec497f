/** Which model it is: its format, its digest or why there is none, and what is declared of the weights behind a server. */
import type { Content } from '../html.js';
import type { Report } from '../report.js';
import { digestText, line, type Sheet } from './sheet.js';

type ModelRecord = NonNullable<Report['subject']['model']>;

export const modelText = (model: ModelRecord, sheet: Sheet): Content =>
  line([model.format, identityText(model, sheet)]);

export function identityText({ digest, reason = '', weights }: ModelRecord, { p }: Sheet): Content {
  if (digest !== null) return digestText(digest);
  if (weights === undefined) return p.noDigest(reason);
  const { digestOf, revision, quantisation } = weights;
  return line([
    p.noDigest(reason),
    digestOf && [p.weights[digestOf], ' ', digestText(weights.digest!)],
    revision && p.weights.revision(revision),
    quantisation && p.weights.quantisation(quantisation),
  ]);
}
