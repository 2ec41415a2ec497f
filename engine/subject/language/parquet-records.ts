/** Rows of a Parquet file, by hyparquet. */
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import type { AsyncBuffer } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { PlacedFaults, QuestionRecord } from './question-records.js';

/** Lists and structures as they are; a 64-bit integer as a number, a date as ISO text. */
export async function parquetRecords(
  bytes: Uint8Array,
  most: number,
  faults: PlacedFaults,
): Promise<readonly QuestionRecord[]> {
  const file: AsyncBuffer = {
    byteLength: bytes.length,
    slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
  try {
    const metadata = await parquetMetadataAsync(file);
    const rowEnd = Math.min(Number(metadata.num_rows), most + 1);
    const rows = await parquetReadObjects({ file, metadata, compressors, rowEnd });
    return rows.map((row, at) => ({ value: plain(row) as QuestionRecord['value'], start: at, end: at + 1 }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    faults.add('ASSAY1583', 0, 1, `the file cannot be read as Parquet: ${reason}`);
    return [];
  }
}

/** As JSON would have it. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as ArrayLike<unknown>, plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plain(child)]));
}
