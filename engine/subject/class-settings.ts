import type { ClassSettings } from './formats/probabilities.js';

export function classSettings(
  classes: readonly string[],
  positive: string | undefined,
  threshold: number | undefined,
): ClassSettings {
  const index = positive === undefined ? -1 : classes.indexOf(positive);
  return {
    classes,
    ...(index === -1 ? {} : { positive: index }),
    ...(threshold === undefined ? {} : { threshold }),
  };
}
