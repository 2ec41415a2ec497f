/** What a model's outputs for some rows say: labels, probabilities, or numbers. */
import { checkProbabilities, decideLabels } from '../formats/probabilities.js';
import type { ClassSettings } from '../formats/probabilities.js';
import { ModelFault } from '../view.js';
import type { Predictions } from '../view.js';
import type { OutputNames } from './spec.js';
import type { RowAnswer, Scalar } from './wire.js';

export interface AnswersWanted extends ClassSettings {
  readonly regression: boolean;
  readonly outputs: OutputNames;
  /** Outputs of floating point: of a single such number a row, a binary model means a probability. */
  readonly floats?: ReadonlySet<string>;
}

type Part = RowAnswer[string];

/**
 * Outputs are taken as the subject names them. Else the probabilities are the only output with one number a class (or,
 * of a data frame, a column a class), or of a binary model the only float (the positive class's, else the second
 * class's); the label is the only other output of one value; a regression's number the only output.
 * Throws ModelFault (`failed`) where the answers say otherwise.
 */
export function readRowAnswers(answers: readonly RowAnswer[], wanted: AnswersWanted): Predictions {
  const { classes, regression } = wanted;
  const [first] = answers;
  if (first === undefined) {
    return regression ? { kind: 'numbers', values: new Float64Array() } : { kind: 'classes', labels: new Int32Array() };
  }
  if (regression) {
    const name = wanted.outputs.value ?? only(first, () => true, 'value');
    return { kind: 'numbers', values: Float64Array.from(answers, (answer, row) => numberOf(part(answer, name), row)) };
  }
  const read = probabilityReader(first, wanted);
  const probabilities = read && probabilitiesOf(answers, read, classes.length);
  if (wanted.threshold !== undefined && probabilities === undefined) {
    throw new ModelFault('unsupported', 'a threshold needs probabilities, and the endpoint answers none');
  }
  const label = labelName(first, wanted, probabilities !== undefined);
  const given = label === undefined ? undefined : labelsOf(answers, label, classes);
  return {
    kind: 'classes',
    labels: decideLabels(given, probabilities, wanted),
    ...(probabilities !== undefined && { probabilities }),
  };
}

const width = (value: Part): number => (Array.isArray(value) ? value.length : 1);
const isNumber = (value: Part): boolean => typeof value === 'number';

/** The one output for which `fits`; a model with several must have it named. */
function only(first: RowAnswer, fits: (value: Part, name: string) => boolean, kind: keyof OutputNames): string {
  const found = Object.entries(first).flatMap(([name, value]) => (fits(value, name) ? [name] : []));
  if (found.length === 1) return found[0]!;
  const names = Object.keys(first)
    .slice(0, 10)
    .map((name) => `"${name}"`);
  throw new ModelFault(
    'failed',
    `which output is the ${kind}? It has ${names.join(', ')}: name it under model.outputs`,
  );
}

function part(answer: RowAnswer, name: string): Part {
  if (!Object.hasOwn(answer, name)) throw new ModelFault('failed', `the model gave no output "${name}"`);
  return answer[name]!;
}

function numberOf(value: Part, row: number): number {
  if (typeof value === 'number') return value;
  throw new ModelFault('failed', `the answer for row ${row + 1} is no number`);
}

type ReadProbabilities = (answer: RowAnswer, row: number) => readonly number[];

function probabilityReader(first: RowAnswer, wanted: AnswersWanted): ReadProbabilities | undefined {
  const { classes, positive = 1, outputs, floats } = wanted;
  const k = classes.length;
  const of = (name: string): ReadProbabilities | undefined => {
    const size = width(part(first, name));
    if (size === k && k > 1) {
      return (answer, row) => {
        const value = part(answer, name);
        if (width(value) !== k)
          throw new ModelFault('failed', `row ${row + 1} has ${width(value)} values for ${k} classes`);
        return (value as readonly Scalar[]).map((scalar) => numberOf(scalar, row));
      };
    }
    if (size !== 1 || k !== 2) return undefined;
    return (answer, row) => {
      const value = numberOf(part(answer, name), row);
      return positive === 0 ? [value, 1 - value] : [1 - value, value];
    };
  };
  if (outputs.probabilities !== undefined) {
    const reader = of(outputs.probabilities);
    if (reader !== undefined) return reader;
    const message = `output "${outputs.probabilities}" has ${width(part(first, outputs.probabilities))} values a row for ${k} classes`;
    throw new ModelFault('failed', message);
  }
  for (const named of [(i: number) => classes[i]!, (i: number) => `probability_${classes[i]!}`, String]) {
    const names = classes.map((_, index) => named(index));
    if (k > 1 && names.every((name) => Object.hasOwn(first, name) && isNumber(first[name]!)))
      return (answer, row) => names.map((name) => numberOf(part(answer, name), row));
  }
  const others = Object.entries(first).filter(([name]) => name !== outputs.label);
  const wide = others.filter(([, value]) => Array.isArray(value) && value.length === k && value.every(isNumber));
  if (wide.length === 1) return of(wide[0]![0]);
  const single = others.filter(([name, value]) => floats?.has(name) === true && isNumber(value));
  return wide.length === 0 && single.length === 1 ? of(single[0]![0]) : undefined;
}

function probabilitiesOf(answers: readonly RowAnswer[], read: ReadProbabilities, k: number): Float64Array {
  const probabilities = new Float64Array(answers.length * k);
  answers.forEach((answer, row) => probabilities.set(read(answer, row), row * k));
  const fault = checkProbabilities(probabilities, k);
  if (fault !== undefined) throw new ModelFault('failed', `the answer for row ${fault.row + 1}: ${fault.reason}`);
  return probabilities;
}

/** `undefined` where the probabilities must do. */
function labelName(first: RowAnswer, wanted: AnswersWanted, hasProbabilities: boolean): string | undefined {
  const { outputs, floats, classes } = wanted;
  if (outputs.label !== undefined) return outputs.label;
  const fits = (value: Part, name: string): boolean =>
    !Array.isArray(value) && floats?.has(name) !== true && name !== outputs.probabilities;
  if (!hasProbabilities) return only(first, fits, 'label');
  const columns = new Set(classes.flatMap((name, index) => [name, `probability_${name}`, String(index)]));
  const found = Object.entries(first).filter(([name, value]) => fits(value, name) && !columns.has(name));
  return found.length === 1 ? found[0]![0] : undefined;
}

/** By name; by number where the model numbers its classes and none of them is called by a number. */
function labelsOf(answers: readonly RowAnswer[], name: string, classes: readonly string[]): Int32Array {
  const byName = new Map(classes.map((text, index) => [text, index]));
  const numbered = classes.every((text) => !/^-?\d+$/.test(text));
  return Int32Array.from(answers, (answer, row) => {
    const value = part(answer, name);
    const found = Array.isArray(value) ? undefined : byName.get(String(value));
    if (found !== undefined) return found;
    const index = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (numbered && typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < classes.length)
      return index;
    const shown = Array.isArray(value) ? `a list of ${value.length} values` : JSON.stringify(value).slice(0, 60);
    throw new ModelFault('failed', `the answer for row ${row + 1} is ${shown}, which is none of the target's classes`);
  });
}
