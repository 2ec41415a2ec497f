/** A language model that scores another one's answers. */
import { readGrade, readVerdict, scoreOfGrade } from '../../methods/evaluation/scoring/judged.js';
import type { JudgeScorerUse } from '../../document/types.generated.js';
import type { LanguageModel, Prompt } from '../../subject/language/language-model.js';
import type { Question } from '../../subject/language/question.js';
import { TemplateFault, fieldsOf, fillTemplate } from '../../subject/language/template.js';
import { ModelFault } from '../../subject/view.js';
import type { SubjectView } from '../../subject/view.js';

export interface Judged {
  /** In [0, 1]. */
  readonly score: number;
  /** Of a judge that grades. */
  readonly grade?: number;
}

/** Throws ModelFault (`unsupported`) where the subject has none. */
export async function judgeOf(subject: SubjectView): Promise<LanguageModel> {
  const judge = await subject.languageModel('judge');
  if (judge === undefined) throw new ModelFault('unsupported', 'the scorer judge needs a language model under `judge`');
  return judge;
}

const ASKED = 'Question:\n{{text}}\n\n';
const ACCEPTED = 'Accepted answers, any of which is enough:\n{{references}}\n\n';
const GIVEN = 'Answer to be judged, between the lines:\n---\n{{answer}}\n---\n\n';

const defaultTemplate = ({ references }: Question, { grades }: JudgeScorerUse): string => {
  const wanted =
    grades === undefined
      ? 'Is the answer right? Say "yes" or "no", and nothing else.'
      : `Grade the answer by a whole number from ${grades.from} (worst) to ${grades.to} (best), and say nothing else.`;
  return `${ASKED}${references.length === 0 ? '' : ACCEPTED}${GIVEN}${wanted}`;
};

/**
 * Asks the judge about one answer, at temperature 0. Throws ModelFault: `out-of-domain` where what it says cannot be
 * read as the scorer wants it (it is not guessed), or where its template names a field that the question lacks.
 */
export async function askJudge(
  judge: LanguageModel,
  scorer: JudgeScorerUse,
  question: Question,
  answer: string,
  signal: AbortSignal,
): Promise<Judged> {
  const { text } = await judge.ask(promptOf(scorer, question, answer), { temperature: 0, signal });
  if (scorer.grades === undefined) {
    const score = readVerdict(text);
    if (score !== undefined) return { score };
  } else {
    const grade = readGrade(text, scorer.grades);
    if (grade !== undefined) return { score: scoreOfGrade(grade, scorer.grades), grade };
  }
  throw new UnreadableJudgement(text);
}

/** What a judge said is neither a verdict nor a grade. */
export class UnreadableJudgement extends ModelFault {
  constructor(said: string) {
    super('out-of-domain', `what the judge says cannot be read: ${JSON.stringify(said.slice(0, 80))}`);
  }
}

function promptOf(scorer: JudgeScorerUse, question: Question, answer: string): Prompt {
  const fields = fieldsOf(question);
  try {
    const text = fillTemplate(scorer.template ?? defaultTemplate(question, scorer), (name) => {
      if (name === 'answer') return answer;
      return name === 'references' ? question.references.join('\n') : fields(name);
    });
    if (scorer.system === undefined) return { text };
    const { system } = scorer;
    return {
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: text },
      ],
    };
  } catch (fault) {
    if (!(fault instanceof TemplateFault)) throw fault;
    throw new ModelFault('out-of-domain', `the judge’s template: ${fault.message}`);
  }
}
