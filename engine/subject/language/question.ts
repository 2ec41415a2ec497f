/** Questions to a language model, as measurements see them. */
import type { ScorerUse } from '../../document/types.generated.js';
import type { Message, Prompt } from './language-model.js';

export interface Question {
  /** Its own in the set: as the file has it, else from the digest of its content. */
  readonly id: string;
  /** The question alone, before any template. */
  readonly text: string;
  /** The turns of the conversation before it. */
  readonly history?: readonly Message[];
  /** Accepted answers; of a question with choices that names none, the right choice. */
  readonly references: readonly string[];
  readonly choices?: readonly string[];
  /** Index of the right one among the choices. */
  readonly answer?: number;
  readonly task?: string;
  readonly group?: string;
  readonly riskClass?: string;
  /** Questions of one cluster (paraphrases, parts of one document) are one observation. */
  readonly cluster?: string;
  /** What else its line holds. */
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
}

/** How answers are scored: as in the document. */
export type ScorerSpec = ScorerUse;

export interface QuestionSet {
  readonly name: string;
  /** Of the file, the template, the examples and the scorer. */
  readonly digest: string;
  readonly questions: readonly Question[];
  readonly scorer: ScorerSpec;
  /** Weights of the tasks; equal where none are declared. */
  readonly weights?: Readonly<Record<string, number>>;
  /** `YYYY-MM-DD`: when it was last revised, where the document says. */
  readonly revised?: string;
  /** It comes from a sealed file: its texts stand in no report. */
  readonly sealed?: true;
  /** What the model is sent: template, system message and examples around the question, or a changed one. */
  prompt(question: Question): Prompt;
}
