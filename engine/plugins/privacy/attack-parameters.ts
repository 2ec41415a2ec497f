/** What both measurements of membership inference take. */
export interface AttackParameters {
  readonly attack: 'loss-threshold' | 'lira' | 'rmia';
  readonly online: boolean;
  readonly variance: 'fixed' | 'per-example';
  readonly shadows: number;
  readonly gamma: number;
  readonly offlineA: number;
  readonly population: number;
  readonly rows: number;
  readonly draws: number;
}

export const usesShadows = ({ attack }: AttackParameters): boolean => attack !== 'loss-threshold';

/** Rows of the population that an attack asks for. */
export const populationOf = ({ attack, population }: AttackParameters): number => (attack === 'rmia' ? population : 0);
