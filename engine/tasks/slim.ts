/** `slim`: the smallest model that is non-inferior on the test rows, written beside the subject's own. */
import { statSync } from 'node:fs';
import type { SlimOutcome, SlimRequest } from '../api.js';
import { isError } from '../document/diagnostic.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { createRng } from '../numerics/generator.js';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import { originalOf } from '../plugins/energy/candidate.js';
import type { PruningParameters } from '../plugins/energy/prune-search.js';
import { flopsSaved } from '../plugins/energy/savings.js';
import { searchSlim } from '../plugins/energy/slim-search.js';
import type { WeightForm } from '../plugins/energy/slim-search.js';
import { fillParameters } from '../plugins/parameters.js';
import { SealingFault } from '../sealing/sealing-fault.js';
import { writeBeside } from '../sealing/write-beside.js';
import { loadSubject } from '../subject/load-subject.js';
import { openSubject } from '../subject/open.js';
import type { ModelSpec, SubjectSpec } from '../subject/spec.js';
import { ModelFault } from '../subject/view.js';
import type { SLIM_CODES } from './codes.js';

const PLUGIN = 'energy/pruning';
const MODE = 0o644;
const FORMS: Readonly<Record<NonNullable<SlimRequest['quantise']>, readonly WeightForm[]>> = {
  // Runtimes make floats of float16 once, of int8 for each answer: that saves bytes and costs operations.
  auto: ['float32', 'float16'],
  none: ['float32'],
  float16: ['float16'],
  int8: ['int8'],
};

export async function slim(request: SlimRequest): Promise<SlimOutcome> {
  const { out, force, quantise = 'auto', seed = 0, signal = new AbortController().signal } = request;
  const { subject, diagnostics: found } = await loadSubject(fileSource(), request.subject);
  const diagnostics = [...found];
  const end = (...more: readonly Diagnostic[]): SlimOutcome => ({ diagnostics: [...diagnostics, ...more] });
  const { value, faults } = fillParameters(CATALOGUE[PLUGIN]!, request.with);
  for (const { pointer, message } of faults) {
    const name = pointer.slice(1).replaceAll('/', '.') || PLUGIN;
    diagnostics.push({ code: 'ASSAY1314', severity: 'error', message: `${name} ${message}`, file: '--with' });
  }
  if (subject === undefined || diagnostics.some(isError)) return end();
  if (isOfSubject(out, subject.spec))
    return end(fault('ASSAY1841', `${out} is a file of the subject: it is never replaced`, out, 'Name another --out.'));
  try {
    const view = openSubject(subject.spec, { allowCommands: false });
    const original = await originalOf(view);
    if ('unmeasured' in original) return end(fault('ASSAY1840', original.detail, request.subject));
    const held = await searchSlim(original, value as unknown as PruningParameters, FORMS[quantise], {
      rng: (stream) => createRng(`${seed}\n${stream}`),
      signal,
      progress: () => {},
    });
    if (held === 'none') return end();
    if ('unmeasured' in held) return end(fault('ASSAY1840', held.detail, request.subject));
    const bytes = await writeBeside(out, whole(held.file), { force, mode: MODE });
    const saved = flopsSaved(original.profile.flops, held.profile.flops);
    return {
      ...end(),
      slimmed: {
        path: out,
        level: held.level.pruned,
        weights: held.level.weights,
        bytes,
        originalBytes: original.file.length,
        ...('estimate' in saved && { flopsSaved: saved.estimate }),
        ...('estimate' in held.metricLoss && { metricLoss: held.metricLoss.estimate }),
      },
    };
  } catch (error) {
    if (signal.aborted) return { ...end(), interrupted: true };
    if (error instanceof SealingFault)
      return end(fault('ASSAY1841', error.message, out, 'Name another --out, or replace a file with --force.'));
    if (error instanceof ModelFault) return end(fault('ASSAY1840', error.message, request.subject));
    throw error;
  }
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const fault = (code: keyof typeof SLIM_CODES, message: string, file: string, hint?: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  file,
  ...(hint !== undefined && { hint }),
});

/** By its place on the disk: under another name, or through a link, it is the same file. */
function isOfSubject(path: string, { model, predecessor, tables }: SubjectSpec): boolean {
  const identity = (file: string): string | undefined => {
    const status = statSync(file, { throwIfNoEntry: false });
    return status && `${status.dev} ${status.ino}`;
  };
  const own = identity(path);
  const files = [model, predecessor].flatMap(filesOf);
  return (
    own !== undefined &&
    [...files, ...Object.values(tables).map((table) => table.path)].some((file) => identity(file) === own)
  );
}

const filesOf = (model: ModelSpec | undefined): readonly string[] =>
  model === undefined || !('path' in model) ? [] : [model.path, ...(model.external ?? []).map(({ path }) => path)];
