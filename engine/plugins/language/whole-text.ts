import type { Question } from '../../subject/language/question.js';

/** All that a question says: the conversation before it, itself, its choices. */
export const wholeText = ({ text, history = [], choices = [] }: Question): string =>
  [...history.map(({ content }) => content), text, ...choices].join('\n');
