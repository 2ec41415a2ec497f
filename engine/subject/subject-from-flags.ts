/** A subject without a document: `--model m.onnx --data test.csv --target class`. */
import { basename, extname, resolve } from 'node:path';
import { unsealedName } from '../sealing/container.js';
import type { Source } from '../document/source.js';
import type { SubjectDocument } from '../document/types.generated.js';
import { assemble } from './assemble.js';
import { MAX_CSV_BYTES } from './csv-text.js';
import { digestBytes } from '../trust/digest.js';
import { Findings, shown } from './findings.js';
import type { Locate, NodePlace } from './findings.js';
import { DEFAULT_MISSING } from './load-tables.js';
import type { LoadOptions, LoadResult } from './loaded.js';
import { namedFile } from './named-file.js';
import { plainFile } from './sealed-file.js';
import type { ColumnSpec } from './spec.js';
import { lookAtTable, tableFacts } from './table-facts.js';
import { TASKS } from './task.js';
import type { Task } from './task.js';

/** A subject without YAML: `--model m.onnx --data test.csv --target class`. */
export interface DirectSubject {
  readonly model: string;
  readonly data: string;
  readonly target: string;
  readonly positive?: string;
  /** Inferred from the target where absent. */
  readonly task?: string;
  readonly name?: string;
}

/** By the file's ending; other files are ONNX. */
const FORMATS: Readonly<Record<string, 'predictions' | 'tfjs'>> = { '.csv': 'predictions', '.json': 'tfjs' };

/** Integers are classes up to this many different ones. */
const MAX_INTEGER_CLASSES = 20;

/**
 * The same checks and the same subject as from a document with `data.test`, no declared column, classes from the
 * model's file where it names them, else from the labels, sorted. The model is ONNX, TensorFlow.js where the file is a JSON, or
 * recorded predictions where it is a CSV. Faults stand at the flags' files. The version is 0.0.0: nobody gave one.
 */
export async function subjectFromFlags(
  source: Source,
  flags: DirectSubject,
  options: LoadOptions = {},
): Promise<LoadResult> {
  const locate: Locate = (pointer): NodePlace => ({
    file: shown(resolve(pointer[0] === 'model' ? flags.model : flags.data)),
  });
  const findings = new Findings(locate);
  const task = await taskOf(source, flags, findings, options);
  if (task === undefined) return { diagnostics: findings.diagnostics };
  const document: SubjectDocument = {
    apiVersion: 'assay/v1',
    kind: 'Subject',
    metadata: { name: flags.name ?? nameOf(flags.model), version: '0.0.0' },
    task,
    model: { format: FORMATS[extname(unsealedName(flags.model)).toLowerCase()] ?? 'onnx', path: flags.model },
    data: {
      test: { path: flags.data },
      target: { column: flags.target, ...(flags.positive === undefined ? {} : { positive: flags.positive }) },
    },
  };
  const assembly = { source, folder: resolve('.'), file: flags.data, locate, policies: [] };
  const result = await assemble(document, assembly, { ...options, allowOutside: true });
  return { ...result, diagnostics: [...findings.diagnostics, ...result.diagnostics] };
}

/** As asked, else from the target's values. `undefined` where there is a fault. */
async function taskOf(
  source: Source,
  flags: DirectSubject,
  findings: Findings,
  { memo }: LoadOptions,
): Promise<Task | undefined> {
  if (flags.task !== undefined) {
    const task = TASKS.find((name) => name === flags.task);
    if (task === undefined) {
      findings.add(['task'], {
        code: 'ASSAY1427',
        message: `there is no task "${flags.task}"; there are ${TASKS.join(', ')}`,
      });
    }
    return task;
  }
  const files = { source, folder: resolve('.'), allowOutside: true, findings };
  const file = namedFile(files, flags.data, ['data'], MAX_CSV_BYTES);
  const plain = file && (await plainFile(files, file, { path: ['data'], key: ['data'] }, undefined, MAX_CSV_BYTES));
  if (file === undefined || plain === undefined) return undefined;
  const kept = plain.sealed === undefined ? memo : undefined;
  const table = { bytes: plain.bytes, file: shown(file.path), format: { separator: ',', missing: DEFAULT_MISSING } };
  const digest = digestBytes(file.bytes);
  const look = lookAtTable(table, digest, true, kept);
  findings.take(look.diagnostics);
  if (look.found === undefined) return undefined;
  const field = look.found.names.indexOf(flags.target);
  if (field === -1) {
    const hint = `Its columns are ${look.found.names.slice(0, 20).join(', ')}.`;
    findings.add(['data'], { code: 'ASSAY1418', message: `${flags.data} has no column "${flags.target}"`, hint });
    return undefined;
  }
  const found = inferTask((type) => {
    const column: ColumnSpec = { name: flags.target, type, roles: [] };
    const { found: facts, diagnostics } = tableFacts(table, digest, [column], kept);
    findings.take(diagnostics);
    return facts?.columns[flags.target];
  }, look.found.types?.[field] ?? null);
  if (found === undefined) return undefined;
  const hint = 'Give --task to say otherwise.';
  findings.add(['data'], {
    code: 'ASSAY1427',
    severity: 'notice',
    message: `the task is taken to be ${found}, from the target "${flags.target}"`,
    hint,
  });
  return found;
}

type Facts = ReturnType<typeof tableFacts>['found'];

function inferTask(
  facts: (type: ColumnSpec['type']) => NonNullable<Facts>['columns'][string] | undefined,
  type: ColumnSpec['type'] | null,
): Task | undefined {
  const texts = facts('categorical');
  if (texts === undefined) return undefined;
  const different = texts.levelCount ?? 0;
  if (type === 'numeric' && different > 2) {
    const numbers = facts('numeric');
    if (numbers === undefined) return undefined;
    if (numbers.integers !== true || different > MAX_INTEGER_CLASSES) return 'regression';
  }
  return different === 2 ? 'binary-classification' : 'multiclass-classification';
}

/** An id from a file's name. */
function nameOf(path: string): string {
  const name = basename(path, extname(path))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'model' : name;
}
