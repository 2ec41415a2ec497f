/** A loaded subject, opened for measuring: in a child process, from its spec alone. */
import { MAX_CSV_BYTES } from './csv-text.js';
import { bufferOf, readTable } from './read-table.js';
import { digestValue } from '../trust/digest.js';
import { featuresIn, groupsOf, targetOf, weightsOf } from './parts.js';
import { inspectCsv } from './inspect-csv.js';
import type { AnswerShelf } from './endpoint/answer-book.js';
import { UsedDays } from './endpoint/used-days.js';
import { MODEL_FORMATS } from './formats/registry.js';
import type { LanguageModel, Spent } from './language/language-model.js';
import type { QuestionSet } from './language/question.js';
import type { OpenLanguageModel } from './language/open-language-model.js';
import type { Memo } from './loaded.js';
import { once } from './once.js';
import type { AnswerDays } from '../plugins/answer-days.js';
import { readFresh } from './read-fresh.js';
import { recallPredictions, storePredictions } from './stored-predictions.js';
import { openStorage } from './open-storage.js';
import { plainBytes } from './sealed-file.js';
import { sealingKey } from './language/sealing-of.js';
import type { ColumnSpec, ModelSpec, SubjectSpec, TableSpec } from './spec.js';
import type { RawTable, Table } from './table.js';
import { ModelFault } from './view.js';
import type { Model, Part, Predictions, SubjectView } from './view.js';
import { PROCESSOR } from '../backends/device.js';
import type { LogicalDevice } from '../backends/device.js';
import { onnxruntimeVersion } from '../backends/onnxruntime-version.js';
import { tfjsVersions } from '../backends/tfjs-packages.js';

export interface OpenOptions {
  /** Where predictions of a deterministic model are kept for the other processes. */
  readonly memo?: Memo;
  /** False: a model or an estimator that is a command gives a ModelFault (`unsupported`). */
  readonly allowCommands?: boolean;
  /** True: a model behind a server gives a ModelFault (`unsupported`). */
  readonly offline?: boolean;
  /** Where answers of endpoints are kept. */
  readonly answers?: AnswerShelf;
  /** A server of the subject's was started, as this process: it serves until this process ends. */
  readonly onServer?: (pid: number) => void;
  /** What the model runs on, where its format can; the processor where absent. */
  readonly device?: LogicalDevice;
}

export interface OpenSubject extends SubjectView {
  /** Of language models: waits for the answers that are under way, and asks no more of what was asked for. */
  settle(): Promise<void>;
  /** Of which days the answers of models behind servers are that were used since it was last called. */
  answered(): AnswerDays | undefined;
  /** What asking took so far: of each language model that was opened. */
  spent(): readonly Spent[];
}

/**
 * Tables are read and the model is opened on the first call and then kept; so are predictions on whole parts. Files
 * must be as they were when the subject was loaded: else a ModelFault (`failed`).
 */
export function openSubject(spec: SubjectSpec, options: OpenOptions = {}): OpenSubject {
  const specOf = (part: Part): TableSpec | undefined =>
    part === 'whole' ? (spec.tables.whole ?? spec.tables.train) : spec.tables[part];
  const byPath = new Map<string, Promise<Table>>();
  const table = (part: Part): Promise<Table | undefined> => {
    const from = specOf(part);
    if (from === undefined) return Promise.resolve(undefined);
    const key = JSON.stringify([from.path, from.digest, from.columns]);
    const known = byPath.get(key) ?? tableOf(spec, from);
    byPath.set(key, known);
    return known;
  };
  const used = new UsedDays();
  const models = {
    model: openModel(spec, spec.model, { specOf, table, used }, options),
    predecessor: openModel(spec, spec.predecessor, { specOf, table, used }, options),
  };
  const opened: OpenLanguageModel[] = [];
  const asked = (use: ModelSpec | undefined): (() => Promise<LanguageModel | undefined>) =>
    once(async () => {
      const model = await openAsked(use, spec, { ...options, used });
      if (model !== undefined) opened.push(model);
      return model;
    });
  const languageModels = {
    model: asked(spec.model),
    predecessor: asked(spec.predecessor),
    judge: asked(spec.judge),
  };
  const sets = new Map<string, Promise<QuestionSet | undefined>>();
  return {
    name: spec.name,
    task: spec.task,
    facts: spec.facts,
    table,
    rawTable: async (part) => {
      const from = specOf(part);
      return from === undefined ? undefined : rawTableOf(spec, from);
    },
    target: async (part) => targetOf(spec, await table(part)),
    features: featuresIn,
    groups: async (part) => groupsOf(spec, await table(part)),
    weights: async (part) => weightsOf(spec, await table(part)),
    model: (of = 'model') => models[of].model(),
    languageModel: (of = 'model') => languageModels[of](),
    settle: async () => void (await Promise.all(opened.map((model) => model.settle()))),
    answered: () => used.take(),
    spent: () => opened.map(({ spent }) => spent),
    questions: (name) => {
      const known = sets.get(name) ?? openSet(spec, name);
      sets.set(name, known);
      return known;
    },
    predictions: (part, of = 'model') => models[of].predictions(part),
    get estimator() {
      if (spec.estimator?.type === 'command' && options.allowCommands === false) {
        throw new ModelFault('unsupported', 'the estimator is a command, and commands are switched off');
      }
      return spec.estimator!;
    },
    ...(spec.training === undefined ? {} : { training: spec.training }),
    ...(spec.storage === undefined ? {} : { storage: openStorage(spec.storage) }),
    ...(spec.history === undefined ? {} : { history: spec.history }),
  };
}

/** The model as one that is asked in words; its server is reached when it is asked what is not known. */
async function openAsked(
  use: ModelSpec | undefined,
  spec: SubjectSpec,
  options: OpenOptions & { readonly used: UsedDays },
): Promise<OpenLanguageModel | undefined> {
  if (use === undefined) return undefined;
  if (use.format !== 'openai') throw new ModelFault('unsupported', 'the model answers rows of a table, not questions');
  const { openLanguageModel } = await import('./language/open-language-model.js');
  const key = sealingKey(spec);
  return openLanguageModel(use, { ...options, ...(key && { key }) });
}

async function openSet({ questions = {}, model }: SubjectSpec, name: string): Promise<QuestionSet | undefined> {
  const set = Object.hasOwn(questions, name) ? questions[name] : undefined;
  if (set === undefined) return undefined;
  const completes = model !== undefined && 'interface' in model && model.interface === 'completions';
  const { openQuestions } = await import('./language/open-questions.js');
  return await openQuestions(name, set, completes ? 'completions' : 'chat');
}

interface Shared {
  readonly specOf: (part: Part) => TableSpec | undefined;
  readonly table: (part: Part) => Promise<Table | undefined>;
  readonly used: UsedDays;
}

function openModel(
  subject: SubjectSpec,
  use: ModelSpec | undefined,
  { specOf, table, used }: Shared,
  options: OpenOptions,
): {
  readonly model: () => Promise<Model | undefined>;
  readonly predictions: (part: Part) => Promise<Predictions | undefined>;
} {
  if (use === undefined) return { model: async () => undefined, predictions: async () => undefined };
  const { device = PROCESSOR } = options;
  // As formats know it: the subject whose model it is.
  const spec = { ...subject, model: use };
  const model = once(async (): Promise<Model> => {
    if (use.format === 'command' && options.allowCommands === false) {
      throw new ModelFault('unsupported', 'the model is a command, and commands are switched off');
    }
    if (use.format === 'http' && options.offline === true) {
      throw new ModelFault('unsupported', 'the model is behind a server, and --offline reaches none');
    }
    const format = await MODEL_FORMATS[use.format]();
    return format.open({ spec, table, device, used, ...(options.answers && { answers: options.answers }) });
  });
  const predict = async (part: Part): Promise<Predictions | undefined> => {
    const rows = await table(part);
    if (rows === undefined) return undefined;
    // Answers on sealed rows tell of them: they are not kept on disk.
    const key = specOf(part)?.sealed === undefined ? predictionsKey(spec, rows.digest, device) : undefined;
    const known = key === undefined ? undefined : recallPredictions(options.memo, key, rows.rowCount);
    if (known !== undefined) return known;
    const answers = await (await model()).predict(rows);
    if (key !== undefined) storePredictions(options.memo, key, answers);
    return answers;
  };
  const predictions = new Map<Part, Promise<Predictions | undefined>>();
  return {
    model,
    predictions(part) {
      const known = predictions.get(part) ?? predict(part);
      predictions.set(part, known);
      // What an earlier measurement asked for is this one's evidence too.
      return known.then((answers) => {
        used.note(answers?.answered);
        return answers;
      });
    },
  };
}

/** A sealed file is opened in memory alone. */
const csvBytes = async ({ path, digest, sealed }: TableSpec): Promise<Buffer> =>
  bufferOf(await plainBytes(readFresh(path, digest), sealed, path, MAX_CSV_BYTES));

async function tableOf(spec: SubjectSpec, from: TableSpec): Promise<Table> {
  const { path, digest, columns = spec.columns } = from;
  const source = { bytes: await csvBytes(from), file: path, format: spec.csv };
  const { table, diagnostics } = readTable(source, columns, digest);
  if (table === undefined) throw new ModelFault('failed', `${path}: ${diagnostics[0]?.message ?? 'unreadable'}`);
  return table;
}

/** Read anew at each call: what is asked for once need not be kept. */
async function rawTableOf(spec: SubjectSpec, from: TableSpec): Promise<RawTable> {
  const { path, digest } = from;
  const format = { separator: spec.csv.separator, missing: [''] };
  const source = { bytes: await csvBytes(from), file: path, format };
  const { look, diagnostics } = inspectCsv(source, false);
  const columns = (look?.names ?? []).map((name): ColumnSpec => {
    const declared = spec.columns.find((column) => column.name === name);
    return { name, type: 'categorical', roles: declared?.roles ?? [] };
  });
  const { table } = look === undefined ? {} : readTable(source, columns, digest);
  if (table === undefined) throw new ModelFault('failed', `${path}: ${diagnostics[0]?.message ?? 'unreadable'}`);
  return { ...table, columns: table.columns.filter((column) => column.type === 'categorical') };
}

/** All that predictions follow from; only models that are files and that Assay itself runs have one. */
function predictionsKey(
  { model, columns, csv, target, task }: SubjectSpec,
  table: string,
  device: LogicalDevice,
): string | undefined {
  if (model?.format !== 'onnx' && model?.format !== 'tfjs') return undefined;
  const { format, digest, external = [], threshold = null } = model;
  const parts = {
    digest,
    weights: external.map((file) => file.digest),
    threshold,
    table,
    columns,
    csv,
    target: target ?? null,
    task,
    runtime: format === 'onnx' ? onnxruntimeVersion() : tfjsVersions(),
    ...(device.kind === 'cpu' ? {} : { adapter: device.name }),
  };
  return `predictions 2 ${digestValue(parts)}`;
}
