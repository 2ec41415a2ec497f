/** A language model: it has answers to questions (`SubjectView.languageModel`), none to rows of a table. */
import { ModelFault } from '../view.js';
import type { ModelFormat } from './format.js';

export const openai: ModelFormat = {
  open() {
    return Promise.reject(new ModelFault('unsupported', 'a language model answers questions, not rows of a table'));
  },
};
