import { expect, it } from 'vitest';
import { nearestName } from './nearest-name.js';

it.each([
  ['f1macro', ['f1Micro', 'f1Macro'], 'f1Macro'],
  ['acuracy', ['accuracy', 'recall'], 'accuracy'],
  ['recal', ['accuracy', 'recall'], 'recall'],
  ['teh', ['the', 'ten'], 'the'],
  ['x', ['y'], 'y'],
  ['x', ['abc'], undefined],
  ['precision', ['recall', 'f1Macro'], undefined],
  ['anything', [], undefined],
  ['', ['accuracy'], undefined],
])('%s among %j: %s', (name, known, nearest) => {
  expect(nearestName(name, known)).toBe(nearest);
});
