/**
 * Run as a program of its own, with an ONNX model's file and a number of rows: how much the process grows by opening the
 * model and answering so many rows of zeros, on the processor. What the runtime itself takes is there before.
 */
import { readFileSync } from 'node:fs';
import { memoryUsage, resourceUsage } from 'node:process';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ADD_MODEL } from './add-model.js';
import { readOnnxGraph } from './onnx-graph.js';
import type { OnnxValue } from './onnx-graph.js';
import type { MemoryAnswer } from './measured-memory.js';

const OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  logSeverityLevel: 4,
};

/** An array of zeros by ONNX' name of its type. */
const ZEROS: Readonly<Record<string, (size: number) => Tensor.DataType>> = {
  float32: (size) => new Float32Array(size),
  float64: (size) => new Float64Array(size),
  int64: (size) => new BigInt64Array(size),
  int32: (size) => new Int32Array(size),
  bool: (size) => new Uint8Array(size),
  string: (size) => Array.from({ length: size }, () => ''),
};

function feedOf({ name, value }: OnnxValue, rows: number): Tensor {
  const shape = 'type' in value ? value.shape : undefined;
  const zeros = 'type' in value ? ZEROS[value.type] : undefined;
  if (!('type' in value) || shape === undefined || zeros === undefined)
    throw new Error(`the input ${name} is of a kind that is not fed here`);
  const dims = shape.map((dim, axis) => {
    if (typeof dim === 'number') return dim;
    if (axis > 0) throw new Error(`dimension ${axis + 1} of the input ${name} is free`);
    return rows;
  });
  const type = value.type === 'float64' ? 'double' : value.type;
  const size = dims.reduce((product, dim) => product * dim, 1);
  return new Tensor(type as 'float32', zeros(size) as Float32Array, dims);
}

/** Free places in the C library's heap, assumed: nothing tells them. */
const NATIVE_ROOM = 2 ** 20;

async function grow(path: string, rows: number): Promise<MemoryAnswer> {
  const warm = await InferenceSession.create(ADD_MODEL, OPTIONS);
  await warm.run({ a: new Tensor('float32', [1, 2, 3, 4], [4]) });
  const { inputs, outputs } = readOnnxGraph(readFileSync(path));
  const fetched = outputs.filter(({ value }) => value.kind === 'tensor').map(({ name }) => name);
  const { rss, heapTotal, heapUsed } = memoryUsage();
  const before = { now: rss, most: mostResident(), room: heapTotal - heapUsed + NATIVE_ROOM };
  const session = await InferenceSession.create(path, OPTIONS);
  await session.run(Object.fromEntries(inputs.map((input) => [input.name, feedOf(input, rows)])), fetched);
  const most = mostResident();
  const grown = Math.max(0, most - before.now);
  return { grown, least: Math.max(0, most - before.most), most: grown + before.room };
}

/** In bytes; the kernel counts KiB. */
const mostResident = (): number => resourceUsage().maxRSS * 1024;

const [, , path = '', rows = '1'] = process.argv;
const answer = await grow(path, Number(rows)).catch((error: unknown) => ({
  refused: error instanceof Error ? error.message : String(error),
}));
process.stdout.write(JSON.stringify(answer));
