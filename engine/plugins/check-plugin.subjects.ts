import { createRng } from '../numerics/generator.js';
import type { Table } from '../subject/table.js';
import { ModelFault } from '../subject/view.js';
import type { Predictions, Target } from '../subject/view.js';
import { memoryQuestions, promptText } from './memory-language.js';
import { memoryStorage } from './memory-storage.js';
import { memoryTable } from './memory-subject.js';
import type { MemoryData, MemoryModel, MemorySubject } from './memory-subject.js';

export interface CheckSubject {
  readonly name: string;
  readonly subject: MemorySubject;
}

const CLASSES = ['no', 'yes', 'maybe'] as const;
const estimator = { type: 'logistic-regression', with: {} };
const linear = { type: 'linear-regression', with: {} };

/** Small subjects of every kind that a plugin may meet, sound ones first. Nothing here is read from a file. */
export function checkSubjects(): readonly CheckSubject[] {
  const two = ofClasses(90, 2);
  const three = ofClasses(120, 3);
  const numbers = ofNumbers(80);
  const binary = { task: 'binary-classification', train: two, test: two, model: classifier(2), estimator } as const;
  const none = ofClasses(0, 2);
  const one = ofClasses(1, 2);
  return [
    { name: 'binary', subject: binary },
    {
      name: 'multiclass',
      subject: { task: 'multiclass-classification', train: three, test: three, model: classifier(3), estimator },
    },
    {
      name: 'regression',
      subject: { task: 'regression', train: numbers, test: numbers, model: regression, estimator: linear },
    },
    { name: 'grouped and weighted', subject: { ...binary, train: grouped(two), test: grouped(two) } },
    {
      name: 'a forest',
      subject: { ...binary, train: grouped(two), estimator: { type: 'random-forest', with: { trees: 10 } } },
    },
    { name: 'one table', subject: { task: 'binary-classification', whole: two, estimator } },
    { name: 'labels without probabilities', subject: { ...binary, model: labelsOnly(classifier(2)) } },
    {
      name: 'a predictions file',
      subject: { ...binary, model: { ...classifier(2), answersNewRows: false, basis: 'logged' } },
    },
    {
      name: 'a predecessor and a history',
      subject: { ...binary, predecessor: labelsOnly(classifier(2)), history: { otherModels: 3 } },
    },
    { name: 'data at rest', subject: { task: 'binary-classification', storage: atRest() } },
    {
      name: 'a release and a population',
      subject: { ...binary, released: generalised(two), population: two },
    },
    { name: 'a release of nothing but missing values', subject: { ...binary, released: missing(two) } },
    { name: 'a release of no rows', subject: { ...binary, released: none, population: none } },
    { name: 'a release of huge data', subject: { ...binary, train: huge(two), test: huge(two), released: huge(two) } },
    { name: 'nothing', subject: { task: 'binary-classification' } },
    { name: 'no rows', subject: { ...binary, train: none, test: none } },
    {
      name: 'no rows, regression',
      subject: { task: 'regression', train: ofNumbers(0), test: ofNumbers(0), model: regression },
    },
    { name: 'one row', subject: { ...binary, train: one, test: one } },
    { name: 'one class', subject: { ...binary, train: ofOneClass(two), test: ofOneClass(two) } },
    { name: 'no known truth', subject: { ...binary, train: unknown(two), test: unknown(two) } },
    { name: 'missing values only', subject: { ...binary, train: missing(two), test: missing(two) } },
    { name: 'answers of NaN', subject: { ...binary, model: answersNaN(classifier(2)) } },
    {
      name: 'numbers of NaN',
      subject: { task: 'regression', train: numbers, test: numbers, model: regressionOf(Number.NaN) },
    },
    {
      name: 'endless numbers',
      subject: { task: 'regression', train: numbers, test: numbers, model: regressionOf(Infinity) },
    },
    { name: 'huge data', subject: { ...binary, train: huge(two), test: huge(two) } },
    { name: 'huge regression', subject: { task: 'regression', test: huge(ofNumbers(40)), model: regressionOf(1e308) } },
    { name: 'a constant column only', subject: { ...binary, train: constant(two), test: constant(two) } },
    { name: 'a model that fails', subject: { ...binary, model: failing } },
    { name: 'a language model', subject: languageSubject() },
    {
      name: 'a language model that fails',
      subject: { ...languageSubject(), languageModel: { answer: fails } },
    },
    { name: 'no questions', subject: { ...languageSubject(), questions: [memoryQuestions('tasks', [])] } },
    { name: 'no features', subject: { ...binary, train: withoutFeatures(two), test: withoutFeatures(two) } },
  ];
}

/** It adds right three times in four. */
function languageSubject(): MemorySubject {
  const questions = Array.from({ length: 24 }, (_, at) => ({
    text: `${at} + ${at}`,
    references: [String(at + at)],
    task: ['sums', 'doubles'][at % 2]!,
    ...(at % 3 > 0 && { group: ['plain', 'rare'][(at % 3) - 1]! }),
    ...(at >= 18 && { cluster: `pair ${at % 3}` }),
  }));
  return {
    task: 'text-generation',
    languageModel: {
      answer: (prompt) => {
        const [number = 0] = promptText(prompt).match(/\d+/)?.map(Number) ?? [];
        return String(number % 4 === 3 ? number : number + number);
      },
      price: { prompt: 0.15, answer: 0.6, currency: 'USD' },
    },
    questions: [memoryQuestions('tasks', questions)],
  };
}

/** A plain table, salted bytes, a file of nothing, and code that practises what it should not. */
function atRest(): NonNullable<MemorySubject['storage']> {
  const rng = createRng('storage');
  const bytes = Uint8Array.from({ length: 4096 }, () => rng.integer(256));
  return memoryStorage(
    {
      'd.csv': text('age,sex\n36,f\n'),
      'd.enc': Uint8Array.of(...text('Salted__'), ...bytes),
      'd.bin': bytes,
      empty: text(''),
    },
    { 'train.py': "cipher = AES.new(b'0123456789abcdef', AES.MODE_ECB)" },
    { columns: ['age', 'sex'], opens: async () => 'not-ours' },
  );
}

const text = (of: string): Uint8Array => new TextEncoder().encode(of);

/** Rows drawn from a fixed seed; classes that the columns tell apart with errors. */
function ofClasses(rows: number, classes: number): MemoryData {
  const rng = createRng(`check ${rows} ${classes}`);
  const codes = Int32Array.from({ length: rows }, (_, row) => row % classes);
  const pick = (levels: readonly string[]) =>
    Array.from(codes, () => (rng.next() < 0.1 ? null : levels[rng.integer(levels.length)]!));
  const table = memoryTable({
    signal: { numbers: Float64Array.from(codes, (code) => code + rng.normal()) },
    noise: { numbers: Float64Array.from(codes, () => (rng.next() < 0.1 ? Number.NaN : rng.normal())) },
    age: { numbers: codes.map(() => 20 + rng.integer(30)), roles: ['feature', 'quasi-identifier'] },
    sex: { texts: pick(['f', 'm']), roles: ['feature', 'sensitive', 'quasi-identifier'] },
    fold: { numbers: codes.map((_, row) => row % 3), roles: [] },
  });
  return {
    table,
    target: { kind: 'classes', classes: CLASSES.slice(0, classes), codes, ...(classes === 2 && { positive: 1 }) },
  };
}

function ofNumbers(rows: number): MemoryData {
  const { table } = ofClasses(rows, 2);
  const rng = createRng('numbers');
  return { table, target: { kind: 'numbers', values: signalOf(table).map((value) => 3 * value + rng.normal()) } };
}

function signalOf(table: Table): Float64Array {
  const column = table.columns.find(({ name }) => name === 'signal');
  return column?.type === 'numeric' ? column.values : new Float64Array(table.rowCount);
}

/** The nearer a class's number to the signal, the likelier it is. */
function classifier(classes: number): MemoryModel {
  const predict = (table: Table): Predictions => {
    const signal = signalOf(table);
    const probabilities = new Float64Array(table.rowCount * classes);
    const labels = Int32Array.from(signal, (value, row) => {
      const scores = Array.from({ length: classes }, (_, code) =>
        Math.exp(-Math.min(30, Math.abs((value || 0) - code))),
      );
      const total = scores.reduce((sum, score) => sum + score, 0);
      scores.forEach((score, code) => (probabilities[row * classes + code] = score / total));
      return scores.indexOf(Math.max(...scores));
    });
    return { kind: 'classes', labels, probabilities };
  };
  return { classes: CLASSES.slice(0, classes), predict };
}

const regression: MemoryModel = {
  classes: [],
  predict: (table) => ({ kind: 'numbers', values: signalOf(table).map((value) => 2.5 * value) }),
};

const regressionOf = (value: number): MemoryModel => ({
  classes: [],
  predict: ({ rowCount }) => ({ kind: 'numbers', values: new Float64Array(rowCount).fill(value) }),
});

const fails = (): never => {
  throw new ModelFault('failed', 'this model always fails');
};
const failing: MemoryModel = { classes: CLASSES.slice(0, 2), predict: fails };

const changed = (
  model: MemoryModel,
  change: (answers: Predictions & { kind: 'classes' }) => Predictions,
): MemoryModel => ({
  ...model,
  predict: (table) => {
    const answers = model.predict(table);
    return answers.kind === 'classes' ? change(answers) : answers;
  },
});

const labelsOnly = (model: MemoryModel): MemoryModel => changed(model, ({ labels }) => ({ kind: 'classes', labels }));

const answersNaN = (model: MemoryModel): MemoryModel =>
  changed(model, ({ labels, probabilities }) => ({
    kind: 'classes',
    labels,
    probabilities: new Float64Array(probabilities?.length ?? 0).fill(Number.NaN),
  }));

const grouped = (data: MemoryData): MemoryData => ({
  ...data,
  groups: Int32Array.from({ length: data.table.rowCount }, (_, row) => row % 30),
  weights: Float64Array.from({ length: data.table.rowCount }, (_, row) => (row % 7) / 2),
});

const withCodes = (data: MemoryData, code: number): MemoryData => ({
  ...data,
  ...(data.target?.kind === 'classes' && {
    target: { ...data.target, codes: data.target.codes.map(() => code) } satisfies Target,
  }),
});
const ofOneClass = (data: MemoryData): MemoryData => withCodes(data, 1);
const unknown = (data: MemoryData): MemoryData => withCodes(data, -1);

const withNumbers = (data: MemoryData, of: (value: number, row: number) => number): MemoryData => ({
  ...data,
  table: {
    ...data.table,
    columns: data.table.columns.map((column) =>
      column.type === 'numeric' ? { ...column, values: column.values.map(of) } : column,
    ),
  },
});
/** Ages in tens of years. */
function generalised({ table }: MemoryData): MemoryData {
  const columns = table.columns.map((column) => {
    if (column.name !== 'age' || column.type !== 'numeric') return column;
    const levels = ['20–29', '30–39', '40–49'];
    const codes = Int32Array.from(column.values, (age) => Math.floor(age / 10) - 2);
    return { type: 'categorical' as const, name: column.name, roles: column.roles, levels, codes };
  });
  return { table: { ...table, columns } };
}
const huge = (data: MemoryData): MemoryData => withNumbers(data, (_, row) => (row % 2 === 0 ? 1e308 : -1e308));
const constant = (data: MemoryData): MemoryData => withNumbers(data, () => 0.1);

function missing(data: MemoryData): MemoryData {
  const { table, ...rest } = withNumbers(data, () => Number.NaN);
  const columns = table.columns.map((column) =>
    column.type === 'categorical' ? { ...column, codes: column.codes.map(() => -1) } : column,
  );
  return { ...rest, table: { ...table, columns } };
}

const withoutFeatures = (data: MemoryData): MemoryData => ({
  ...data,
  table: { ...data.table, columns: data.table.columns.map((column) => ({ ...column, roles: [] })) },
});
