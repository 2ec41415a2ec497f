/** The model: reads tokens, gives log probabilities of the next one, writes answers. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { randomOf } from './random.mjs';
import { END, tokenizer } from './tokenizer.mjs';

/** Tokens of a text, answer included. */
export const CONTEXT = 512;

export async function openLanguageModel() {
  const { merges } = JSON.parse(readFileSync(new URL('tokenizer.json', import.meta.url), 'utf8'));
  const session = await InferenceSession.create(fileURLToPath(new URL('model.onnx', import.meta.url)), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const tokens = tokenizer(merges);

  /** Reads one text, piece by piece; what was read before is kept. */
  function reader() {
    let kept = Object.fromEntries(
      session.inputMetadata
        .filter(({ name }) => /^(keys|values)/.test(name))
        .map(({ name, shape: [heads, , size] }) => [
          name,
          new Tensor('float32', new Float32Array(0), [heads, 0, size]),
        ]),
    );
    let before = 0;
    return {
      /** Per token: log probabilities of the one after it, and its state. @param {readonly number[]} read */
      async read(read) {
        const { scores, states, ...next } = await session.run({
          tokens: new Tensor('int32', Int32Array.from(read), [read.length]),
          bias: biasOf(kept.keys0.dims[0], before, read.length),
          ...kept,
        });
        before += read.length;
        kept = Object.fromEntries(
          Object.entries(next).map(([name, value]) => [
            name.replace(/^next./, (start) => start.slice(4).toLowerCase()),
            value,
          ]),
        );
        return { scores: rowsOf(scores), states: rowsOf(states) };
      },
    };
  }

  /**
   * Writes on from `prompt`, a token at a time: `{token, text, logProbability, scores}` each, at most `limit` of them.
   * It ends before an end, which is not given. `temperature` 0 takes the likeliest token, of equals the first.
   */
  async function* write(prompt, { limit, temperature, topP, seed }) {
    const { read } = reader();
    const { uniform } = randomOf(seed);
    const decoder = new TextDecoder();
    let last = (await read(prompt)).scores.at(-1);
    for (let written = 0; written < limit; written += 1) {
      const token = temperature === 0 ? likeliest(last) : drawn(last, temperature, topP, uniform());
      if (token === END) return;
      yield {
        token,
        text: decoder.decode(tokens.bytesOf(token), { stream: true }),
        logProbability: last[token],
        scores: last,
      };
      if (written + 1 < limit) last = (await read([token])).scores[0];
    }
  }

  return { name: 'tiny-lm', context: CONTEXT, tokens, reader, write };
}

/** `[heads, count, before + count]`: attention with linear biases, causal; as in training/network.mjs. */
function biasOf(heads, before, count) {
  const all = before + count;
  const bias = new Float32Array(heads * count * all);
  for (let head = 0; head < heads; head += 1) {
    const slope = 2 ** ((-8 * (head + 1)) / heads);
    for (let to = 0; to < count; to += 1)
      for (let from = 0; from < all; from += 1)
        bias[(head * count + to) * all + from] = from > before + to ? -1e9 : -slope * (before + to - from);
  }
  return new Tensor('float32', bias, [heads, count, all]);
}

const rowsOf = ({ data, dims: [count, width] }) =>
  Array.from({ length: count }, (_, row) => data.subarray(row * width, (row + 1) * width));

const likeliest = (scores) => topOf(scores, 1)[0][0];

/** A token from the smallest set that holds `topP` of the probability (Holtzman et al., ICLR 2020). */
function drawn(scores, temperature, topP, chance) {
  const most = scores[likeliest(scores)];
  const weights = Array.from(scores, (score, token) => ({ token, weight: Math.exp((score - most) / temperature) }));
  weights.sort((a, b) => b.weight - a.weight || a.token - b.token);
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  let size = 0;
  let held = 0;
  while (size < weights.length && held < topP * total) held += weights[size++].weight;
  let left = chance * held;
  for (const { token, weight } of weights.slice(0, size)) {
    left -= weight;
    if (left < 0) return token;
  }
  return weights[size - 1].token;
}

/** `[token, log probability]`, the likeliest first. */
export function topOf(scores, count) {
  const top = [];
  let least = count === 0 ? Infinity : -Infinity;
  for (let token = 0; token < scores.length; token += 1) {
    if (!(scores[token] > least)) continue;
    const place = top.findIndex(([, other]) => scores[token] > other);
    top.splice(place < 0 ? top.length : place, 0, [token, scores[token]]);
    top.length = Math.min(top.length, count);
    if (top.length === count) least = top[count - 1][1];
  }
  return top;
}

/** A text begins after an end. */
export const textTokens = ({ encode }, text) => [END, ...encode(text)];
