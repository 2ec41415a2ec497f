import type { Message, Prompt } from '../../subject/language/language-model.js';

/** All that a prompt says, in order. */
export const promptText = (prompt: Prompt): string => ('text' in prompt ? prompt.text : textOf(prompt.messages));

export const textOf = (messages: readonly Message[]): string => messages.map(({ content }) => content).join('\n');
