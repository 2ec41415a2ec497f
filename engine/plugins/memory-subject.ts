import { createHash } from 'node:crypto';
import type { CategoricalColumn, Column, RawTable, Role, Table } from '../subject/table.js';
import type { Model, Part, Predictions, SubjectView, Target } from '../subject/view.js';
import type { Task } from '../subject/task.js';
import { memoryLanguageModel } from './memory-language.js';
import type { MemoryLanguageModel } from './memory-language.js';
import type { QuestionSet } from '../subject/language/question.js';
import type { Need } from './contract.js';
import type { Basis } from './figure.js';

/** A table with its truth, held in memory. */
export interface MemoryData {
  readonly table: Table;
  readonly target?: Target;
  readonly groups?: Int32Array;
  readonly weights?: Float64Array;
}

export interface MemoryModel {
  readonly classes: readonly string[];
  readonly predict: (table: Table) => Predictions;
  /** `observed` unless said otherwise. */
  readonly basis?: Basis;
  readonly answersNewRows?: boolean;
  readonly format?: string;
  readonly path?: string;
  readonly edits?: Model['edits'];
}

export interface MemorySubject {
  readonly task: Task;
  readonly train?: MemoryData;
  readonly test?: MemoryData;
  /** The one table (`data.path`). */
  readonly whole?: MemoryData;
  readonly released?: MemoryData;
  readonly population?: MemoryData;
  readonly model?: MemoryModel;
  readonly predecessor?: MemoryModel;
  readonly estimator?: SubjectView['estimator'];
  readonly training?: SubjectView['training'];
  readonly facts?: SubjectView['facts'];
  readonly storage?: SubjectView['storage'];
  readonly history?: SubjectView['history'];
  readonly languageModel?: MemoryLanguageModel;
  readonly judge?: MemoryLanguageModel;
  readonly questions?: readonly QuestionSet[];
}

/** Whether the engine would run a plugin with such needs on it: otherwise every output is `missing-input`. */
export function hasNeeds(
  {
    train,
    test,
    whole,
    released,
    population,
    model,
    predecessor,
    estimator,
    training,
    storage,
    history,
    languageModel,
    judge,
    questions,
  }: MemorySubject,
  needs: readonly Need[],
): boolean {
  const has: Readonly<Record<Need, boolean>> = {
    model: model !== undefined || languageModel !== undefined,
    predecessor: predecessor !== undefined,
    estimator: estimator !== undefined,
    'data.train': train !== undefined,
    'data.test': test !== undefined,
    data: (whole ?? train) !== undefined,
    'data.released': released !== undefined,
    'data.population': population !== undefined,
    target: [train, test, whole].some((data) => data?.target !== undefined),
    training: training !== undefined,
    storage: storage !== undefined,
    history: history !== undefined,
    judge: judge !== undefined,
    questions: questions !== undefined,
  };
  return needs.every((need) => has[need]);
}

/** A subject that needs no files: for contract tests of plugins, of anyone. */
export function memorySubject(subject: MemorySubject): SubjectView {
  const parts: Readonly<Record<Part, MemoryData | undefined>> = {
    train: subject.train,
    test: subject.test,
    whole: subject.whole ?? subject.train,
    released: subject.released,
    population: subject.population,
  };
  const models = {
    model: subject.model && memoryModel(subject.model),
    predecessor: subject.predecessor && memoryModel(subject.predecessor),
  };
  const languageModels = {
    model: subject.languageModel && memoryLanguageModel(subject.languageModel),
    predecessor: undefined,
    judge: subject.judge && memoryLanguageModel(subject.judge),
  };
  const predicted = new Map<string, Promise<Predictions>>();
  return {
    name: 'in-memory',
    task: subject.task,
    facts: subject.facts ?? {},
    table: async (part) => parts[part]?.table,
    rawTable: async (part) => parts[part] && rawOf(parts[part].table),
    target: async (part) => parts[part]?.target,
    features: (table) => table.columns.filter((column) => column.roles.includes('feature')),
    groups: async (part) => parts[part]?.groups,
    weights: async (part) => parts[part]?.weights,
    model: async (of = 'model') => models[of],
    languageModel: async (of = 'model') => languageModels[of],
    questions: async (name) => subject.questions?.find((set) => set.name === name),
    async predictions(part, of = 'model') {
      const table = parts[part]?.table;
      const model = models[of];
      if (model === undefined || table === undefined) return undefined;
      const known = predicted.get(`${of} ${part}`) ?? model.predict(table);
      predicted.set(`${of} ${part}`, known);
      return known;
    },
    ...(subject.estimator !== undefined && { estimator: subject.estimator }),
    ...(subject.training !== undefined && { training: subject.training }),
    ...(subject.storage !== undefined && { storage: subject.storage }),
    ...(subject.history !== undefined && { history: subject.history }),
  };
}

/** As its file would be written. */
function rawOf(table: Table): RawTable {
  const columns = table.columns.map((column): CategoricalColumn => {
    if (column.type === 'categorical') return column;
    const { name, roles } = column;
    const texts = Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)));
    const levels = [...new Set(texts.filter((text) => text !== null))];
    const codeOf = new Map(levels.map((level, code) => [level, code]));
    const codes = Int32Array.from(texts, (text) => (text === null ? -1 : codeOf.get(text)!));
    return { type: 'categorical', name, roles, levels, codes };
  });
  return { ...table, columns };
}

function memoryModel(model: MemoryModel): Model {
  return {
    format: model.format ?? 'in-memory',
    digest: null,
    basis: model.basis ?? 'observed',
    classes: model.classes,
    backend: 'in-memory',
    answersNewRows: model.answersNewRows ?? true,
    predict: async (table) => model.predict(table),
    close: async () => {},
    ...(model.path !== undefined && { path: model.path }),
    ...(model.edits !== undefined && { edits: model.edits }),
  };
}

/** Numbers are a numeric column (NaN is missing), text a categorical one (`null` is missing). */
export type MemoryColumn =
  | { readonly roles?: readonly Role[]; readonly numbers: ArrayLike<number> }
  | { readonly roles?: readonly Role[]; readonly texts: readonly (string | null)[] };

/** All columns have one length; roles default to `feature`. */
export function memoryTable(columns: Readonly<Record<string, MemoryColumn>>): Table {
  const built = Object.entries(columns).map(([name, column]): Column => {
    const roles = column.roles ?? ['feature'];
    if ('numbers' in column) return { type: 'numeric', name, roles, values: Float64Array.from(column.numbers) };
    const levels = [...new Set(column.texts.filter((text) => text !== null))];
    const codes = Int32Array.from(column.texts, (text) => (text === null ? -1 : levels.indexOf(text)));
    return { type: 'categorical', name, roles, levels, codes };
  });
  const rowCount = built[0] === undefined ? 0 : lengthOf(built[0]);
  if (built.some((column) => lengthOf(column) !== rowCount)) throw new RangeError('columns of different lengths');
  return { rowCount, columns: built, digest: digestOf(built) };
}

const lengthOf = (column: Column): number => (column.type === 'numeric' ? column.values : column.codes).length;

/** `sha256:…` over names, roles, levels and values. */
export function digestOf(columns: readonly Column[]): string {
  const hash = createHash('sha256');
  for (const column of columns) {
    const data = column.type === 'numeric' ? column.values : column.codes;
    const levels = column.type === 'categorical' ? column.levels : [];
    hash.update(JSON.stringify([column.name, column.type, column.roles, levels, data.length]));
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return `sha256:${hash.digest('hex')}`;
}
