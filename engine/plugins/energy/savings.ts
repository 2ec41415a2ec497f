/** What an edited copy of a model saves, as outputs. */
import { gzipSync } from 'node:zlib';
import type { OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Output, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { Judged, Original } from './candidate.js';
import type { Served } from './energy-saved.js';
import type { Tried } from './try-in-order.js';

export const SAVINGS = {
  bytes: {
    type: 'integer',
    unit: 'B',
    range: [0, null],
    title: { en: 'Size of the smaller model’s file', zh: '精简后模型文件大小' },
  },
  bytesSaved: {
    type: 'number',
    unit: '1',
    range: [null, 1],
    title: { en: 'Share of the file’s bytes saved', zh: '节省的文件字节比例' },
  },
  compressedBytesSaved: {
    type: 'number',
    unit: '1',
    range: [null, 1],
    title: { en: 'Share of the bytes saved once both files are compressed (gzip)', zh: '压缩（gzip）后节省的字节比例' },
  },
  flopsSaved: {
    type: 'number',
    unit: '1',
    range: [null, 1],
    title: { en: 'Share of the operations a prediction saved', zh: '每次预测节省的运算比例' },
  },
  energySaved: {
    type: 'number',
    unit: '1',
    range: [null, 1],
    title: { en: 'Share of a prediction’s energy saved', zh: '每次预测节省的能耗比例' },
  },
  timeSaved: {
    type: 'number',
    unit: '1',
    range: [null, 1],
    title: { en: 'Share of a prediction’s time saved', zh: '每次预测节省的时间比例' },
  },
  metricLoss: {
    type: 'number',
    unit: '1',
    range: [null, null],
    title: { en: 'By how much the metric is worse', zh: '指标变差的幅度' },
  },
  nonInferior: {
    type: 'boolean',
    title: { en: 'A smaller model is not worse by the margin', zh: '存在非劣于原模型（在界值内）的精简模型' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

/**
 * Of the largest reduction that holds. Where none does, nothing is saved, and the loss is that of the mildest that was
 * tried.
 */
export function savingsOf(
  original: Original,
  held: Judged | undefined,
  mildest: Judged,
): Record<Exclude<keyof typeof SAVINGS, keyof Served>, Output> {
  const { file, profile } = held ?? original;
  return {
    bytes: exactFigure(file.length, 'B'),
    bytesSaved: exactFigure(1 - file.length / original.file.length, '1'),
    compressedBytesSaved: exactFigure(1 - compressed(file) / compressed(original.file), '1'),
    flopsSaved: flopsSaved(original.profile.flops, profile.flops),
    metricLoss: (held ?? mildest).metricLoss,
    nonInferior: { value: held !== undefined, basis: original.part.model.basis },
  };
}

const compressed = (file: Uint8Array): number => gzipSync(file, { level: 9 }).length;

type Flops = Original['profile']['flops'];

/** On the longest ways, where the data choose. */
export function flopsSaved(before: Flops, after: Flops): Figure | Unmeasured {
  if ('uncounted' in before) return unmeasured('unsupported', before.uncounted);
  if ('uncounted' in after) return unmeasured('unsupported', after.uncounted);
  if (before.upper === 0) return unmeasured('out-of-domain', 'the model does no arithmetic');
  return exactFigure(1 - after.upper / before.upper, '1');
}

export const triedTable = (tried: readonly Tried<string | number>[]): Detail => ({
  type: 'table',
  id: 'levels',
  title: { en: 'What was tried, the mildest first', zh: '已尝试的精简程度（由轻到重）' },
  columns: [{ name: 'level' }, { name: 'bytes', unit: 'B' }, { name: 'metricLoss' }, { name: 'nonInferior' }],
  rows: tried.map(({ level, file, metricLoss, nonInferior }) => [
    level,
    file.length,
    'estimate' in metricLoss ? metricLoss.estimate : null,
    nonInferior,
  ]),
});
