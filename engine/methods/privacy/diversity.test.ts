import { expect, test } from 'vitest';
import { equalCloseness, hierarchicalCloseness, orderedCloseness } from './closeness.js';
import { diversity, entropyOf, recursiveOf } from './diversity.js';
import { classesOfNumbers, oneClass } from './equivalence-classes.js';

const codes = (texts: readonly string[]): Int32Array => Int32Array.from(texts, (text) => texts.indexOf(text));
const three = classesOfNumbers([0, 0, 0, 1, 1, 1, 2, 2, 2]);

/** Li, Li & Venkatasubramanian 2007, table 5: salaries in thousands. */
const SALARIES = [3, 5, 9, 6, 11, 8, 4, 7, 10];
const DISEASES = [
  ['gastric ulcer', 'stomach cancer', 'pneumonia'],
  ['gastritis', 'flu', 'bronchitis'],
  ['gastritis', 'bronchitis', 'stomach cancer'],
].flat();
const STOMACH = ['stomach diseases', 'digestive system diseases', 'respiratory and digestive system diseases'];
const INFECTION = ['respiratory infection', 'respiratory system diseases', 'respiratory and digestive system diseases'];

/**
 * By hand: in class 2 the stomach diseases have 1/9 too much and 3/9 too little, the infections the reverse, so 1/9 moves
 * inside each (⅓ · 1/9) and 2/9 between them (1 · 2/9): 8/27. The paper states 0.278 for the table, which its own formula
 * and hierarchy do not give: 5/18 is half of the equal distance of class 1, 5/9.
 */
test('Li et al. 2007, table 5, is 0.167-close in salary, and 8/27-close in disease', () => {
  expect(orderedCloseness(three, SALARIES)).toBeCloseTo(1 / 6, 12);
  const levels = [...new Set(DISEASES)];
  const values = Int32Array.from(DISEASES, (disease) => levels.indexOf(disease));
  const ancestors = levels.map((level) => (['flu', 'pneumonia', 'bronchitis'].includes(level) ? INFECTION : STOMACH));
  expect(hierarchicalCloseness(three, values, ancestors)).toBeCloseTo(8 / 27, 12);
  expect(equalCloseness(three, values)).toBeCloseTo(2 * 0.278, 2);
});

test('Li et al. 2007, section 5.1: the distances 0.375 and 0.167 of two classes of table 3', () => {
  const all = [3, 4, 5, 6, 11, 8, 7, 9, 10];
  expect(orderedCloseness(classesOfNumbers([0, 0, 0, 1, 1, 1, 2, 2, 2]), all)).toBeCloseTo(0.375, 12);
});

test('Machanavajjhala et al. 2007, figure 3: the in-patients that are 3-diverse', () => {
  const conditions = [
    'heart',
    'viral',
    'cancer',
    'cancer',
    'cancer',
    'heart',
    'viral',
    'viral',
    'heart',
    'viral',
    'cancer',
    'cancer',
  ];
  const found = diversity(classesOfNumbers([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]), codes(conditions), 2);
  expect(found.distinct).toBe(3);
  // Each class has four rows, one value twice: entropy 1.5 ln 2, and 2 < c (1 + 1) from c above 1.
  expect(found.entropy).toBeCloseTo(Math.exp(1.5 * Math.LN2), 12);
  expect(found.recursive).toBe(1);
});

test.each([
  [[1], 0, 1, Infinity],
  [[2, 2], Math.LN2, 0.5, 1],
  [[5, 3, 1, 1], 1.16828245, 0.5, 1],
])('counts %j', (counts, entropy, c1, c2) => {
  expect(entropyOf(counts)).toBeCloseTo(entropy, 8);
  expect([recursiveOf(Int32Array.from(counts), 1), recursiveOf(Int32Array.from(counts), 2)]).toEqual([c1, c2]);
});

test('a class that is like all rows is at distance 0, one value against two equal ones at ½', () => {
  expect(equalCloseness(oneClass(4), [0, 0, 1, 1])).toBe(0);
  expect(orderedCloseness(oneClass(4), [0, 0, Number.NaN, 1])).toBe(0);
  const halves = classesOfNumbers([0, 0, 1, 1]);
  expect(equalCloseness(halves, [0, 0, 1, 1])).toBe(0.5);
  expect(orderedCloseness(halves, [0, 0, 1, 1])).toBe(0.5);
  expect(orderedCloseness(halves, [7, 7, 7, 7])).toBe(0);
});

test('a hierarchy of unequal depth is refused', () => {
  expect(() => hierarchicalCloseness(oneClass(2), Int32Array.of(0, 1), [['a'], ['a', 'b']])).toThrow(RangeError);
});
