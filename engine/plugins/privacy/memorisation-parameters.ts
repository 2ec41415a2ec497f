export interface MemorisationParameters {
  readonly canaries: string;
  readonly candidates: number;
  readonly bits: number;
  readonly excerpts: string;
  readonly words: number;
  readonly samples: number;
  readonly level: number;
  readonly draws: number;
}
