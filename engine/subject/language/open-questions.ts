/** A set of questions, opened for measuring: from its spec alone. */
import { digestValue } from '../../trust/digest.js';
import { MAX_CSV_BYTES } from '../csv-text.js';
import { shown } from '../findings.js';
import { readFresh } from '../read-fresh.js';
import { plainBytes } from '../sealed-file.js';
import type { QuestionFileSpec, QuestionSetSpec } from '../spec.js';
import { ModelFault } from '../view.js';
import { promptOf } from './question-prompt.js';
import type { Interface } from './question-prompt.js';
import type { Question, QuestionSet } from './question.js';
import { readQuestions } from './read-questions.js';
import { sealingOf } from './sealing-of.js';

/** Files must be as they were when the subject was loaded: else a ModelFault (`failed`). */
export async function openQuestions(name: string, spec: QuestionSetSpec, asked: Interface): Promise<QuestionSet> {
  const { file, examples, columns, separator, template = null, system = null, scorer, weights, revised } = spec;
  const few = examples === undefined ? [] : (await questionsOf(examples.file, spec)).slice(0, examples.count);
  return {
    name,
    digest: digestValue({
      file: file.digest,
      examples: examples === undefined ? null : { file: examples.file.digest, count: few.length },
      columns,
      separator,
      template,
      system,
      scorer,
      asked,
    }),
    questions: await questionsOf(file, spec),
    scorer,
    ...(weights && { weights }),
    ...(revised !== undefined && { revised }),
    ...(sealingOf(spec) && { sealed: true }),
    prompt: promptOf({ ...spec, examples: few }, asked),
  };
}

async function questionsOf(
  { path, digest, format, sealed }: QuestionFileSpec,
  { columns, separator }: QuestionSetSpec,
): Promise<readonly Question[]> {
  const bytes = await plainBytes(readFresh(path, digest), sealed, path, MAX_CSV_BYTES);
  const { questions, faults } = await readQuestions({ bytes, file: shown(path), format, separator }, columns);
  const [fault] = faults.diagnostics();
  if (fault !== undefined) throw new ModelFault('failed', `${path}: ${fault.message}`);
  return questions.map(({ question }) => question);
}
