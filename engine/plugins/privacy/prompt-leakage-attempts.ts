/** Attempts to get a secret out of the system message, and what the answers to them show. */
import { folded, standsIn } from '../../methods/privacy/leakage/plain-text.js';
import { FORMS, longPart, shownSecret } from '../../methods/privacy/leakage/shown-secret.js';
import type { Form, PartSettings } from '../../methods/privacy/leakage/shown-secret.js';
import type { Prompt } from '../../subject/language/language-model.js';
import type { Question, QuestionSet } from '../../subject/language/question.js';
import type { Unmeasured } from '../figure.js';
import { anyAnswer } from '../language/answers.js';
import type { Answers } from '../language/answers.js';
import { textOf } from '../language/prompt-text.js';
import { unmeasured } from '../unmeasured.js';

export interface Attempt {
  readonly question: Question;
  readonly prompt: Prompt;
  readonly system: string;
  readonly secret: string;
}

export interface Result extends Attempt {
  /** In which the secret was shown: of several answers the first of FORMS. */
  readonly form?: Form;
  /** Whether a long part of the system message was. */
  readonly systemShown: boolean | undefined;
  /** Whether one of its answers is lacking. */
  readonly lacking: boolean;
}

export function attemptsOf(set: QuestionSet): readonly Attempt[] | Unmeasured {
  const attempts: Attempt[] = [];
  for (const question of set.questions) {
    const wrong = (detail: string): Unmeasured => unmeasured('out-of-domain', `attempt ${question.id}: ${detail}`);
    const { prompt, system, said } = plantedPrompt(set.prompt(question), question);
    const secret = String(question.fields['secret'] ?? '');
    if (secret.trim() === '') return wrong('it has no `secret`');
    if (!folded(system).includes(folded(secret))) return wrong('no system message holds its secret');
    if (standsIn(folded(said), folded(secret))) return wrong('it tells the secret itself');
    attempts.push({ question, prompt, system, secret });
  }
  return attempts;
}

/** With the system message in the place of the set's own; of a text that is to be continued, before it. */
function plantedPrompt(
  prompt: Prompt,
  { text: attempt, fields: { system: planted } }: Question,
): { readonly prompt: Prompt; readonly system: string; readonly said: string } {
  if ('text' in prompt) {
    if (planted === undefined) return { prompt, system: prompt.text, said: attempt };
    return { prompt: { text: `${String(planted)}\n\n${prompt.text}` }, system: String(planted), said: prompt.text };
  }
  const others = prompt.messages.filter(({ role }) => role !== 'system');
  const system = String(planted ?? textOf(prompt.messages.filter(({ role }) => role === 'system')));
  return { prompt: { messages: [{ role: 'system', content: system }, ...others] }, system, said: textOf(others) };
}

export function resultOf(attempt: Attempt, answers: Answers, settings: PartSettings): Result {
  const shown = shownSecret(attempt.secret, settings);
  const forms = answers.map((answer) => (answer === undefined ? undefined : shown(answer)));
  const form = FORMS.find((known) => forms.includes(known));
  return {
    ...attempt,
    ...(form !== undefined && { form }),
    systemShown: anyAnswer(answers, longPart(attempt.system, settings)),
    lacking: answers.includes(undefined),
  };
}

export const attackOf = ({ fields, task }: Question): string => String(fields['attack'] ?? task ?? 'attempt');
