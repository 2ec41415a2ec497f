import type { Prompt } from '../../subject/language/language-model.js';

/** An answer as it goes on from a prompt: a space between, where neither has one. */
export const continuationOf = (prompt: Prompt, answer: string): string =>
  /^\s/.test(answer) || ('text' in prompt && /\s$/.test(prompt.text)) ? answer : ` ${answer}`;
