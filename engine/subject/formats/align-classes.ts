import type { Mismatch } from './onnx-inputs.js';

/**
 * For each class of a model, in its order, the index in the subject's classes. By name where the names are the same;
 * by position where the model numbers its classes and the subject names as many (its classes are "in the order of the
 * model's outputs"); by position too where the model's file tells no names.
 */
export function alignClasses(
  names: readonly string[] | undefined,
  classes: readonly string[],
): readonly number[] | Mismatch {
  const positions = classes.map((_, index) => index);
  if (names === undefined) return positions;
  const indices = names.map((name) => classes.indexOf(name));
  const list = (of: readonly string[]): string => of.slice(0, 10).join(', ') + (of.length > 10 ? ', …' : '');
  if (names.length === classes.length) {
    if (indices.every((index) => index !== -1) && new Set(indices).size === names.length) return indices;
    if (names.every((name) => /^-?\d+$/.test(name)) && indices.every((index) => index === -1)) return positions;
  }
  return {
    mismatch: `its classes are ${list(names)}; those of the target are ${list(classes)}`,
    hint: 'Write data.target.classes as the model has them.',
  };
}
