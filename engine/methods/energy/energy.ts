/** Joules with what bounds them: `lower` = `joules` = `upper` for a counter, a band for a model or a sampled power. */
export interface Energy {
  readonly joules: number;
  readonly lower: number;
  readonly upper: number;
}

export const JOULES_PER_KWH = 3_600_000;

export const NO_ENERGY: Energy = { joules: 0, lower: 0, upper: 0 };

export const counted = (joules: number): Energy => ({ joules, lower: joules, upper: joules });

export const plus = (a: Energy, b: Energy): Energy => ({
  joules: a.joules + b.joules,
  lower: a.lower + b.lower,
  upper: a.upper + b.upper,
});

/** Of two readings of one meter, whose bounds grow with time as its energy does. */
export const minus = (a: Energy, b: Energy): Energy => ({
  joules: a.joules - b.joules,
  lower: a.lower - b.lower,
  upper: a.upper - b.upper,
});

export const times = (a: Energy, factor: number): Energy => ({
  joules: a.joules * factor,
  lower: a.lower * factor,
  upper: a.upper * factor,
});
