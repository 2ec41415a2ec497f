import { describe, expect, it } from 'vitest';
import type { OnnxType, OnnxValue } from '../../backends/onnx-graph.js';
import { alignClasses } from './align-classes.js';
import { mapInputs } from './onnx-inputs.js';
import type { FeatureSpec } from './onnx-inputs.js';

const input = (name: string, type: OnnxType, ...shape: (number | string | undefined)[]): OnnxValue => ({
  name,
  value: { kind: 'tensor', type, shape },
});
const features = (...names: string[]): FeatureSpec[] =>
  names.map((name) => ({
    name,
    type: /^[A-Z]/.test(name) ? 'categorical' : 'numeric',
    numericLevels: name.startsWith('N'),
  }));

/** Features by input, and what is left over. */
function mapped(inputs: readonly OnnxValue[], given: readonly FeatureSpec[]): unknown {
  const plan = mapInputs(inputs, given);
  if ('mismatch' in plan) return 'mismatch';
  const blocks = plan.blocks.map((block) => [
    block.input,
    block.features.map((index) => given[index]!.name).join(),
    block.dims,
  ]);
  return plan.unused.length === 0 ? blocks : [...blocks, plan.unused];
}

describe('inputs of a model', () => {
  it.each<[string, OnnxValue[], FeatureSpec[], unknown]>([
    ['one tensor, in order', [input('X', 'float32', 'N', 3)], features('a', 'b', 'c'), [['X', 'a,b,c', [3]]]],
    ['one tensor of any width', [input('X', 'float32', 'N', undefined)], features('a', 'b'), [['X', 'a,b', [2]]]],
    ['one tensor without a shape of its rows', [input('X', 'float32', undefined, 2)], features('a', 'b'), [['X', 'a,b', [2]]]],
    ['a picture', [input('X', 'float32', 'N', 1, 2, 2)], features('a', 'b', 'c', 'd'), [['X', 'a,b,c,d', [1, 2, 2]]]],
    ['by name, whatever the order', [input('b', 'float32', 'N', 1), input('a', 'int64', 'N', 1)], features('a', 'b'), [['b', 'b', [1]], ['a', 'a', [1]]]],
    ['by name as converters write it', [input('sepal_length__cm_', 'float32', 'N', 1)], features('sepal length (cm)'), [['sepal_length__cm_', 'sepal length (cm)', [1]]]],
    ['vectors', [input('a', 'float32', 'N'), input('C', 'string', 'N')], features('a', 'C'), [['a', 'a', []], ['C', 'C', []]]],
    ['by order where no name fits', [input('x1', 'float32', 'N', 1), input('x2', 'string', 'N', 1)], features('a', 'C'), [['x1', 'a', [1]], ['x2', 'C', [1]]]],
    ['names first, the rest by order', [input('x', 'float32', 'N', 1), input('a', 'float32', 'N', 1)], features('a', 'b'), [['x', 'b', [1]], ['a', 'a', [1]]]],
    ['blocks', [input('numbers', 'float32', 'N', 2), input('texts', 'string', 'N', 1)], features('a', 'b', 'C'), [['numbers', 'a,b', [2]], ['texts', 'C', [1]]]],
    ['features that nobody takes', [input('a', 'float32', 'N', 1)], features('a', 'b'), [['a', 'a', [1]], ['b']]],
    ['levels that are numbers', [input('X', 'float32', 'N', 2)], features('a', 'Number'), [['X', 'a,Number', [2]]]],
    ['too few', [input('X', 'float32', 'N', 3)], features('a', 'b'), 'mismatch'],
    ['too many', [input('X', 'float32', 'N', 1)], features('a', 'b'), 'mismatch'],
    ['none', [input('X', 'float32', 'N', undefined)], [], 'mismatch'],
    ['texts into numbers', [input('X', 'float32', 'N', 2)], features('a', 'C'), 'mismatch'],
    ['numbers into texts', [input('X', 'string', 'N', 1)], features('a'), 'mismatch'],
    ['two tensors of any width', [input('X', 'float32', 'N', undefined), input('Y', 'float32', 'N', 'k')], features('a', 'b'), 'mismatch'],
    ['a type that tables do not have', [input('X', 'float16', 'N', 1)], features('a'), 'mismatch'],
    ['a sequence', [{ name: 'X', value: { kind: 'sequence' } }], features('a'), 'mismatch'],
    ['a scalar', [input('X', 'float32')], features('a'), 'mismatch'],
  ])('%s', (_, inputs, given, expected) => {
    expect(mapped(inputs, given)).toEqual(expected);
  }); // prettier-ignore

  it('a fixed number of rows is kept', () => {
    expect(mapInputs([input('X', 'float32', 16, 1)], features('a'))).toMatchObject({ blocks: [{ fixedRows: 16 }] });
  });
});

describe('classes of a model against those of the subject', () => {
  it.each<[string, string[] | undefined, string[], number[] | 'mismatch']>([
    ['the same', ['a', 'b'], ['a', 'b'], [0, 1]],
    ['another order', ['b', 'c', 'a'], ['a', 'b', 'c'], [1, 2, 0]],
    ['numbers for names, by position', ['0', '1'], ['good', 'bad'], [0, 1]],
    ['numbers for other numbers', ['0', '1'], ['1', '2'], 'mismatch'],
    ['unknown', undefined, ['a', 'b'], [0, 1]],
    ['too few', ['a'], ['a', 'b'], 'mismatch'],
    ['other names', ['a', 'c'], ['a', 'b'], 'mismatch'],
    ['one twice', ['a', 'a'], ['a', 'b'], 'mismatch'],
  ])('%s', (_, names, classes, expected) => {
    const found = alignClasses(names, classes);
    expect('mismatch' in found ? 'mismatch' : found).toEqual(expected);
  });
});
