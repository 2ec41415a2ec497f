/** A model of a subject: found, looked at against the data, its class names learnt. */
import { dirname } from 'node:path';
import type { SubjectDocument } from '../document/types.generated.js';
import { digestBytes, digestValue } from '../trust/digest.js';
import type { Findings, SubjectCode } from './findings.js';
import { shown } from './findings.js';
import { allDecimal, isFeature } from './feature-specs.js';
import type { ModelFormat, ModelLook } from './formats/format.js';
import type { FeatureSpec } from './formats/onnx-inputs.js';
import { MODEL_FORMATS } from './formats/registry.js';
import type { LoadedTables } from './load-tables.js';
import type { LoadedInput, Memo } from './loaded.js';
import { namedFile } from './named-file.js';
import type { NamedFiles } from './named-file.js';
import type { ModelSpec } from './spec.js';
import type { ModelRole } from './view.js';

/** Protobuf's own limit. */
const MAX_MODEL_BYTES = 2 ** 31 - 1;
const VERSION = 1;

export interface LoadedModel {
  readonly spec?: ModelSpec;
  /** Files beside the model that hold its weights. */
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
  checkThreshold(of, document, findings);
  const threshold = model.threshold === undefined ? {} : { threshold: model.threshold };
  if (model.format === 'command') {
    return { spec: { format: 'command', command: model.command, folder: files.folder, ...threshold }, inputs: [] };
  }
  const pointer = [of, 'path'];
  const file = namedFile(files, model.path, pointer, MAX_MODEL_BYTES);
  if (file === undefined) return { inputs: [] };
  const digest = digestBytes(file.bytes);
  const spec: ModelSpec = { format: model.format, path: file.path, digest, ...threshold };
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
  const remembered = memo?.get(key) as (ModelLook & { external: readonly string[] }) | undefined;
  const look =
    remembered ?? (await lookAt(await MODEL_FORMATS[model.format](), model.format, { ...context, bytes: file.bytes }));
  const { findings: found, diagnostics = [], external } = look;
  if (remembered === undefined && diagnostics.length === 0 && !found.some(({ severity }) => severity === 'error')) {
    memo?.set(key, look);
  }
  for (const finding of found) findings.add(pointer, { ...finding, code: finding.code as SubjectCode });
  findings.take(diagnostics);
  const inputs = external.flatMap((location): LoadedInput[] => {
    const weights = namedFile(
      { ...files, folder: dirname(file.path), allowOutside: false },
      location,
      pointer,
      MAX_MODEL_BYTES,
    );
    return weights === undefined
      ? []
      : [{ role: `${of}.external`, path: weights.given, digest: digestBytes(weights.bytes) }];
  });
  return { spec, inputs, ...(look.classes === undefined ? {} : { classes: look.classes }) };
}

type Look = ModelLook & { readonly external: readonly string[] };

async function lookAt(
  format: ModelFormat,
  name: string,
  context: Parameters<NonNullable<ModelFormat['look']>>[0],
): Promise<Look> {
  const look = format.look?.(context) ?? { findings: [] };
  const sound = !look.findings.some(({ severity }) => severity === 'error');
  const external = sound && name === 'onnx' ? (await import('./formats/onnx.js')).externalFiles(context.bytes) : [];
  return { ...look, external };
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
  const { task, data } = document;
  if (document[of]?.threshold === undefined) return;
  if (task === 'binary-classification' && data?.target?.positive !== undefined) return;
  const message =
    task === 'binary-classification'
      ? 'a threshold is one on the probability of the positive class, and the target names none'
      : `a threshold belongs to a binary task; the task is ${task}`;
  const hint = task === 'binary-classification' ? 'Name it under data.target.positive.' : 'Remove it.';
  findings.add([of, 'threshold'], { code: 'ASSAY1510', message, hint });
}
