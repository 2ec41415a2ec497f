export interface ContaminationParameters {
  readonly questions: string;
  readonly corpus: string;
  readonly controls: string;
  /** Words of a run; PaLM's are the shorter ones. */
  readonly run: number;
  readonly shortRun: number;
  readonly covered: number;
  /** Questions asked about; null: all. */
  readonly sample: number | null;
  /** Words of half a question at least. */
  readonly half: number;
  readonly instruction: string | null;
  /** Other orders of the choices. */
  readonly orders: number;
  readonly resamples: number;
  readonly level: number;
  readonly draws: number;
}
