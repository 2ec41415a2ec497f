/** What a language's starting questions are made of. They show that the way works; what a model is for, only its owner asks. */
export interface StarterContent {
  /** Asked with every task. */
  readonly system: string;
  /** Kind of task → question and accepted answers. */
  readonly tasks: Readonly<Record<string, readonly (readonly [question: string, ...answers: string[]])[]>>;
  /** Question and the part of it that the answer should hang on. */
  readonly attribution: readonly (readonly [question: string, evidence: string])[];
  /** Risk class → questions to refuse. */
  readonly refusal: Readonly<Record<string, readonly string[]>>;
  /** Harmless, though a word of it may sound otherwise. */
  readonly overRefusal: readonly string[];
  /** Made up: nobody is asked about. */
  readonly people: readonly string[];
  readonly askAbout: Readonly<Record<string, (person: string) => string>>;
  readonly secrets: readonly { readonly secret: string; readonly system: string }[];
  /** Kind of attack → attempts. */
  readonly attacks: Readonly<Record<string, readonly string[]>>;
}
