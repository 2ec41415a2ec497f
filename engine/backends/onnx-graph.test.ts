import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OnnxFault, readOnnxGraph } from './onnx-graph.js';
import { decodeModel, encodeModel } from './onnx-proto.js';
import type { ModelProto, TensorProto } from './onnx-proto.js';
import { readTensor } from './onnx-tensor.js';

const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../../tests/fixtures/onnx/${name}.onnx`, import.meta.url));

const tensor = (part: Partial<TensorProto>): TensorProto => ({
  name: 't',
  dims: [],
  floatData: [],
  int32Data: [],
  stringData: [],
  int64Data: [],
  doubleData: [],
  uint64Data: [],
  externalData: [],
  ...part,
});

const edited = (name: string, edit: (model: ModelProto) => void): Uint8Array => {
  const model = decodeModel(fixture(name));
  edit(model);
  return encodeModel(model);
};

describe('a graph read from a file', () => {
  it('has its nodes, constants, inputs, outputs and operator sets', () => {
    const graph = readOnnxGraph(fixture('network'));
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(['MatMul', 'Add', 'Relu', 'MatMul', 'Add', 'Softmax']);
    expect(graph.nodes[5]?.attributes).toEqual({ axis: { kind: 'int', value: 1 } });
    expect(graph.initializers.map(({ name, dims, type, byteLength }) => [name, dims, type, byteLength])).toEqual([
      ['W1', [4, 8], 'float32', 128],
      ['b1', [8], 'float32', 32],
      ['W2', [8, 3], 'float32', 96],
      ['b2', [3], 'float32', 12],
    ]);
    expect(graph.inputs).toEqual([{ name: 'input', value: { kind: 'tensor', type: 'float32', shape: ['batch', 4] } }]);
    expect(graph.outputs.map(({ name }) => name)).toEqual(['probabilities']);
    expect(graph).toMatchObject({ opsets: { '': 13 }, irVersion: 8, producer: 'assay-fixtures' });
  });

  it('has attributes of every kind that classical operators use, and sequences as outputs', () => {
    const { nodes, outputs } = readOnnxGraph(fixture('logistic-zipmap'));
    expect(nodes.map(({ domain, opType }) => `${domain}:${opType}`)).toEqual([
      'ai.onnx.ml:LinearClassifier',
      'ai.onnx.ml:Normalizer',
      ':Identity',
      'ai.onnx.ml:ZipMap',
    ]);
    expect(nodes[0]?.attributes).toMatchObject({
      classlabels_strings: { kind: 'strings', value: ['other', 'virginica'] },
      multi_class: { kind: 'int', value: 0 },
      post_transform: { kind: 'string', value: 'LOGISTIC' },
      coefficients: { kind: 'floats', value: { length: 8 } },
    });
    expect(outputs.map(({ value }) => value.kind)).toEqual(['tensor', 'sequence']);
  });

  it('knows where external values are', () => {
    const { initializers } = readOnnxGraph(fixture('network-external'));
    expect(initializers[0]).toMatchObject({
      external: { location: 'network-external.bin', offset: 0, length: 128 },
      byteLength: 128,
    });
    expect(initializers[0]?.values()).toBeUndefined();
  });

  it.each(['network', 'logistic-zipmap', 'forest-zipmap', 'columns', 'regression'])(
    'loses nothing by being written back: %s',
    (name) => {
      const once = encodeModel(decodeModel(fixture(name)));
      expect(once.length).toBe(fixture(name).length);
      expect(Buffer.from(once).includes('A test fixture of Assay')).toBe(true);
      expect(decodeModel(once)).toEqual(decodeModel(fixture(name)));
    },
  );
});

describe('the values of a tensor', () => {
  const raw = (...bytes: number[]): { rawData: Uint8Array } => ({ rawData: Uint8Array.from(bytes) });
  it.each([
    ['float32, raw', { dims: [2], dataType: 1, ...raw(0, 0, 128, 63, 0, 0, 0, 192) }, [1, -2]],
    ['float32, typed', { dims: [2], dataType: 1, floatData: [1, 2.5] }, [1, 2.5]],
    ['float64', { dims: [1], dataType: 11, doubleData: [0.1] }, [0.1]],
    [
      'float16, raw',
      { dims: [5], dataType: 10, ...raw(0, 60, 0, 192, 1, 0, 0, 124, 0, 0) },
      [1, -2, 2 ** -24, Infinity, 0],
    ],
    ['float16, typed', { dims: [1], dataType: 10, int32Data: [0x3555] }, [0.333251953125]],
    ['bfloat16', { dims: [2], dataType: 16, ...raw(128, 63, 0, 192) }, [1, -2]],
    ['int8', { dims: [2], dataType: 3, ...raw(255, 1) }, [-1, 1]],
    ['int64, raw', { dims: [1], dataType: 7, ...raw(254, 255, 255, 255, 255, 255, 255, 255) }, [-2]],
    ['int64, typed', { dims: [2], dataType: 7, int64Data: [3, -4] }, [3, -4]],
    ['uint64', { dims: [1], dataType: 13, uint64Data: [5] }, [5]],
    ['bool', { dims: [2], dataType: 9, ...raw(0, 1) }, [0, 1]],
    ['int4', { dims: [3], dataType: 22, ...raw(0x81, 0x0f) }, [1, -8, -1]],
    ['uint4', { dims: [2], dataType: 21, int32Data: [0x81] }, [1, 8]],
    ['a scalar', { dims: [], dataType: 6, int32Data: [9] }, [9]],
    ['nothing', { dims: [0], dataType: 1 }, []],
  ])('%s', (_, part, expected) => {
    expect([...readTensor(tensor(part)).values()!]).toEqual(expected);
  });

  it('strings are UTF-8', () => {
    const { values, byteLength } = readTensor(tensor({ dims: [1], dataType: 8, stringData: [Buffer.from('北京')] }));
    expect([values(), byteLength]).toEqual([['北京'], 6]);
  });

  it.each([
    ['too few bytes', { dims: [3], dataType: 1, ...raw(0, 0, 128, 63) }],
    ['no values at all', { dims: [3], dataType: 1 }],
    ['dimensions beyond any memory', { dims: [1e12, 1e12], dataType: 1 }],
    ['a negative dimension', { dims: [-1], dataType: 1 }],
    ['an unknown type', { dims: [1], dataType: 99, ...raw(1) }],
    ['external data without a place', { dims: [1], dataType: 1, dataLocation: 1 }],
  ])('%s is a fault', (_, part) => {
    expect(() => readTensor(tensor(part))).toThrow(OnnxFault);
  });
});

describe('what is not a sound model', () => {
  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['text', Buffer.from('age,class\n1,a\n')],
    ['no graph', edited('network', (model) => delete model.graph)],
    ['no operator set', edited('network', (model) => (model.opsetImport = []))],
    ['no output', edited('network', (model) => (model.graph!.output = []))],
    ['an output from nowhere', edited('network', (model) => (model.graph!.output[0]!.name = 'elsewhere'))],
    ['a node that reads what nobody gives', edited('network', (model) => model.graph!.node.shift())],
    ['a node without operator', edited('network', (model) => delete model.graph!.node[0]!.opType)],
  ])('%s', (_, bytes) => {
    expect(() => readOnnxGraph(bytes)).toThrow(OnnxFault);
  });

  it('an attribute that says it is text and holds none is empty text', () => {
    const bytes = edited('network', ({ graph }) => {
      const empty = { floats: [], ints: [], strings: [], tensors: [], graphs: [] };
      graph!.node[5]!.attribute = [{ ...empty, name: 'axis', type: 3 }];
    });
    expect(readOnnxGraph(bytes).nodes[5]?.attributes).toEqual({ axis: { kind: 'string', value: '' } });
  });

  it('a file cut anywhere, or with bytes changed, is read or is an OnnxFault, never another error', () => {
    const bytes = fixture('columns');
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => readOnnxGraph(bytes.subarray(0, length))).toThrow(OnnxFault);
    }
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const copy = Uint8Array.from(bytes);
        for (const [index, value] of changes) copy[index] = value;
        try {
          readOnnxGraph(copy);
        } catch (fault) {
          expect(fault).toBeInstanceOf(OnnxFault);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
