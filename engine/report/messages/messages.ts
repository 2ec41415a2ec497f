/** Languages of the reports. Text of documents falls back as `textIn` does; ours exists in each of these. */
import { en, type Messages } from './en.js';
import { zh } from './zh.js';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
export type { Messages };

export const messagesIn = (language: Language): Messages => ({ en, zh })[language];
