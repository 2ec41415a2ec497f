import type { LanguageModel } from '../../subject/language/language-model.js';
import type { QuestionSet } from '../../subject/language/question.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { AskedSubject } from './asked-cost.js';

export interface AskedSet {
  readonly model: LanguageModel;
  /** It has at least one question. */
  readonly set: QuestionSet;
}

/** The model and a set of questions to it. Throws ModelFault where the model is none that is asked in words. */
export async function askedSet(
  { subject }: { readonly subject: AskedSubject },
  name: string,
): Promise<AskedSet | Unmeasured> {
  const set = await subject.questions(name);
  if (set === undefined) return unmeasured('missing-input', `the subject has no set of questions \`${name}\``);
  const model = await subject.languageModel();
  if (model === undefined) return unmeasured('missing-input', 'the subject has no language model');
  if (set.questions.length === 0) return unmeasured('out-of-domain', `the set \`${name}\` has no question`);
  return { model, set };
}
