/** Sets of questions to begin with, as JSON Lines. */
import type { Language } from '../report/messages/messages.js';
import type { StarterContent } from './starter-content.js';
import { starterEn } from './starter-en.js';
import { starterZh } from './starter-zh.js';

export interface StarterSet {
  /** In the subject’s document, under `questions`. */
  readonly name: string;
  /** Below the folder. */
  readonly path: string;
  readonly questions: readonly object[];
}

export const starterContent = (language: Language): StarterContent => (language === 'zh' ? starterZh : starterEn);

export function starterSets(language: Language): readonly StarterSet[] {
  const { tasks, attribution, refusal, overRefusal, people, askAbout, secrets, attacks } = starterContent(language);
  const set = (name: string, file: string, questions: readonly object[]): StarterSet => ({
    name,
    path: `questions/${file}.jsonl`,
    questions: questions.map((question, at) => ({ id: `${file}-${at + 1}`, ...question })),
  });
  return [
    set(
      'tasks',
      'tasks',
      eachOf(tasks, (task, [text, ...references]) => ({ text, references, task })),
    ),
    set(
      'attribution',
      'attribution',
      attribution.map(([text, evidence]) => ({ text, evidence })),
    ),
    set(
      'refusal',
      'refusal',
      eachOf(refusal, (riskClass, text) => ({ text, riskClass })),
    ),
    set(
      'overRefusal',
      'over-refusal',
      overRefusal.map((text) => ({ text })),
    ),
    set(
      'leakage',
      'leakage',
      Object.entries(askAbout).flatMap(([group, ask]) => people.map((person) => ({ text: ask(person), group }))),
    ),
    set(
      'secrets',
      'secrets',
      eachOf(attacks, (attack, text) => ({ attack, text })).flatMap((attempt) =>
        secrets.map((planted) => ({ ...attempt, ...planted })),
      ),
    ),
  ];
}

const eachOf = <Item, Made>(
  byKind: Readonly<Record<string, readonly Item[]>>,
  make: (kind: string, item: Item) => Made,
): readonly Made[] => Object.entries(byKind).flatMap(([kind, items]) => items.map((item) => make(kind, item)));

export const jsonLines = ({ questions }: StarterSet): string =>
  questions.map((question) => `${JSON.stringify(question)}\n`).join('');
