/**
 * Model folders as the Hugging Face Hub has them: an ONNX file, `config.json`, and a README whose metadata block may claim
 * results in a `model-index` (hub documentation, “Model Cards”).
 */
import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { claimsOf } from './claims.js';
import {
  asList,
  asMapping,
  inside,
  isFile,
  isFolder,
  mappingAt,
  mappingIn,
  textOf,
  type Described,
} from './described.js';
import { SourceFault, type ModelSource } from './model-source.js';

const CARD = 'README.md';
const CONFIG = 'config.json';

/** `undefined` where the folder is none of a model. Throws `SourceFault`. */
export function huggingFaceSource(folder: string): ModelSource | undefined {
  const card = join(folder, CARD);
  const config = join(folder, CONFIG);
  const metadata = isFile(card) ? metadataOf(card) : undefined;
  if (metadata === undefined && !isFile(config)) return undefined;
  const model = onnxFile(folder);
  if (model === undefined) {
    throw new SourceFault(
      'ASSAY1990',
      'the folder has no ONNX file, and no folder `onnx` with one',
      isFile(card) ? card : config,
    );
  }
  const entries = asList(metadata?.['model-index']).map(asMapping);
  const figures = entries
    .flatMap((entry) => asList(entry['results']))
    .flatMap((result) => asList(asMapping(result)['metrics']))
    .map(asMapping)
    .map(({ type, name, value }) => ({ name: String(type ?? name ?? ''), value }));
  const name = entries.map((entry) => entry['name']).find((each) => typeof each === 'string');
  const classes = isFile(config) ? classesOf(mappingAt(config)) : undefined;
  return {
    kind: 'hugging-face',
    model: inside(folder, model, model),
    name: name ?? basename(resolve(folder)),
    ...(classes !== undefined && { classes }),
    ...claimsOf(figures),
  };
}

/** The block between `---` lines at the head of a model card. */
function metadataOf(card: string): Described | undefined {
  const block = /^\ufeff?---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(textOf(card))?.[1];
  return block === undefined || block.trim() === '' ? undefined : mappingIn(block, card);
}

/** `model.onnx` before others; beside the card before those in `onnx/`, where quantised copies lie too. */
function onnxFile(folder: string): string | undefined {
  for (const place of [folder, join(folder, 'onnx')]) {
    const names = isFolder(place)
      ? readdirSync(place)
          .filter((name) => /\.onnx$/i.test(name))
          .sort()
      : [];
    const found = names.find((name) => name === 'model.onnx') ?? names[0];
    if (found !== undefined) return join(place, found);
  }
  return undefined;
}

/** `id2label` in the order of its numbers, where these are 0, 1, 2 …. */
function classesOf(config: Described): readonly string[] | undefined {
  const labels = Object.entries(asMapping(config['id2label']));
  const inOrder = labels.sort(([a], [b]) => Number(a) - Number(b));
  if (inOrder.length < 2 || !inOrder.every(([id, label], index) => id === String(index) && typeof label === 'string'))
    return undefined;
  return inOrder.map(([, label]) => String(label));
}
