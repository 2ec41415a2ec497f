import { programSeed } from '../../plan/seed.js';
import { readableRoots } from '../../plan/relevant.js';
import type { PlannedMeasurement } from '../../plan/plan.js';
import { partsOf } from '../../plugins/contract.js';
import type { CatalogueEntry, Comparison } from '../../plugins/contract.js';
import type { StorageSpec, SubjectSpec, TableSpec } from '../../subject/spec.js';
import type { Part } from '../../subject/view.js';

/** What a plugin command reads on standard input: one JSON value. Paths are absolute. See docs/plugins.md. */
export interface CommandRequest {
  readonly apiVersion: 'assay/v1';
  readonly kind: 'MeasureRequest';
  readonly plugin: { readonly id: string; readonly version: string };
  /** Defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  /** 0…2³²−1; the only source of randomness. */
  readonly seed: number;
  /** Where the manifest says `settles`. */
  readonly comparisons?: readonly Comparison[];
  /** The parts that the manifest's `needs` list, and no other. */
  readonly subject: {
    readonly name: string;
    readonly task: SubjectSpec['task'];
    /** `whole` (need `data`) is the one table, else the training data. */
    readonly tables: Readonly<Partial<Record<Part, TableSpec>>>;
  } & Partial<Omit<SubjectSpec, 'name' | 'version' | 'task' | 'tables'>>;
}

export function requestOf(planned: PlannedMeasurement, entry: CatalogueEntry, subject: SubjectSpec): CommandRequest {
  const roots = readableRoots(entry);
  const needs = (need: CatalogueEntry['needs'][number]): boolean => partsOf(entry).includes(need);
  const {
    tables,
    csv,
    columns,
    group,
    weight,
    target,
    model,
    predecessor,
    judge,
    estimator,
    training,
    storage,
    facts,
    history,
    questions,
  } = subject;
  const whole = tables.whole ?? tables.train;
  return {
    apiVersion: 'assay/v1',
    kind: 'MeasureRequest',
    plugin: { id: planned.plugin, version: planned.version },
    params: planned.with,
    seed: programSeed(planned.seed, planned.streams),
    ...(planned.comparisons !== undefined && { comparisons: planned.comparisons }),
    subject: {
      name: subject.name,
      task: subject.task,
      tables: {
        ...(needs('data.train') && tables.train !== undefined && { train: tables.train }),
        ...(needs('data.test') && tables.test !== undefined && { test: tables.test }),
        ...(needs('data') && whole !== undefined && { whole }),
        ...(needs('data.released') && tables.released !== undefined && { released: tables.released }),
        ...(needs('data.population') && tables.population !== undefined && { population: tables.population }),
      },
      ...(roots.includes('data') && {
        csv,
        columns,
        ...(group !== undefined && { group }),
        ...(weight !== undefined && { weight }),
      }),
      ...(roots.includes('target') && target !== undefined && { target }),
      ...(roots.includes('model') && model !== undefined && { model }),
      ...(roots.includes('predecessor') && predecessor !== undefined && { predecessor }),
      ...(roots.includes('judge') && judge !== undefined && { judge }),
      ...(roots.includes('estimator') && estimator !== undefined && { estimator }),
      ...(roots.includes('training') && training !== undefined && { training }),
      ...(roots.includes('storage') && storage !== undefined && { storage: withoutKey(storage) }),
      ...(roots.includes('facts') && { facts }),
      ...(roots.includes('questions') && questions !== undefined && { questions }),
      ...(needs('history') && history !== undefined && { history }),
    },
  };
}

/** A command gets no secret: it could not read the variable, and shall not know where the key lies. */
const withoutKey = ({ files, code, columns }: StorageSpec): StorageSpec => ({ files, code, columns });

/** Why a command cannot answer a request: it reads files, and what these hold is sealed. */
export function sealedIn({ subject }: CommandRequest): string | undefined {
  const tables = Object.values(subject.tables);
  const answers = [subject.model, subject.predecessor].filter((model) => model !== undefined && 'sealed' in model);
  const files = Object.values(subject.questions ?? {}).flatMap(({ file, examples }) => [
    file,
    ...(examples ? [examples.file] : []),
  ]);
  if ([...tables, ...files].every(({ sealed }) => sealed === undefined) && answers.length === 0) return undefined;
  return 'it is a command, which reads files, and the data are sealed: only modules get them, in memory';
}
