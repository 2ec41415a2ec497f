import { digestValue } from '../../trust/digest.js';
import type { LanguageModelSpec } from './spec.js';

/** Of a model's book: all that an answer follows from beside the question, as far as the subject says. */
export function bookDigest({ format, endpoint, name, weights }: LanguageModelSpec): string {
  return digestValue({ format, url: endpoint.url, name, weights: weights ?? null });
}
