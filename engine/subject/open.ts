/** A loaded subject, opened for measuring: in a child process, from its spec alone. */
import { bufferOf, readTable } from './read-table.js';
import { digestValue } from '../trust/digest.js';
import { featuresIn, groupsOf, targetOf, weightsOf } from './parts.js';
import { MODEL_FORMATS } from './formats/registry.js';
import type { Memo } from './loaded.js';
import { once } from './once.js';
import { readFresh } from './read-fresh.js';
import { recallPredictions, storePredictions } from './stored-predictions.js';
import type { SubjectSpec } from './spec.js';
import type { Table } from './table.js';
import { ModelFault } from './view.js';
import type { Model, Part, Predictions, SubjectView } from './view.js';
import { onnxruntimeVersion } from '../backends/onnxruntime-version.js';
import { tfjsVersions } from '../backends/tfjs-packages.js';

export interface OpenOptions {
  /** Where predictions of a deterministic model are kept for the other processes. */
  readonly memo?: Memo;
  /** False: a model that is a command gives a ModelFault (`unsupported`). */
  readonly allowCommands?: boolean;
}

/**
 * Tables are read and the model is opened on the first call and then kept; so are predictions on whole parts. Files
 * must be as they were when the subject was loaded: else a ModelFault (`failed`).
 */
export function openSubject(spec: SubjectSpec, options: OpenOptions = {}): SubjectView {
  const specOf = (part: Part): SubjectSpec['tables'][Part] =>
    part === 'whole' ? (spec.tables.whole ?? spec.tables.train) : spec.tables[part];
  const byPath = new Map<string, Promise<Table>>();
  const table = (part: Part): Promise<Table | undefined> => {
    const from = specOf(part);
    if (from === undefined) return Promise.resolve(undefined);
    const key = `${from.path}\n${from.digest}`;
    const known = byPath.get(key) ?? Promise.resolve().then(() => tableOf(spec, from.path, from.digest));
    byPath.set(key, known);
    return known;
  };
  const model = once(async (): Promise<Model | undefined> => {
    if (spec.model === undefined) return undefined;
    if (spec.model.format === 'command' && options.allowCommands === false) {
      throw new ModelFault('unsupported', 'the model is a command, and commands are switched off');
    }
    const format = await MODEL_FORMATS[spec.model.format]();
    return format.open({ spec, table });
  });
  const predictions = new Map<Part, Promise<Predictions | undefined>>();
  const predict = async (part: Part): Promise<Predictions | undefined> => {
    const rows = await table(part);
    if (rows === undefined || spec.model === undefined) return undefined;
    const key = predictionsKey(spec, rows.digest);
    const known = key === undefined ? undefined : recallPredictions(options.memo, key, rows.rowCount);
    if (known !== undefined) return known;
    const answers = await (await model())?.predict(rows);
    if (key !== undefined && answers !== undefined) storePredictions(options.memo, key, answers);
    return answers;
  };
  return {
    name: spec.name,
    task: spec.task,
    facts: spec.facts,
    table,
    target: async (part) => targetOf(spec, await table(part)),
    features: featuresIn,
    groups: async (part) => groupsOf(spec, await table(part)),
    weights: async (part) => weightsOf(spec, await table(part)),
    model,
    predictions(part) {
      const known = predictions.get(part) ?? predict(part);
      predictions.set(part, known);
      return known;
    },
    ...(spec.estimator === undefined ? {} : { estimator: spec.estimator }),
    ...(spec.training === undefined ? {} : { training: spec.training }),
  };
}

function tableOf(spec: SubjectSpec, path: string, digest: string): Table {
  const source = { bytes: bufferOf(readFresh(path, digest)), file: path, format: spec.csv };
  const { table, diagnostics } = readTable(source, spec.columns, digest);
  if (table === undefined) throw new ModelFault('failed', `${path}: ${diagnostics[0]?.message ?? 'unreadable'}`);
  return table;
}

/** All that predictions follow from; only models that are files and that Assay itself runs have one. */
function predictionsKey({ model, columns, csv, target, task }: SubjectSpec, table: string): string | undefined {
  if (model?.format !== 'onnx' && model?.format !== 'tfjs') return undefined;
  const { format, digest, external = [], threshold = null } = model;
  const runtime = format === 'onnx' ? onnxruntimeVersion() : tfjsVersions();
  const weights = external.map((file) => file.digest);
  return `predictions 2 ${digestValue({ digest, weights, threshold, table, columns, csv, target: target ?? null, task, runtime })}`;
}
