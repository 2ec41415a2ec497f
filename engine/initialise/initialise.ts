/** `assay init`: a subject and a profile that work, from what a folder holds; in an empty one, an example. */
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { InitialiseOutcome, InitialiseRequest } from '../api.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { CLASSIFICATION_METRICS, REGRESSION_METRICS } from '../methods/evaluation/metric-names.js';
import { findSource } from '../sources/find-source.js';
import { SourceFault, type Claim, type ModelSource } from '../sources/model-source.js';
import { leadsInside } from '../subject/inside.js';
import { lookAtData, type DataLook } from './data-look.js';
import { factsAsked, profileText, subjectText, taskOf, type Draft } from './draft.js';
import { nameOf, refused, refusedWhereTaken, shown } from './folder.js';

const PACK = 'sustainable-ai';
const EXAMPLE = 'medical-diagnosis';

/** @param home the package's folder, with `policies` and `examples` */
export function initialise({ folder, from }: InitialiseRequest, home: string): InitialiseOutcome {
  try {
    return initialiseFrom(folder, from === undefined ? undefined : findSource(from), home);
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    return refused(error.code, error.file, error.message);
  }
}

function initialiseFrom(folder: string, source: ModelSource | undefined, home: string): InitialiseOutcome {
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  const taken = refusedWhereTaken(folder, names, ['subject.yaml', 'profile.yaml']);
  if (taken !== undefined) return taken;
  const tables = names.filter((name) => name.toLowerCase().endsWith('.csv'));
  const models = names.filter((name) => name.toLowerCase().endsWith('.onnx'));
  if (source !== undefined && tables.length === 0)
    return refused(
      'ASSAY1807',
      folder,
      'there is no CSV file to measure the model on',
      'put test.csv into the folder first',
    );
  if (source !== undefined && !leadsInside(resolve(folder), source.model)) {
    const hasModel = refusedWhereTaken(folder, names, [basename(source.model)]);
    if (hasModel !== undefined) return hasModel;
  }
  if (source !== undefined) return fromFolder(folder, home, tables, [placeIn(folder, source)], source);
  if (tables.length > 0) return fromFolder(folder, home, tables, models);
  if (models.length > 0)
    return refused(
      'ASSAY1807',
      join(folder, models[0]!),
      'there is a model but no CSV file to measure it on',
      'put test data beside it',
    );
  return fromExample(folder, home);
}

const named = (names: readonly string[], pattern: RegExp): string | undefined =>
  names.find((name) => pattern.test(name));

function fromFolder(
  folder: string,
  home: string,
  tables: readonly string[],
  models: readonly string[],
  from?: ModelSource,
): InitialiseOutcome {
  const predictions = from === undefined ? named(tables, /^pred/i) : undefined;
  const data = tables.filter((name) => name !== predictions);
  const train = named(data, /train/i);
  const test = named(data, /test|valid|holdout/i);
  const one = train === undefined && test === undefined ? data[0] : undefined;
  const source = test ?? train ?? one;
  if (source === undefined)
    return refused(
      'ASSAY1807',
      join(folder, predictions ?? ''),
      'there are predictions but no data with the truth',
      'put test.csv beside them',
    );
  const { look, diagnostics } = lookAtData(readFileSync(join(folder, source)), shown(join(folder, source)), from);
  if (look === undefined) return { files: [], notes: [], diagnostics };

  if (from !== undefined) copyModel(from, folder);
  const model = models.includes('model.onnx') ? 'model.onnx' : (models[0] ?? predictions);
  const draft: Draft = {
    name: nameOf(from?.name ?? resolve(folder)),
    ...(from?.version !== undefined && { version: `${from.version}.0.0` }),
    ...(model !== undefined && { model, modelFormat: model === predictions ? 'predictions' : 'onnx' }),
    ...(train !== undefined && { train }),
    ...(test !== undefined && { test }),
    // A model is judged on rows that it was not trained on: with one table, nobody can tell which those are.
    ...(one !== undefined && (model === undefined ? { data: one } : { test: one })),
    look,
    policy: `policies/${PACK}`,
    claims: claimsThatFit(from, look),
    facts: factsAsked(readFileSync(join(home, 'policies', PACK, `${PACK}.yaml`), 'utf8')),
  };
  copyPack(folder, home, PACK);
  writeFileSync(join(folder, 'subject.yaml'), subjectText(draft), { flag: 'wx' });
  writeFileSync(join(folder, 'profile.yaml'), profileText(draft.policy, draft.claims), { flag: 'wx' });
  return outcome(folder, [...notesOf(draft, source), ...(from?.notes ?? [])], diagnostics);
}

/** A figure of one class is no figure of several; one of classes none of numbers. */
function claimsThatFit(from: ModelSource | undefined, look: DataLook): readonly Claim[] {
  const task = taskOf(look);
  const isOfTask = ({ metric }: Claim): boolean =>
    task === 'regression'
      ? REGRESSION_METRICS.some((name) => name === metric)
      : CLASSIFICATION_METRICS.some((name) => name === metric) &&
        (task === 'binary-classification' || !['precision', 'recall', 'f1'].includes(metric));
  return from?.claims.filter(isOfTask) ?? [];
}

/** The model’s path in the folder: where it lies, or where its copy will. */
const placeIn = (folder: string, { model }: ModelSource): string =>
  leadsInside(resolve(folder), model) ? relative(folder, model).replaceAll('\\', '/') : basename(model);

/** The model with the files of its weights, where it does not lie in the folder. */
function copyModel({ model }: ModelSource, folder: string): void {
  if (leadsInside(resolve(folder), model)) return;
  const home = dirname(model);
  const names = readdirSync(home).filter((name) => name === basename(model) || WEIGHTS.test(name));
  for (const name of names) {
    const path = join(home, name);
    if (statSync(path).isFile() && leadsInside(home, path)) cpSync(path, join(folder, name), { dereference: true });
  }
}

/** As exporters name the files of weights beside an ONNX file. */
const WEIGHTS = /\.onnx[._]data$|\.(weights|data)$/i;

function notesOf({ look, model, train, test, data, claims = [] }: Draft, source: string): readonly string[] {
  const numeric = look.columns.filter(({ type }) => type === 'numeric').length;
  const target =
    look.classes === undefined
      ? `target: ${look.target} (numbers), by its ${TARGET_BY[look.because]}`
      : `target: ${look.target} (${look.classes.join(', ')}), by its ${TARGET_BY[look.because]}`;
  return [
    `model: ${model ?? 'none found: rules that need one will be undetermined'}`,
    `data: ${[train, test, data].filter((name) => name !== undefined).join(', ')}`,
    target,
    ...(look.positive === undefined ? [] : [`positive class: ${look.positive}`]),
    `${source}: ${look.rows} rows, ${look.columns.length} columns, ${numeric} of them numeric`,
    ...claims.map(({ metric, value, as }) => `claimed: ${metric} ${value} (${as}), which a rule of the profile tests`),
  ];
}

const TARGET_BY = { name: 'name', 'last column': 'place', signature: 'absence from the model’s signature' } as const;

function copyPack(folder: string, home: string, pack: string): void {
  cpSync(join(home, 'policies', pack), join(folder, 'policies', pack), {
    recursive: true,
    errorOnExist: false,
    force: false,
    filter: (path) => !path.endsWith('.test.yaml'),
  });
}

/** The example with its paths turned to the copies of its packs beside it. */
function fromExample(folder: string, home: string): InitialiseOutcome {
  const from = join(home, 'examples', EXAMPLE);
  const packs = new Set<string>();
  for (const name of readdirSync(from)) {
    if (name.endsWith('.yaml')) {
      const text = readFileSync(join(from, name), 'utf8')
        .replace(/^# yaml-language-server:.*\n/, '')
        .replaceAll('../../policies/', 'policies/');
      for (const [, pack] of text.matchAll(/pack: policies\/([a-z0-9-]+)/g)) packs.add(pack!);
      writeFileSync(join(folder, name), text, { flag: 'wx' });
    } else if (/\.(onnx|csv)$/.test(name)) cpSync(join(from, name), join(folder, name));
  }
  for (const pack of packs) copyPack(folder, home, pack);
  const profile = readdirSync(from).find((name) => name.endsWith('.profile.yaml'));
  return outcome(folder, ['the folder was empty: an example was copied, breast tumours from cell images'], [], {
    ...(profile !== undefined && { profile }),
    packs: [...packs],
  });
}

function outcome(
  folder: string,
  notes: readonly string[],
  diagnostics: readonly Diagnostic[],
  { profile = 'profile.yaml', packs = [PACK] }: { readonly profile?: string; readonly packs?: readonly string[] } = {},
): InitialiseOutcome {
  const path = (name: string): string => shown(join(folder, name));
  return {
    files: [
      { path: path('subject.yaml'), kind: 'Subject' },
      { path: path(profile), kind: 'Profile' },
      ...packs.map((pack) => ({ path: path(`policies/${pack}`), kind: 'Pack' as const })),
    ],
    notes,
    next: `assay check ${path('subject.yaml')}`,
    diagnostics,
  };
}
