/** `mask`: the tables of a subject by a plan, with what it cost. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { MaskOutcome, MaskRequest } from '../api.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { isError } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { readDocument } from '../document/read-document.js';
import type { MaskPlanDocument } from '../document/types.generated.js';
import { checkPlan, keyOf } from '../mask/check-plan.js';
import { PlanFaults } from '../mask/faults.js';
import { readHierarchies } from '../mask/hierarchies.js';
import { maskTable } from '../mask/mask-table.js';
import type { Masked } from '../mask/mask-table.js';
import { metricChange, rowsOf } from '../mask/metric-change.js';
import type { MaskedTable, MaskSummary, MetricChange } from '../mask/summary.js';
import { fileOf, isSelfContained, writeMasked } from '../mask/write-masked.js';
import { trainingRowsOf } from '../plugins/evaluation/training-rows.js';
import type { LoadedSubject } from '../subject/loaded.js';
import { loadSubject } from '../subject/load-subject.js';
import { openSubject } from '../subject/open.js';
import { selectRows } from '../subject/table.js';
import type { SubjectView } from '../subject/view.js';
import { digestValue } from '../trust/digest.js';
import { shown } from './shown-path.js';

const PARTS = ['whole', 'train', 'test'] as const;

export async function mask(request: MaskRequest): Promise<MaskOutcome> {
  const source = fileSource();
  const planFile = shown(request.plan);
  const { document: plan, positions, diagnostics: ofPlan } = readDocument(source, planFile, { kinds: ['MaskPlan'] });
  const loaded = await loadSubject(source, request.subject);
  const diagnostics: Diagnostic[] = [...ofPlan, ...loaded.diagnostics, ...outputFaults(request.output)];
  const { subject } = loaded;
  if (plan === undefined || subject === undefined || diagnostics.some(isError)) return { diagnostics };
  const faults = new PlanFaults(positions);
  const hierarchies = readHierarchies(plan, source, planFile, faults);
  checkPlan(plan, subject, faults);
  const key = keyOf(plan, request.environment, faults);
  const ended = (): MaskOutcome => ({ diagnostics: [...diagnostics, ...faults.diagnostics] });
  if (faults.failed) return ended();
  const view = openSubject(subject.spec, { allowCommands: false });
  const { signal = new AbortController().signal } = request;
  const pause = async (): Promise<void> => {
    await new Promise(setImmediate);
    signal.throwIfAborted();
  };
  const masked = new Map<MaskedTable['part'], Masked>();
  const tables: MaskedTable[] = [];
  for (const part of PARTS) {
    // `whole` falls back on the training table, which is written as such.
    if (subject.spec.tables[part] === undefined) continue;
    const started = performance.now();
    const table = (await view.table(part))!;
    const one = await maskTable(table, part, {
      groups: await view.groups(part),
      plan,
      hierarchies,
      key,
      faults,
      pause,
    });
    if (one === undefined) continue;
    masked.set(part, one);
    tables.push({
      part,
      file: fileOf(part),
      rowsBefore: table.rowCount,
      rows: one.table.rowCount,
      columns: one.columns,
      ...(one.target && { target: one.target }),
      seconds: Math.round(performance.now() - started) / 1000,
    });
  }
  if (faults.failed) return ended();
  const learnt = masked.get('whole') ?? masked.get('train');
  const metric = request.compare && learnt ? await comparison(plan, subject, view, learnt, signal) : undefined;
  const summary: MaskSummary = {
    apiVersion: 'assay/v1',
    kind: 'MaskSummary',
    plan: { id: plan.metadata.id, version: plan.metadata.version, digest: digestValue(plan) },
    subject: { name: subject.name, version: subject.version, digest: subject.digest },
    tables,
    ...(metric && { metric }),
  };
  const written = [...masked].map(([part, { table }]) => ({ part, table }));
  try {
    const files = writeMasked(request.output, subject, written, summary);
    return { ...ended(), summary, folder: shown(request.output), files };
  } catch (error) {
    const { message } = error as Error;
    return {
      diagnostics: [
        ...ended().diagnostics,
        fault('ASSAY1831', request.output, `the masked data could not be written: ${message}`),
      ],
    };
  }
}

const fault = (code: string, file: string, message: string, hint?: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  file: shown(file),
  ...(hint !== undefined && { hint }),
});

function outputFaults(output: string): readonly Diagnostic[] {
  if (existsSync(output)) {
    return [
      fault('ASSAY1830', output, 'it is there already, and is not written over', 'name a new folder with --output'),
    ];
  }
  return existsSync(dirname(resolve(output)))
    ? []
    : [fault('ASSAY1831', output, `there is no folder ${shown(dirname(resolve(output)))} to make it in`)];
}

async function comparison(
  plan: MaskPlanDocument,
  subject: LoadedSubject,
  view: SubjectView,
  masked: Masked,
  signal: AbortSignal,
): Promise<MetricChange | undefined> {
  const { estimator } = subject.spec;
  if (estimator === undefined) return { unmeasured: 'the subject has no estimator' };
  if (!isSelfContained(estimator.type))
    return { unmeasured: `an estimator of type ${estimator.type} is not trained here` };
  const original = await trainingRowsOf(view);
  if ('unmeasured' in original) return { unmeasured: original.detail };
  // Rows with a known truth that are still there: places among the rows of known truth, and in the masked table.
  const place = new Map(Array.from(masked.kept, (row, at) => [row, at]));
  const known = await knownRowsOf(view);
  const pairs = known.flatMap((row, at): [number, number][] => (place.has(row) ? [[at, place.get(row)!]] : []));
  return metricChange(
    {
      estimator,
      original: rowsOf(
        original,
        Int32Array.from(pairs, ([at]) => at),
      ),
      masked: selectRows(
        masked.table,
        pairs.map(([, at]) => at),
      ),
      // Plans are compared on the same folds.
      seed: subject.digest,
      signal,
    },
    plan.compare ?? {},
  );
}

/** The rows that `trainingRowsOf` gives, by their numbers. */
async function knownRowsOf(view: SubjectView): Promise<readonly number[]> {
  const target = (await view.target('whole'))!;
  const { rowCount } = (await view.table('whole'))!;
  return Array.from({ length: rowCount }, (_, row) => row).filter((row) =>
    target.kind === 'classes' ? target.codes[row]! >= 0 : !Number.isNaN(target.values[row]!),
  );
}
