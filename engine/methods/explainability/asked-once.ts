import type { Explained, Mixes } from './attribution.js';

/** What an explainer is told of a model before it asks anything. */
export type Frame = Omit<Explained, 'value'>;

/**
 * All that an explainer asks, put in one, where its questions do not hang on the answers: what is dear to ask, such as a
 * model that must be trained first, is asked once.
 */
export async function questionsOf(frame: Frame, explain: (explained: Explained) => Promise<unknown>): Promise<Mixes> {
  const asked: Mixes[] = [];
  await explain({
    ...frame,
    value: async (mixes) => {
      asked.push(mixes);
      return new Float64Array(mixes.rows.length);
    },
  });
  const total = asked.reduce((sum, { rows }) => sum + rows.length, 0);
  const all = {
    rows: new Int32Array(total),
    backgrounds: new Int32Array(total),
    masks: new Uint8Array(total * frame.players.length),
  };
  let at = 0;
  for (const { rows, backgrounds, masks } of asked) {
    all.rows.set(rows, at);
    all.backgrounds.set(backgrounds, at);
    all.masks.set(masks, at * frame.players.length);
    at += rows.length;
  }
  return all;
}

/** The same explainer, asking the same, given the answers to `questionsOf` in their order. */
export function answeredWith(frame: Frame, answers: Float64Array): Explained {
  let at = 0;
  return {
    ...frame,
    value: async ({ rows }) => {
      at += rows.length;
      if (at > answers.length) throw new RangeError('the explainer asks more than it did');
      return answers.slice(at - rows.length, at);
    },
  };
}
