/** A number at least 0 that is known up to a systematic band. */
export interface Band {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

export const exactly = (value: number): Band => ({ estimate: value, lower: value, upper: value });

export const sumOf = (bands: readonly Band[]): Band => ({
  estimate: bands.reduce((sum, { estimate }) => sum + estimate, 0),
  lower: bands.reduce((sum, { lower }) => sum + lower, 0),
  upper: bands.reduce((sum, { upper }) => sum + upper, 0),
});

export const productOf = (...bands: readonly Band[]): Band => ({
  estimate: bands.reduce((product, { estimate }) => product * estimate, 1),
  lower: bands.reduce((product, { lower }) => product * lower, 1),
  upper: bands.reduce((product, { upper }) => product * upper, 1),
});

/** Of bands that have nothing in common: where both come from one unknown it is wider than need be. */
export const quotientOf = (above: Band, below: Band): Band => ({
  estimate: above.estimate / below.estimate,
  lower: above.lower / below.upper,
  upper: above.upper / below.lower,
});
