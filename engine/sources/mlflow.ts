/**
 * Models in MLflow’s local folders (its file store and model format: mlflow.org, “MLflow Models” and “Backend Stores”):
 * a model (`MLmodel`), a run (`mlruns/<experiment>/<run>`), a version of a registered model
 * (`mlruns/models/<name>/version-<n>`), or a logged model of MLflow 3 (`mlruns/<experiment>/models/m-…`).
 */
import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { claimsOf } from './claims.js';
import { asList, asMapping, asText, inside, isFile, isFolder, mappingAt, textOf, type Described } from './described.js';
import { SourceFault, type ModelSource } from './model-source.js';

const MODEL_FILE = 'MLmodel';
const META_FILE = 'meta.yaml';
const MAX_METRICS = 1000;
const MAX_FOLDERS = 1000;

/** `undefined` where the folder is none of MLflow’s. Throws `SourceFault`. */
export function mlflowSource(folder: string): ModelSource | undefined {
  if (isFile(join(folder, MODEL_FILE))) return fromModel(folder, runAbove(folder), {});
  if (!isFile(join(folder, META_FILE))) return undefined;
  const meta = mappingAt(join(folder, META_FILE));
  const registered = registeredVersion(folder, meta);
  if (registered !== undefined) return registered;
  const model = modelIn(join(folder, 'artifacts'));
  if (model === undefined)
    throw new SourceFault('ASSAY1990', 'the run has no artefact with an MLmodel file', join(folder, META_FILE));
  return fromModel(model, folder, nameOf(asText(meta['run_name']) ?? asText(meta['name'])));
}

const nameOf = (name: string | undefined): Pick<ModelSource, 'name'> => (name === undefined ? {} : { name });

/** Where the model of a run, or of a version, lies. Throws `SourceFault`. */
export const mlflowModelFile = (folder: string): string | undefined => mlflowSource(folder)?.model;

function registeredVersion(folder: string, meta: Described): ModelSource | undefined {
  const number = /^version-(\d{1,9})$/.exec(basename(resolve(folder)))?.[1];
  const source = asText(meta['source']) ?? asText(meta['storage_location']);
  if (number === undefined || source === undefined) return undefined;
  const store = resolve(folder, '..', '..', '..');
  const model = storedModel(store, source, asText(meta['run_id']), join(folder, META_FILE));
  const name = asText(meta['name']) ?? basename(resolve(folder, '..'));
  return { ...fromModel(model, runAbove(model), { name }), version: Number(number) };
}

/** The folder may have moved since: of a path only what follows `mlruns/` counts. */
function storedModel(store: string, source: string, run: string | undefined, file: string): string {
  const tail = /(?:^|[\\/])mlruns[\\/](.+)$/.exec(decodedUri(source))?.[1];
  const named = tail === undefined ? undefined : inside(store, tail, file);
  if (named !== undefined && isFolder(named)) return named;
  const id = /^models:\/(m-[A-Za-z0-9]+)$/.exec(source)?.[1] ?? run;
  if (id !== undefined && /^[A-Za-z0-9-]+$/.test(id)) {
    for (const experiment of foldersIn(store)) {
      for (const at of [join(store, experiment, id), join(store, experiment, 'models', id)]) {
        const model = isFolder(at) ? modelIn(join(at, 'artifacts')) : undefined;
        if (model !== undefined) return inside(store, model, file);
      }
    }
  }
  throw new SourceFault('ASSAY1990', 'the version’s model is not in the folder', file);
}

function decodedUri(source: string): string {
  try {
    return source.startsWith('file:') ? decodeURIComponent(source) : source;
  } catch {
    return source;
  }
}

const foldersIn = (folder: string): readonly string[] =>
  isFolder(folder)
    ? readdirSync(folder)
        .filter((name) => !name.startsWith('.') && isFolder(join(folder, name)))
        .sort()
        .slice(0, MAX_FOLDERS)
    : [];

/** The first folder with an MLmodel file, itself or one below. */
function modelIn(artifacts: string): string | undefined {
  if (isFile(join(artifacts, MODEL_FILE))) return artifacts;
  return foldersIn(artifacts)
    .map((name) => join(artifacts, name))
    .find((folder) => isFile(join(folder, MODEL_FILE)));
}

/** The run, or the logged model, that holds a model folder among its artefacts. */
function runAbove(model: string): string | undefined {
  for (let folder = resolve(model), up = 0; up < 4; up += 1, folder = dirname(folder)) {
    if (basename(folder) === 'artifacts' && isFile(join(dirname(folder), META_FILE))) return dirname(folder);
  }
  return undefined;
}

function fromModel(folder: string, run: string | undefined, about: Pick<ModelSource, 'name'>): ModelSource {
  const file = join(folder, MODEL_FILE);
  const document = mappingAt(file);
  const flavours = asMapping(document['flavors']);
  const onnx = asMapping(flavours['onnx']);
  const data = asText(onnx['data']);
  if (data === undefined) {
    const found = Object.keys(flavours).join(', ') || 'none';
    throw new SourceFault('ASSAY1990', `the model has no ONNX flavour (flavours: ${found})`, file);
  }
  const model = inside(folder, data, file);
  if (!isFile(model)) throw new SourceFault('ASSAY1990', `the model file ${data} is not there`, file);
  const features = featuresOf(document, file);
  return {
    kind: 'mlflow',
    model,
    ...about,
    ...(features !== undefined && { features }),
    ...claimsOf(run === undefined ? [] : metricsOf(join(run, 'metrics'))),
  };
}

/** The signature’s inputs, where they are named columns. */
function featuresOf(document: Described, file: string): ModelSource['features'] {
  const inputs = asText(asMapping(document['signature'])['inputs']);
  if (inputs === undefined) return undefined;
  let listed: unknown;
  try {
    listed = JSON.parse(inputs);
  } catch {
    throw new SourceFault('ASSAY1991', 'the inputs of its signature are no JSON', file);
  }
  const features = asList(listed).flatMap((input) => {
    const { name, type } = asMapping(input);
    if (typeof name !== 'string') return [];
    return [{ name, ...(typeof type === 'string' && type !== 'tensor' && { type: columnType(type) }) }];
  });
  return features.length > 0 && features.length === asList(listed).length ? features : undefined;
}

const columnType = (type: string): 'numeric' | 'categorical' =>
  type === 'string' || type === 'boolean' ? 'categorical' : 'numeric';

/** Last value of each: a line is `<timestamp> <value> <step>`. */
function metricsOf(folder: string): readonly { readonly name: string; readonly value: unknown }[] {
  if (!isFolder(folder)) return [];
  return readdirSync(folder)
    .sort()
    .slice(0, MAX_METRICS)
    .filter((name) => isFile(join(folder, name)))
    .map((name) => {
      const last = textOf(join(folder, name)).trim().split('\n').at(-1) ?? '';
      return { name, value: Number(last.split(' ')[1] ?? Number.NaN) };
    });
}
