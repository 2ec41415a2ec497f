/** A model of a subject: found, looked at against the data, its class names learnt. */
import { dirname, posix, resolve } from 'node:path';
import type { SubjectDocument } from '../document/types.generated.js';
import { MAX_CSV_BYTES } from './csv-text.js';
import { digestBytes, digestValue } from '../trust/digest.js';
import { loadEndpoint } from './load-endpoint.js';
import { loadLanguageModel } from './load-language-model.js';
import type { Findings, SubjectCode } from './findings.js';
import { shown } from './findings.js';
import { allDecimal, isFeature } from './feature-specs.js';
import type { ExternalFiles, ModelLook } from './formats/format.js';
import type { FeatureSpec } from './formats/onnx-inputs.js';
import { MODEL_FORMATS } from './formats/registry.js';
import type { LoadedTables } from './load-tables.js';
import type { LoadedInput, Memo } from './loaded.js';
import { namedFile } from './named-file.js';
import type { NamedFile, NamedFiles } from './named-file.js';
import { plainFile } from './sealed-file.js';
import type { ExternalSpec, ModelSpec } from './spec.js';
import type { ModelRole } from './view.js';

/** Protobuf's own limit. */
const MAX_MODEL_BYTES = 2 ** 31 - 1;
const VERSION = 2;

export interface LoadedModel {
  readonly spec?: ModelSpec;
  /** Files that hold its weights, beside the model's own. */
  readonly inputs: readonly LoadedInput[];
  readonly classes?: readonly string[];
}

/** What the subject's data has told so far. */
export interface ModelKnown {
  /** No fault was found in the tables. */
  readonly sound: boolean;
  readonly classes: readonly string[] | undefined;
}

export async function loadModel(
  of: ModelRole,
  document: SubjectDocument,
  data: LoadedTables,
  known: ModelKnown,
  files: NamedFiles,
  memo: Memo | undefined,
): Promise<LoadedModel> {
  const model = document[of];
  const { findings } = files;
  if (model === undefined) return { inputs: [] };
  if (model.format === 'openai') return loadLanguageModel(of, model, files);
  checkThreshold(of, document, findings);
  const threshold = model.threshold === undefined ? {} : { threshold: model.threshold };
  if (model.format === 'command') {
    return { spec: { format: 'command', command: model.command, folder: files.folder, ...threshold }, inputs: [] };
  }
  if (model.format === 'http') return { ...loadEndpoint(of, model, findings), inputs: [] };
  const pointer = [of, 'path'];
  const file = namedFile(files, pathOf(model, files), pointer, MAX_MODEL_BYTES);
  if (file === undefined) return { inputs: [] };
  const plain =
    model.format === 'predictions'
      ? await plainFile(files, file, { path: pointer, key: [of, 'key'] }, model.key, MAX_CSV_BYTES)
      : { bytes: file.bytes };
  if (plain === undefined) return { inputs: [] };
  const { bytes, sealed } = plain;
  const digest = digestBytes(file.bytes);
  const spec: ModelSpec = { format: model.format, path: file.path, digest, ...(sealed && { sealed }), ...threshold };
  const kept = sealed === undefined ? memo : undefined;
  // Against a table that has faults itself, answers that another program recorded say nothing.
  if (model.format === 'predictions' && !known.sound) return { spec, inputs: [] };
  const features = known.sound && data.tables.length > 0 ? featuresOf(data) : undefined;
  const context = {
    file: shown(file.path),
    regression: document.task === 'regression',
    classes: known.classes,
    positive: document.data?.target?.positive,
    threshold: model.threshold,
    features,
    separator: data.csv.separator,
    rows: (data.tables.find(({ part }) => part === 'test') ?? data.tables.find(({ part }) => part === 'whole'))?.facts
      .rows,
  };
  const key = `model ${VERSION} ${model.format} ${digest} ${digestValue(JSON.parse(JSON.stringify(context)))}`;
  const remembered = kept?.get(key) as ModelLook | undefined;
  const look = remembered ?? (await MODEL_FORMATS[model.format]()).look?.({ ...context, bytes }) ?? NOTHING;
  const { findings: found, diagnostics = [] } = look;
  if (remembered === undefined && diagnostics.length === 0 && !found.some(({ severity }) => severity === 'error')) {
    kept?.set(key, look);
  }
  for (const finding of found) findings.add(pointer, { ...finding, code: finding.code as SubjectCode });
  findings.take(diagnostics);
  const weights = (look.external ?? []).flatMap((group) => externalFiles(of, group, file, files));
  return {
    spec: weights.length === 0 ? spec : { ...spec, external: weights.map(({ external }) => external) },
    inputs: weights.map(({ input }) => input),
    ...(look.classes === undefined ? {} : { classes: look.classes }),
  };
}

const NOTHING: ModelLook = { findings: [] };

/** A TensorFlow.js model may be named by its folder. */
function pathOf({ format, path }: { readonly format: string; readonly path: string }, files: NamedFiles): string {
  const isFolder = format === 'tfjs' && files.source.kind(resolve(files.folder, path)) === 'folder';
  return isFolder ? posix.join(path, 'model.json') : path;
}

interface External {
  readonly external: ExternalSpec;
  readonly input: LoadedInput;
}

/** Found in the model's own folder, and of the size that its file tells. */
function externalFiles(
  of: ModelRole,
  { locations, bytes }: ExternalFiles,
  model: NamedFile,
  files: NamedFiles,
): readonly External[] {
  const pointer = [of, 'path'];
  let size = 0;
  const found = locations.flatMap((location): External[] => {
    const inside = { ...files, folder: dirname(model.path), allowOutside: false };
    const file = namedFile(inside, location, pointer, MAX_MODEL_BYTES);
    if (file === undefined) return [];
    size += file.bytes.length;
    const digest = digestBytes(file.bytes);
    return [
      { external: { location, path: file.path, digest }, input: { role: `${of}.external`, path: file.given, digest } },
    ];
  });
  if (bytes !== undefined && found.length === locations.length && size !== bytes) {
    const names = locations.slice(0, 5).join(', ') + (locations.length > 5 ? ', …' : '');
    const message = `${names} ${locations.length === 1 ? 'has' : 'have'} ${size} bytes; the weights of ${model.given} need ${bytes}`;
    files.findings.add(pointer, { code: 'ASSAY1500', message, hint: 'Copy the model again with all its files.' });
  }
  return found;
}

function featuresOf({ columns, tables }: LoadedTables): readonly FeatureSpec[] {
  return columns.filter(isFeature).map(({ name, type }) => {
    const levels = tables.map(({ facts }) => facts.columns[name]);
    const numericLevels =
      type === 'categorical' &&
      levels.every(
        (facts) => facts?.levels !== undefined && facts.levels.length === facts.levelCount && allDecimal(facts.levels),
      );
    return { name, type, numericLevels };
  });
}

function checkThreshold(of: ModelRole, document: SubjectDocument, findings: Findings): void {
  const { task, data, [of]: model } = document;
  if (model === undefined || model.format === 'openai' || model.threshold === undefined) return;
  if (task === 'binary-classification' && data?.target?.positive !== undefined) return;
  const message =
    task === 'binary-classification'
      ? 'a threshold is one on the probability of the positive class, and the target names none'
      : `a threshold belongs to a binary task; the task is ${task}`;
  const hint = task === 'binary-classification' ? 'Name it under data.target.positive.' : 'Remove it.';
  findings.add([of, 'threshold'], { code: 'ASSAY1510', message, hint });
}
