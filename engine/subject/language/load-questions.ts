/** The sets of questions of a subject: their files found and read, their templates, examples and scorers checked. */
import type { KeySource, QuestionSetUse, QuestionSets } from '../../document/types.generated.js';
import { unsealedName } from '../../sealing/container.js';
import { digestBytes } from '../../trust/digest.js';
import { MAX_CSV_BYTES } from '../csv-text.js';
import { shown } from '../findings.js';
import type { Findings, Pointer } from '../findings.js';
import type { LoadedInput } from '../loaded.js';
import { namedFile } from '../named-file.js';
import type { NamedFiles } from '../named-file.js';
import { plainFile } from '../sealed-file.js';
import type { QuestionFileSpec, QuestionFormat, QuestionSetSpec } from '../spec.js';
import { checkScorer, checkedNames, scorerLack } from './check-scorer.js';
import { answerOf } from './question-prompt.js';
import type { ScorerSpec } from './question.js';
import { readQuestions } from './read-questions.js';
import type { PlacedQuestion, ReadQuestions } from './read-questions.js';
import { fieldsOf } from './template.js';

export interface LoadedQuestions {
  readonly specs: Readonly<Record<string, QuestionSetSpec>>;
  readonly inputs: readonly LoadedInput[];
  /** For keys of measurements: without paths. */
  readonly settings: Readonly<Record<string, unknown>>;
}

const FORMATS: Readonly<Record<string, QuestionFormat>> = { '.jsonl': 'jsonl', '.csv': 'csv', '.parquet': 'parquet' };

/** The sets whose files can be read at all. */
export async function loadQuestions(sets: QuestionSets, files: NamedFiles): Promise<LoadedQuestions> {
  const loaded = [];
  for (const [name, use] of Object.entries(sets)) {
    const set = await loadSet(name, use, files);
    if (set !== undefined) loaded.push({ name, ...set });
  }
  return {
    specs: Object.fromEntries(loaded.map(({ name, spec }) => [name, spec])),
    inputs: loaded.flatMap(({ inputs }) => inputs),
    settings: Object.fromEntries(loaded.map(({ name, spec }) => [name, settingsOf(spec)])),
  };
}

const settingsOf = (spec: QuestionSetSpec): unknown => ({
  ...spec,
  file: null,
  examples: spec.examples === undefined ? null : { count: spec.examples.count ?? null },
});

interface LoadedSet {
  readonly spec: QuestionSetSpec;
  readonly inputs: readonly LoadedInput[];
}

async function loadSet(name: string, use: QuestionSetUse, files: NamedFiles): Promise<LoadedSet | undefined> {
  const { findings } = files;
  const at: Pointer = ['questions', name];
  const { columns = {}, template, system, scorer = { type: 'exact' }, weights, revised, separator = ',' } = use;
  await checkScorer(scorer, [...at, 'scorer'], findings);
  const names = template === undefined ? [] : (checkedNames(template, [...at, 'template'], findings) ?? []);
  const file = await fileOf(use, use, at, files);
  const shownFirst =
    use.examples === undefined ? undefined : await fileOf(use.examples, use, [...at, 'examples'], files);
  if (file === undefined || (use.examples !== undefined && shownFirst === undefined)) return undefined;
  checkFields(file, names, [...at, 'template'], findings);
  if (use.scorer !== undefined) checkScorable(file.read, scorer);
  checkWeights(use, file.read, [...at, 'weights'], findings);
  const examples = shownFirst && checkedExamples(use, shownFirst, file, scorer, at, findings);
  if (shownFirst !== undefined) checkFields(shownFirst, names, [...at, 'template'], findings);
  for (const { read } of shownFirst === undefined ? [file] : [file, shownFirst]) {
    findings.take([...read.faults.diagnostics()].sort((a, b) => (a.range?.line ?? 0) - (b.range?.line ?? 0)));
  }
  return {
    spec: {
      file: file.spec,
      separator,
      columns,
      scorer,
      ...(template !== undefined && { template }),
      ...(system !== undefined && { system }),
      ...(examples && { examples }),
      ...(weights && { weights }),
      ...(revised !== undefined && { revised }),
    },
    inputs: [
      { role: `questions.${name}`, path: file.given, digest: file.spec.digest, rows: file.read.questions.length },
      ...(shownFirst === undefined
        ? []
        : [{ role: `questions.${name}.examples`, path: shownFirst.given, digest: shownFirst.spec.digest }]),
    ],
  };
}

interface FoundFile {
  readonly spec: QuestionFileSpec;
  readonly given: string;
  readonly read: ReadQuestions;
}

async function fileOf(
  { path, key }: { readonly path: string; readonly key?: KeySource },
  { columns = {}, separator = ',' }: QuestionSetUse,
  at: Pointer,
  files: NamedFiles,
): Promise<FoundFile | undefined> {
  const { findings } = files;
  const pointer = [...at, 'path'];
  const format = FORMATS[/\.[^./\\]*$/.exec(unsealedName(path))?.[0].toLowerCase() ?? ''];
  if (format === undefined) {
    const message = `${path} ends in none of ${Object.keys(FORMATS).join(', ')}`;
    findings.add(pointer, { code: 'ASSAY1570', message, hint: 'Questions are read as JSON Lines, CSV or Parquet.' });
    return undefined;
  }
  const file = namedFile(files, path, pointer, MAX_CSV_BYTES);
  const plain = file && (await plainFile(files, file, { path: pointer, key: [...at, 'key'] }, key, MAX_CSV_BYTES));
  if (file === undefined || plain === undefined) return undefined;
  const { bytes, sealed } = plain;
  const read = await readQuestions({ bytes, file: shown(file.path), format, separator }, columns);
  const spec = { path: file.path, digest: digestBytes(file.bytes), format, ...(sealed && { sealed }) };
  return { spec, given: file.given, read };
}

/** A field that no question has is the template's fault; one that some lack is theirs. */
function checkFields(
  { read: { questions, faults } }: FoundFile,
  names: readonly string[],
  pointer: Pointer,
  findings: Findings,
): void {
  for (const name of new Set(names)) {
    const without = questions.filter(({ question }) => fieldsOf(question)(name) === undefined);
    if (without.length === questions.length && questions.length > 0) {
      findings.add(pointer, {
        code: 'ASSAY1577',
        message: `no question has the field "${name}" that the template names`,
      });
    } else
      for (const { record } of without)
        addAt(faults, record, 'ASSAY1577', `the template names "${name}", which this question does not have`);
  }
}

function checkScorable({ questions, faults }: ReadQuestions, scorer: ScorerSpec): void {
  for (const { question, record } of questions) {
    const lack = scorerLack(question, scorer);
    if (lack !== undefined) addAt(faults, record, 'ASSAY1581', `the scorer ${scorer.type} ${lack}`);
  }
}

function checkWeights(
  { weights }: QuestionSetUse,
  { questions }: ReadQuestions,
  pointer: Pointer,
  findings: Findings,
): void {
  if (weights === undefined) return;
  const tasks = new Set(questions.map(({ question }) => question.task));
  const unknown = Object.keys(weights).filter((task) => !tasks.has(task));
  const without = [...tasks].filter((task) => task === undefined || !Object.hasOwn(weights, task));
  if (unknown.length > 0) {
    findings.add([...pointer, unknown[0]!], {
      code: 'ASSAY1582',
      message: `no question is of the task ${JSON.stringify(unknown[0])}`,
      part: 'key',
    });
  }
  if (without.length > 0) {
    const which = without[0] === undefined ? 'questions of no task' : `the task ${JSON.stringify(without[0])}`;
    findings.add(pointer, {
      code: 'ASSAY1582',
      message: `${which} has no weight`,
      hint: 'Give every task its weight.',
    });
  }
}

function checkedExamples(
  { examples }: QuestionSetUse,
  { spec, read: { questions, faults } }: FoundFile,
  asked: FoundFile,
  scorer: ScorerSpec,
  at: Pointer,
  findings: Findings,
): QuestionSetSpec['examples'] {
  const count = examples?.count;
  if (count !== undefined && count > questions.length) {
    const message = `${count} examples are asked for; the file has ${questions.length}`;
    findings.add([...at, 'examples', 'count'], { code: 'ASSAY1580', message });
  }
  const texts = new Set(asked.read.questions.map(({ question }) => question.text));
  for (const { question, record } of questions.slice(0, count)) {
    if (answerOf(question, scorer) === undefined) addAt(faults, record, 'ASSAY1580', 'an example without an answer');
    if (question.history !== undefined) addAt(faults, record, 'ASSAY1580', 'an example of several turns');
    if (texts.has(question.text))
      addAt(faults, record, 'ASSAY1580', 'this example is one of the questions: its answer would be given away');
  }
  return { file: spec, ...(count !== undefined && { count }) };
}

const addAt = (
  faults: ReadQuestions['faults'],
  { start, end }: PlacedQuestion['record'],
  code: string,
  message: string,
): void => faults.add(code, start, end, message);
