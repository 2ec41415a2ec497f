/** Predictions kept in a memo, so that several processes need not run one model on one table twice. Little-endian, base64. */
import { endianness } from 'node:os';
import type { Memo } from './loaded.js';
import type { Predictions } from './view.js';

interface Stored {
  readonly kind: Predictions['kind'];
  readonly labels?: string;
  readonly probabilities?: string;
  readonly values?: string;
}

const encode = (values: Int32Array | Float64Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

/** A copy, aligned. */
const bytesOf = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text, 'base64')).buffer;

/** Big-endian machines keep none: their bytes would be others. */
export function storePredictions(memo: Memo | undefined, key: string, predictions: Predictions): void {
  if (endianness() !== 'LE') return;
  const stored: Stored =
    predictions.kind === 'numbers'
      ? { kind: 'numbers', values: encode(predictions.values) }
      : {
          kind: 'classes',
          labels: encode(predictions.labels),
          ...(predictions.probabilities === undefined ? {} : { probabilities: encode(predictions.probabilities) }),
        };
  memo?.set(key, stored);
}

export function recallPredictions(memo: Memo | undefined, key: string, rows: number): Predictions | undefined {
  const stored = memo?.get(key) as Stored | undefined;
  if (stored === undefined) return undefined;
  if (stored.kind === 'numbers') {
    const values = new Float64Array(bytesOf(stored.values ?? ''));
    return values.length === rows ? { kind: 'numbers', values } : undefined;
  }
  const labels = new Int32Array(bytesOf(stored.labels ?? ''));
  if (labels.length !== rows) return undefined;
  if (stored.probabilities === undefined) return { kind: 'classes', labels };
  return { kind: 'classes', labels, probabilities: new Float64Array(bytesOf(stored.probabilities)) };
}
