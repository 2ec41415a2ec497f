import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { memoryTable } from '../../plugins/memory-subject.js';
import { digestBytes } from '../../trust/digest.js';
import type { TrainingData } from '../estimator.js';
import { estimatorOf } from '../registry.js';
import { foldsOf, stratifiedKFold } from '../splits.js';
import type { Fold } from '../splits.js';

const folder = mkdtempSync(join(tmpdir(), 'assay-network-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Layer {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}
const layer = (className: string, config: Record<string, unknown>): Layer => ({
  class_name: className,
  config: { name: className.toLowerCase(), ...config },
});
const dense = (units: number, activation: string, more: Record<string, unknown> = {}): Layer =>
  layer('Dense', { units, activation, name: `dense${units}${activation}`, ...more });
const sequential = (inputs: readonly (number | null)[], ...layers: readonly Layer[]) => {
  const [first, ...rest] = layers;
  const batch = { batch_input_shape: [null, ...inputs] };
  return { class_name: 'Sequential', config: { name: 'net', layers: [{ ...first!, config: { ...first!.config, ...batch } }, ...rest] } }; // prettier-ignore
};

let written = 0;
async function answersOf(
  network: unknown,
  data: TrainingData,
  folds: readonly Fold[],
  settings: Record<string, unknown> = {},
): Promise<{ answers: readonly Float64Array[]; backend: string; refused: readonly string[] }> {
  const path = join(folder, `${written++}.json`);
  const text = JSON.stringify(network);
  writeFileSync(path, text);
  const file = { path, digest: digestBytes(Buffer.from(text)) };
  const given = { type: 'tfjs', with: { model: 'net.json', epochs: 20, batch: 16, learningRate: 0.02, ...settings } };
  const estimator = await estimatorOf({ ...given, network: file }, data.target.kind);
  let how: { readonly backend: string; readonly refused?: readonly string[] } = { backend: '' };
  const answers = await estimator.answers(data, folds, {
    rng: (stream) => createRng(stream),
    pause: async () => {},
    trained: (told) => (how = told),
  });
  return { answers, backend: how.backend, refused: how.refused ?? [] };
}

/** Three clouds of points, and a text that goes with them. */
function clouds(rows: number, seed: string): TrainingData & { readonly codes: Int32Array } {
  const rng = createRng(seed);
  const codes = Int32Array.from({ length: rows }, (_, row) => row % 3);
  const around = (at: readonly number[]) => Array.from(codes, (code) => at[code]! + rng.normal() / 2);
  const { columns } = memoryTable({
    a: { numbers: around([0, 3, 0]) },
    b: { numbers: around([0, 0, 3]) },
    c: { texts: Array.from(codes, (code) => (rng.next() < 0.8 ? 'xyz'[code]! : 'w')) },
  });
  return { features: columns, target: { kind: 'classes', codes, classes: ['p', 'q', 'r'] }, codes };
}

const data = clouds(60, 'clouds');
const folds = foldsOf(stratifiedKFold(data.codes, 3));
const network = sequential([6], dense(8, 'relu'), layer('Dropout', { rate: 0.2 }), dense(3, 'softmax'));

const shareRight = (answers: readonly Float64Array[], codes: Int32Array, width: number): number => {
  const right = folds.flatMap(({ test: rows }, fold) =>
    [...rows].map((row, place) => {
      const own = answers[fold]!.subarray(place * width, (place + 1) * width);
      return own.indexOf(Math.max(...own)) === codes[row];
    }),
  );
  return right.filter(Boolean).length / right.length;
};

describe('a network of one’s own', () => {
  test('learns classes, the same for the same seed and whichever folds are trained beside', async () => {
    const first = await answersOf(network, data, folds);
    expect(first.backend).toMatch(/^tfjs\//);
    expect(shareRight(first.answers, data.codes, 3)).toBeGreaterThan(0.9);
    const again = await answersOf(network, data, folds.slice(0, 1));
    expect(again.answers[0]).toEqual(first.answers[0]);
  });

  test('two classes by one sigmoid as by two of softmax', async () => {
    const two = Int32Array.from(data.codes, (code) => Math.min(code, 1));
    const target = { kind: 'classes', codes: two, classes: ['p', 'q'] } as const;
    for (const last of [dense(1, 'sigmoid'), dense(2, 'softmax')]) {
      const { answers } = await answersOf(sequential([6], dense(8, 'tanh'), last), { ...data, target }, folds);
      expect(shareRight(answers, two, 2)).toBeGreaterThan(0.9);
      answers.forEach((of) => of.forEach((value, at) => at % 2 === 1 && expect(value + of[at - 1]!).toBeCloseTo(1, 5)));
    }
  });

  test.each(['squared-error', 'absolute-error'])('learns numbers by %s, in their own units', async (loss) => {
    const [a, b] = data.features as readonly { readonly values: Float64Array }[];
    const values = a!.values.map((value, row) => 1000 + 50 * value - 20 * b!.values[row]!);
    const regression: TrainingData = { features: data.features, target: { kind: 'numbers', values } };
    const { answers } = await answersOf(sequential([6], dense(1, 'linear')), regression, folds, { loss, epochs: 80, learningRate: 0.05 }); // prettier-ignore
    folds.forEach(({ test: rows }, fold) => {
      rows.forEach((row, place) => expect(Math.abs(answers[fold]![place]! - values[row]!)).toBeLessThan(40));
    });
  });

  test('nothing of a test row reaches the answers to others', async () => {
    const [a, ...others] = data.features as readonly { readonly type: 'numeric'; readonly values: Float64Array }[];
    const row = folds[0]!.test[0]!;
    const moved = { ...a!, values: a!.values.with(row, 1e6) } as (typeof data.features)[number];
    const before = await answersOf(network, data, folds.slice(0, 1));
    const after = await answersOf(network, { ...data, features: [moved, ...(others as never[])] }, folds.slice(0, 1));
    expect(after.answers[0]!.subarray(3)).toEqual(before.answers[0]!.subarray(3));
  });

  test('a class without a training row gets 0; rows without weight teach nothing', async () => {
    const without = folds[0]!.train.filter((row) => data.codes[row] !== 2);
    const { answers } = await answersOf(network, data, [{ train: without, test: folds[0]!.test }]);
    answers[0]!.forEach((value, at) => at % 3 === 2 && expect(value).toBe(0));
    const wrong = data.codes.map((code, row) => (row % 2 === 0 ? code : (code + 1) % 3));
    const weights = Float64Array.from(wrong, (_, row) => (row % 2 === 0 ? 1 : 0));
    const target = { kind: 'classes', codes: wrong, classes: ['p', 'q', 'r'] } as const;
    const taught = await answersOf(network, { ...data, target, weights }, folds, { epochs: 10 });
    expect(shareRight(taught.answers, data.codes, 3)).toBeGreaterThan(0.85);
  });

  test('what WebAssembly has no gradient of trains elsewhere, and the reason is told', async () => {
    const texts = memoryTable({ code: { numbers: Array.from(data.codes) } }).columns;
    const embedding = layer('Embedding', { input_dim: 3, output_dim: 4 });
    const learner = sequential([1], embedding, layer('Flatten', {}), dense(3, 'softmax'));
    const how = await answersOf(learner, { ...data, features: texts }, folds.slice(0, 1), { standardise: false });
    expect(how.backend).not.toBe('tfjs/wasm');
    if (how.backend === 'tfjs/cpu') expect(how.refused.join()).toMatch(/^tfjs\/wasm: /);
    expect(shareRight([how.answers[0]!, how.answers[0]!, how.answers[0]!], data.codes, 3)).toBeGreaterThan(0.2);
  });
});

describe('what cannot be trained', () => {
  const named = (name: string) => [name, 0, 0];
  const twoInputs = {
    class_name: 'Functional',
    config: {
      name: 'two',
      layers: [
        { ...layer('InputLayer', { name: 'u', batch_input_shape: [null, 3] }), name: 'u', inbound_nodes: [] },
        { ...layer('InputLayer', { name: 'v', batch_input_shape: [null, 3] }), name: 'v', inbound_nodes: [] },
        { ...layer('Concatenate', { name: 'uv' }), name: 'uv', inbound_nodes: [[[...named('u'), {}], [...named('v'), {}]]] }, // prettier-ignore
      ],
      input_layers: [named('u'), named('v')],
      output_layers: [named('uv')],
    },
  };
  test.each<[string, unknown, string]>([
    ['an input of another width', sequential([5], dense(3, 'softmax')), 'unsupported'],
    ['an input of free width', sequential([null], dense(3, 'softmax')), 'unsupported'],
    ['answers of another width', sequential([6], dense(4, 'softmax')), 'unsupported'],
    ['answers that are no probabilities', sequential([6], dense(3, 'linear')), 'unsupported'],
    [
      'noise without a seed',
      sequential([6], layer('GaussianNoise', { stddev: 1 }), dense(3, 'softmax')),
      'unsupported',
    ],
    ['a constraint', sequential([6], dense(3, 'softmax', { kernel_constraint: { class_name: 'NonNeg', config: {} } })), 'unsupported'], // prettier-ignore
    ['a frozen layer', sequential([6], dense(3, 'softmax', { trainable: false })), 'unsupported'],
    ['a layer of one’s own', sequential([6], layer('Mine', {}), dense(3, 'softmax')), 'unsupported'],
    ['two inputs', twoInputs, 'unsupported'],
    ['no network at all', { hello: 'world' }, 'unsupported'],
    ['huge layers', sequential([6], dense(1e9, 'relu'), dense(3, 'softmax')), 'unsupported'],
  ])('%s', async (_, given, unmeasured) => {
    await expect(answersOf(given, data, folds.slice(0, 1))).rejects.toMatchObject({ unmeasured });
  });

  test('weights that grow beyond all bounds', async () => {
    const values = Float64Array.from(data.codes);
    const regression: TrainingData = { features: data.features, target: { kind: 'numbers', values } };
    const settings = { optimizer: 'sgd', learningRate: 10, epochs: 40 };
    const training = answersOf(sequential([6], dense(1, 'linear')), regression, folds.slice(0, 1), settings);
    await expect(training).rejects.toMatchObject({ unmeasured: 'failed' });
  });

  test('a file that has changed', async () => {
    const path = join(folder, 'changed.json');
    writeFileSync(path, readFileSync(new URL('../../../tests/fixtures/tfjs/layers/model.json', import.meta.url)));
    const estimator = await estimatorOf({ type: 'tfjs', with: {}, network: { path, digest: 'sha256:0' } }, 'classes');
    const context = { rng: createRng, pause: async () => {} };
    await expect((async () => estimator.answers(data, folds, context))()).rejects.toMatchObject({
      unmeasured: 'failed',
    });
  });

  test('a fold of one class', async () => {
    const train = folds[0]!.train.filter((row) => data.codes[row] === 0);
    const one = [{ train, test: folds[0]!.test }];
    await expect(answersOf(network, data, one)).rejects.toMatchObject({ unmeasured: 'out-of-domain' });
  });
});
