/** Rows of a Parquet file, by hyparquet. */
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import type { AsyncBuffer } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { PlacedFaults, QuestionRecord } from './question-record.js';

/** They are held in memory. */
const MAX_PLAIN_BYTES = 2 ** 30;

/** Lists and structures as they are; a 64-bit integer as a number, or as text where a number cannot hold it; dates as ISO text. */
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
    const plainBytes = metadata.row_groups.flatMap(({ columns }) =>
      columns.map((column) => Number(column.meta_data?.total_uncompressed_size ?? 0)),
    );
    if (plainBytes.reduce((sum, size) => sum + size, 0) > MAX_PLAIN_BYTES) {
      faults.add(
        'ASSAY1579',
        0,
        1,
        `more than ${MAX_PLAIN_BYTES} bytes once it is unpacked`,
        'Give a random sample of the questions.',
      );
      return [];
    }
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
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as ArrayLike<unknown>, plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plain(child)]));
}
