/** What the two regulations say that can be asked: titles of articles, and terms with their definitions. */
import { readFileSync } from 'node:fs';

export const LAWS = [
  { name: 'GDPR', long: 'General Data Protection Regulation', file: 'gdpr.txt' },
  { name: 'AI Act', long: 'Artificial Intelligence Act', file: 'ai-act.txt' },
];
/** Words of a definition that are asked or answered. */
const WORDS = 14;

export const textOf = (law) => readFileSync(new URL(`../text/${law.file}`, import.meta.url), 'utf8');

/** `{law, number, title, topic}`: topic is the title within a sentence. Titles that a law has twice are left out. */
export function articlesOf(law) {
  const found = [...textOf(law).matchAll(/^Article (\d+)\n(.+)$/gm)].map(([, number, title]) => ({
    law,
    number,
    title,
    topic:
      /^[A-Z][a-z]/.test(title) && !title.startsWith('European') && !title.startsWith('Union')
        ? title[0].toLowerCase() + title.slice(1)
        : title,
  }));
  return found.filter(({ title }) => found.filter((other) => other.title === title).length === 1);
}

/** `{law, term, definition, short}`, without terms that only point to another law. */
export function termsOf(law) {
  return [...textOf(law).matchAll(/^\(\d+\) ([^()]{3,60}?) means ((?:(?! as defined in ).)+?)[;.]?$/gm)]
    .map(([, term, definition]) => ({
      law,
      term,
      definition,
      short: definition
        .split(' ')
        .slice(0, WORDS)
        .join(' ')
        .replace(/[,;:]$/, ''),
    }))
    .filter(({ short }) => short.split(' ').length >= 5);
}
