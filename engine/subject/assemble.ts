/** From a subject's document to a loaded subject: all its files found and checked, all faults together. */
import type { SubjectDocument } from '../document/types.generated.js';
import { NEEDS } from '../plugins/contract.js';
import type { Need } from '../plugins/contract.js';
import { checkPrivacy } from './check-privacy.js';
import { checkTarget, declaredClasses } from './check-target.js';
import type { TargetColumn } from './check-target.js';
import { digestBytes, digestValue } from '../trust/digest.js';
import type { EstimatorNetwork } from './estimator-network.js';
import { Findings } from './findings.js';
import type { Locate } from './findings.js';
import { estimatorSpec, trainerCode } from './load-estimator.js';
import type { TrainerFile } from './load-estimator.js';
import type { LanguageRole } from './language/language-model.js';
import { loadLanguageModel } from './load-language-model.js';
import { loadModel } from './load-model.js';
import type { LoadedModel } from './load-model.js';
import { loadStorage } from './load-storage.js';
import type { LoadedStorage } from './load-storage.js';
import type { LoadedQuestions } from './language/load-questions.js';
import { loadTables } from './load-tables.js';
import type { LoadedTable, LoadedTables } from './load-tables.js';
import type { LoadOptions, LoadResult, LoadedInput, LoadedSubject } from './loaded.js';
import { namedFile } from './named-file.js';
import type { NamedFiles } from './named-file.js';
import type { Source } from '../document/source.js';
import type { ModelSpec, SubjectSpec, TableSpec, TargetSpec } from './spec.js';

export interface Assembly {
  readonly source: Source;
  /** Absolute: relative paths in the document start here. */
  readonly folder: string;
  /** As it was given. */
  readonly file: string;
  readonly locate: Locate;
  readonly policies: LoadedSubject['policies'];
}

const MAX_LOG_BYTES = 256 * 2 ** 20;

export async function assemble(
  document: SubjectDocument,
  assembly: Assembly,
  options: LoadOptions,
): Promise<LoadResult> {
  const findings = new Findings(assembly.locate);
  const { source, folder } = assembly;
  const files: NamedFiles = { source, folder, allowOutside: options.allowOutside ?? false, findings };
  const { task } = document;
  const target = document.data?.target;
  const data = await loadTables(document, files, options.memo);
  const declared = target === undefined ? undefined : declaredClasses(target, task, findings);
  const sound = !findings.failed;
  // Classes that are not declared follow from the labels and from the model: it is looked at first for its own names.
  const probing = declared === undefined && target !== undefined && sound;
  const probe = probing ? new Findings(assembly.locate) : findings;
  const first = await loadModel(
    'model',
    document,
    data,
    { sound, classes: declared },
    { ...files, findings: probe },
    options.memo,
  );
  const columns = targetColumns(target?.column, data);
  const targetSpec =
    target === undefined || columns.length === 0
      ? undefined
      : checkTarget(target, task, declared, first.classes, columns, findings);
  const again = probing && !probe.failed && !findings.failed && targetSpec !== undefined;
  if (probing && !again) findings.take(probe.diagnostics);
  const model = again
    ? await loadModel('model', document, data, { sound, classes: targetSpec.classes }, files, options.memo)
    : first;
  const classes = targetSpec?.classes ?? declared;
  const predecessor = await loadModel(
    'predecessor',
    document,
    data,
    { sound: !findings.failed, classes },
    files,
    options.memo,
  );
  const judge: LoadedModel =
    document.judge === undefined ? { inputs: [] } : loadLanguageModel('judge', document.judge, files);
  const logs = trainingLogs(document, files);
  checkPrivacy(document.training?.privacy, rowsOf(data, 'train') ?? rowsOf(data, 'whole'), findings);
  const code = trainerCode(document, files);
  const network = await networkOf(document, files);
  const storage = await loadStorage(document, files);
  const questions = await questionsOf(document, files);
  if (findings.failed) return { diagnostics: findings.diagnostics };
  const subject = subjectOf(document, assembly, data, { model, predecessor, judge }, targetSpec, {
    logs,
    code,
    network,
    storage,
    questions,
  });
  return { subject, diagnostics: findings.diagnostics };
}

function targetColumns(name: string | undefined, { tables }: LoadedTables): readonly TargetColumn[] {
  return tables.flatMap(({ file, facts }) => {
    const column = name === undefined ? undefined : facts.columns[name];
    return column === undefined ? [] : [{ given: file.given, facts: column }];
  });
}

/** A log that another program kept of the training. */
interface TrainingLog {
  readonly of: 'emissions' | 'log';
  readonly path: string;
  readonly input: LoadedInput;
}

function trainingLogs({ training }: SubjectDocument, files: NamedFiles): readonly TrainingLog[] {
  const named = [
    { of: 'emissions', given: training?.emissions, pointer: ['training', 'emissions'] },
    { of: 'log', given: training?.log?.path, pointer: ['training', 'log', 'path'] },
  ] as const;
  return named.flatMap(({ of, given, pointer }) => {
    const file = given === undefined ? undefined : namedFile(files, given, pointer, MAX_LOG_BYTES);
    if (file === undefined) return [];
    return [
      { of, path: file.path, input: { role: `training.${of}`, path: file.given, digest: digestBytes(file.bytes) } },
    ];
  });
}

/** As in the document, with absolute paths. */
function trainingSpec(
  training: NonNullable<SubjectDocument['training']>,
  logs: readonly TrainingLog[],
): NonNullable<SubjectSpec['training']> {
  const pathOf = (of: TrainingLog['of']): string | undefined => logs.find((log) => log.of === of)?.path;
  const [emissions, path] = [pathOf('emissions'), pathOf('log')];
  return {
    ...training,
    ...(emissions !== undefined && { emissions }),
    ...(path !== undefined && { log: { ...training.log, path } }),
  };
}

/** Files beside tables and models. */
interface Beside {
  readonly logs: readonly TrainingLog[];
  readonly code: readonly TrainerFile[];
  readonly network: EstimatorNetwork | undefined;
  readonly storage: LoadedStorage | undefined;
  readonly questions: LoadedQuestions | undefined;
}

/** Their readers are loaded where there are any. */
async function networkOf(document: SubjectDocument, files: NamedFiles): Promise<EstimatorNetwork | undefined> {
  if (document.estimator?.type !== 'tfjs') return undefined;
  return (await import('./estimator-network.js')).estimatorNetwork(document.estimator, files);
}

async function questionsOf(document: SubjectDocument, files: NamedFiles): Promise<LoadedQuestions | undefined> {
  if (document.questions === undefined) return undefined;
  return await (await import('./language/load-questions.js')).loadQuestions(document.questions, files);
}

function subjectOf(
  document: SubjectDocument,
  { file, folder, locate, policies }: Assembly,
  data: LoadedTables,
  { model, predecessor, judge }: Readonly<Record<LanguageRole, LoadedModel>>,
  target: TargetSpec | undefined,
  { logs, code, network, storage, questions }: Beside,
): LoadedSubject {
  const { metadata, task, facts = {}, training } = document;
  const sealed = [...data.tables, ...data.beside].some((table) => table.sealed !== undefined);
  const estimator = estimatorSpec(document, folder, target, { code, network, sealed });
  const { group, weight } = document.data ?? {};
  const tables = [...data.tables, ...data.beside];
  const spec: SubjectSpec = {
    name: metadata.name,
    version: metadata.version,
    task,
    facts,
    tables: Object.fromEntries(tables.map((table) => [table.part, tableSpec(table)])),
    csv: data.csv,
    columns: data.columns,
    ...(target === undefined ? {} : { target }),
    ...(group === undefined ? {} : { group }),
    ...(weight === undefined ? {} : { weight }),
    ...(model.spec === undefined ? {} : { model: model.spec }),
    ...(predecessor.spec === undefined ? {} : { predecessor: predecessor.spec }),
    ...(judge.spec?.format === 'openai' && { judge: judge.spec }),
    ...(estimator === undefined ? {} : { estimator }),
    ...(storage === undefined ? {} : { storage: { ...storage.spec, columns: data.columns.map(({ name }) => name) } }),
    ...(training === undefined ? {} : { training: trainingSpec(training, logs) }),
    ...(questions === undefined ? {} : { questions: questions.specs }),
  };
  const inputs: LoadedInput[] = [
    ...tables.map((table) => ({
      role: table.role,
      path: table.file.given,
      digest: table.digest,
      rows: table.facts.rows,
    })),
    ...model.inputs,
    ...predecessor.inputs,
    ...judge.inputs,
    ...code.map(({ input }) => input),
    ...(network === undefined ? [] : [network.input]),
    ...logs.map(({ input }) => input),
    ...(storage?.inputs ?? []),
    ...(questions?.inputs ?? []),
  ];
  const modelOf = modelRecord(model);
  const predecessorOf = modelRecord(predecessor);
  const judgeOf = modelRecord(judge);
  const digests = inputs.map(({ role, digest }) => ({ role, digest }));
  return {
    spec,
    name: metadata.name,
    version: metadata.version,
    ...(metadata.title === undefined ? {} : { title: metadata.title }),
    task,
    facts,
    ...(training?.dated === undefined ? {} : { trainingDated: training.dated }),
    digest: digestValue({
      document,
      model: modelOf?.digest ?? null,
      ...(predecessorOf === undefined ? {} : { predecessor: predecessorOf.digest }),
      inputs: digests,
    }),
    ...(modelOf === undefined ? {} : { model: modelOf }),
    ...(predecessorOf === undefined ? {} : { predecessor: predecessorOf }),
    ...(judgeOf === undefined ? {} : { judge: judgeOf }),
    inputs,
    settings: settingsOf(spec, document, { storage, questions }),
    lacks: lacksOf(spec),
    policies,
    file,
    placeOf: (pointer) => locate(pointer, 'value'),
  };
}

const rowsOf = ({ tables }: LoadedTables, of: LoadedTable['part']): number | undefined =>
  tables.find(({ part }) => part === of)?.facts.rows;

const tableSpec = ({ file, digest, facts, sealed, columns }: LoadedTable): TableSpec => ({
  path: file.path,
  digest,
  rows: facts.rows,
  ...(sealed && { sealed }),
  ...(columns && { columns }),
});

function modelRecord({ spec }: LoadedModel): LoadedSubject['model'] {
  if (spec === undefined) return undefined;
  const { format } = spec;
  const unknown = 'what it answers is known, what it is made of is not';
  if (format === 'command') return { format, digest: null, reason: `the model is a command: ${unknown}` };
  if (format === 'http') return { format, digest: null, reason: `the model is behind a server: ${unknown}` };
  if (format !== 'openai') return { format, digest: spec.digest };
  const { weights } = spec;
  if (weights === undefined) {
    const nothing = `${unknown}, and nothing is declared of its weights`;
    return { format, digest: null, reason: `the model is behind a server: ${nothing}` };
  }
  const declared = 'that it serves the weights which the subject names is declared';
  return { format, digest: null, reason: `the model is behind a server: ${declared}`, weights };
}

/** Without paths: a moved file keeps its figures. */
function settingsOf(
  spec: SubjectSpec,
  { training, estimator }: SubjectDocument,
  { storage, questions }: Pick<Beside, 'storage' | 'questions'>,
): LoadedSubject['settings'] {
  const { csv, columns, group = null, weight = null, target, model, predecessor, judge, facts } = spec;
  const declared = Object.fromEntries(Object.entries(training ?? {}).filter(([key]) => key !== 'emissions'));
  const log = training?.log;
  return {
    data: { csv, columns, group, weight },
    ...(target === undefined ? {} : { target }),
    ...(model === undefined ? {} : { model: modelSettings(model) }),
    ...(predecessor === undefined ? {} : { predecessor: modelSettings(predecessor) }),
    ...(judge === undefined ? {} : { judge: modelSettings(judge) }),
    ...(estimator === undefined ? {} : { estimator: withoutNetwork(estimator) }),
    ...(training === undefined ? {} : { training: { ...declared, ...(log && { log: { ...log, path: null } }) } }),
    ...(storage === undefined ? {} : { storage: { ...storage.settings, columns: spec.storage?.columns } }),
    ...(questions === undefined ? {} : { questions: questions.settings }),
    facts,
  };
}

function modelSettings(model: ModelSpec): Readonly<Record<string, unknown>> {
  if (model.format === 'openai') {
    const { format, endpoint, name, interface: of, generation, weights = null, price = null } = model;
    return { format, url: endpoint.url, name, interface: of, generation, weights, price };
  }
  return {
    format: model.format,
    threshold: model.threshold ?? null,
    ...(model.format === 'command' && { command: model.command }),
    ...(model.format === 'http' && { ...model, endpoint: { url: model.endpoint.url } }),
  };
}

const withoutNetwork = (estimator: NonNullable<SubjectDocument['estimator']>): unknown =>
  estimator.type !== 'tfjs'
    ? estimator
    : {
        ...estimator,
        with: Object.fromEntries(Object.entries(estimator.with ?? {}).filter(([name]) => name !== 'model')),
      };

function lacksOf({
  tables,
  target,
  model,
  predecessor,
  judge,
  estimator,
  training,
  storage,
  questions,
}: SubjectSpec): readonly Need[] {
  const has: Readonly<Record<Need, boolean>> = {
    model: model !== undefined,
    predecessor: predecessor !== undefined,
    estimator: estimator !== undefined,
    'data.train': tables.train !== undefined,
    'data.test': tables.test !== undefined,
    data: tables.whole !== undefined || tables.train !== undefined,
    'data.released': tables.released !== undefined,
    'data.population': tables.population !== undefined,
    target: target !== undefined,
    training: training !== undefined,
    storage: storage !== undefined,
    // Whoever runs the plan knows the cache.
    history: false,
    judge: judge !== undefined,
    questions: questions !== undefined,
  };
  return NEEDS.filter((need) => !has[need]);
}
