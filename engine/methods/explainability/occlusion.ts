import type { Explained } from './attribution.js';
import { valuesWith } from './quality/removal.js';

/**
 * What the value of each row loses when one player alone is drawn from the background: the permutation importance of a
 * single row (occlusion; Robnik-Šikonja and Kononenko, "Explaining classifications for individual instances", 2008).
 * Rows × players. Of background rows only so many are used, evenly spaced, that a row costs at most `mostEvaluations`,
 * and at least one.
 */
export async function occlusion(
  explained: Explained,
  mostEvaluations: number,
): Promise<{ readonly values: Float64Array; readonly predictions: Float64Array }> {
  const { rows, backgrounds } = explained;
  const width = explained.players.length;
  const used = Math.min(backgrounds, Math.max(1, Math.floor(mostEvaluations / width)));
  const fewer: Explained = {
    ...explained,
    backgrounds: used,
    value: (mixes) =>
      explained.value({
        ...mixes,
        backgrounds: mixes.backgrounds.map((background) => Math.floor((background * backgrounds) / used)),
      }),
  };
  const present = new Uint8Array((width + 1) * width).fill(1);
  for (let player = 0; player < width; player++) present[(player + 1) * width + player] = 0;
  const values = new Float64Array(rows * width);
  const predictions = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const answers = await valuesWith(fewer, row, present);
    predictions[row] = answers[0]!;
    for (let player = 0; player < width; player++) values[row * width + player] = answers[0]! - answers[player + 1]!;
  }
  return { values, predictions };
}
