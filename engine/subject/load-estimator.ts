/** The estimator of a subject, with the files that it rests on: a command's code, a network. */
import { resolve } from 'node:path';
import type { SubjectDocument } from '../document/types.generated.js';
import { digestBytes } from '../trust/digest.js';
import type { EstimatorNetwork } from './estimator-network.js';
import { isWithin } from './inside.js';
import type { LoadedInput } from './loaded.js';
import { namedFile } from './named-file.js';
import type { NamedFiles } from './named-file.js';
import type { EstimatorSpec } from './estimator-spec.js';
import type { TargetSpec } from './spec.js';

const MAX_CODE_BYTES = 256 * 2 ** 20;

export interface TrainerFile {
  readonly path: string;
  readonly input: LoadedInput;
}

/**
 * The code of an estimator that is a command: those of its arguments that are files of the document's folder, and
 * its `files`. As inputs of the subject they are part of its digest and of every key of what retrains.
 */
export function trainerCode({ estimator }: SubjectDocument, files: NamedFiles): readonly TrainerFile[] {
  if (estimator?.type !== 'command') return [];
  const { folder, source } = files;
  const found = new Map<string, TrainerFile>();
  const add = (name: 'command' | 'files', given: string, index: number): void => {
    const file = namedFile(files, given, ['estimator', 'with', name, index], MAX_CODE_BYTES);
    if (file === undefined || found.has(file.path)) return;
    const input = { role: `estimator.${name}`, path: file.given, digest: digestBytes(file.bytes) };
    found.set(file.path, { path: file.path, input });
  };
  textsOf(estimator.with?.['command']).forEach((argument, index) => {
    const path = resolve(folder, argument);
    if (isWithin(folder, path) && source.kind(path) === 'file') add('command', argument, index);
  });
  textsOf(estimator.with?.['files']).forEach((given, index) => add('files', given, index));
  return [...found.values()];
}

export function estimatorSpec(
  { estimator, task, data }: SubjectDocument,
  folder: string,
  target: TargetSpec | undefined,
  {
    code,
    network,
    sealed,
  }: {
    readonly code: readonly TrainerFile[];
    readonly network: EstimatorNetwork | undefined;
    /** Whether a table is. */
    readonly sealed: boolean;
  },
): EstimatorSpec | undefined {
  if (estimator === undefined) return undefined;
  const { type, with: settings = {} } = estimator;
  if (network !== undefined) return { type, with: settings, network: network.file };
  if (type !== 'command' || target === undefined) return { type, with: settings };
  return {
    type,
    with: settings,
    program: {
      folder,
      files: code.map(({ path, input: { digest } }) => ({ path, digest })),
      task,
      target: target.column,
      ...(target.positive === undefined ? {} : { positive: target.positive }),
      ...(data?.weight === undefined ? {} : { weight: data.weight }),
      ...(sealed && { sealed }),
    },
  };
}

/** What is not a list of texts is said where the settings are checked. */
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
