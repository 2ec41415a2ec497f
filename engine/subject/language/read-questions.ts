/** A file of questions to questions, or to the faults that forbid it. */
import type { QuestionColumns } from '../../document/types.generated.js';
import { QuestionFault, questionOf } from './question-of.js';
import { readQuestionRecords } from './question-records.js';
import type { PlacedFaults, QuestionRecord } from './question-record.js';
import type { QuestionFile } from './question-records.js';
import type { Question } from './question.js';

export interface PlacedQuestion {
  readonly question: Question;
  readonly record: QuestionRecord;
}

export interface ReadQuestions {
  readonly questions: readonly PlacedQuestion[];
  readonly faults: PlacedFaults;
}

/** All faults together, each at its place. Ids are unique: those that follow from content are numbered where it is the same. */
export async function readQuestions(file: QuestionFile, columns: QuestionColumns): Promise<ReadQuestions> {
  const { records, faults } = await readQuestionRecords(file);
  const questions: PlacedQuestion[] = [];
  const ids = new Map<string, number>();
  const named = columns.id ?? 'id';
  for (const record of records) {
    const question = questionIn(record, file, columns, faults);
    if (question === undefined) continue;
    const { id } = question;
    const times = ids.get(id) ?? 0;
    ids.set(id, times + 1);
    if (times === 0) questions.push({ question, record });
    else if (Object.hasOwn(record.value, named)) {
      faults.add('ASSAY1573', record.start, record.end, 'another question has this id', 'Give every question its own.');
    } else questions.push({ question: { ...question, id: `${id}-${times + 1}` }, record });
  }
  return { questions, faults };
}

function questionIn(
  { value, start, end }: QuestionRecord,
  { format }: QuestionFile,
  columns: QuestionColumns,
  faults: PlacedFaults,
): Question | undefined {
  try {
    return questionOf(value, columns, format === 'csv');
  } catch (fault) {
    if (!(fault instanceof QuestionFault)) throw fault;
    faults.add(fault.code, start, end, fault.message);
    return undefined;
  }
}
