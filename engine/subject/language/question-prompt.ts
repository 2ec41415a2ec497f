/** What the model is sent: system message, examples with their answers, the question in its template. */
import { LETTERS } from '../../methods/evaluation/scoring/choice.js';
import type { Message, Prompt } from './language-model.js';
import type { Question, ScorerSpec } from './question.js';
import { fieldsOf, fillTemplate } from './template.js';

/** Whether it is asked by turns of a conversation, or with one text to go on with. */
export type Interface = 'chat' | 'completions';

export interface PromptParts {
  readonly template?: string;
  readonly system?: string;
  readonly examples: readonly Question[];
  readonly scorer: ScorerSpec;
}

/** A function of the question: throws TemplateFault where it lacks a field of the template. */
export function promptOf(parts: PromptParts, asked: Interface): (question: Question) => Prompt {
  const { system, examples, scorer } = parts;
  const shown = examples.map((example) => ({ text: filled(parts, example), answer: answerOf(example, scorer) ?? '' }));
  if (asked === 'completions') {
    const before = [
      ...(system === undefined ? [] : [system]),
      ...shown.map(({ text, answer }) => joined(text, answer)),
    ];
    return (question) => {
      const turns = (question.history ?? []).map(({ content }) => content);
      return { text: [...before, ...turns, filled(parts, question)].join('\n\n') };
    };
  }
  const turns = shown.flatMap(({ text, answer }): readonly Message[] => [
    { role: 'user', content: text },
    { role: 'assistant', content: answer },
  ]);
  return (question) => {
    const history = question.history ?? [];
    const stated = history.filter(({ role }) => role === 'system');
    const first: readonly Message[] =
      system === undefined || stated.length > 0 ? stated : [{ role: 'system', content: system }];
    const before = history.filter(({ role }) => role !== 'system');
    return { messages: [...first, ...turns, ...before, { role: 'user', content: filled(parts, question) }] };
  };
}

/** What an example shows as its answer; `undefined` where it has none. */
export function answerOf({ references, answer, choices }: Question, scorer: ScorerSpec): string | undefined {
  const byLetter = scorer.type === 'choice' && (scorer.by !== 'log-probability' || scorer.continuation === 'letter');
  return byLetter && choices !== undefined && answer !== undefined ? LETTERS[answer] : references[0];
}

const joined = (text: string, answer: string): string => `${text}${/\s$/.test(text) ? '' : ' '}${answer}`;

const filled = ({ template, scorer }: PromptParts, question: Question): string =>
  fillTemplate(template ?? defaultTemplate(question, scorer), fieldsOf(question));

const defaultTemplate = ({ choices }: Question, scorer: ScorerSpec): string =>
  choices === undefined ||
  (scorer.type === 'choice' && scorer.by === 'log-probability' && scorer.continuation !== 'letter')
    ? '{{text}}'
    : '{{text}}\n{{choices}}';
