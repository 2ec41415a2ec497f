/**
 * Trains the model and writes model.onnx and tokenizer.json:
 *
 *   npm run build && node examples/language-model/train.mjs
 *
 * Seeded: the same bytes each time.
 */
import { writeFileSync } from 'node:fs';
import { conversationsOf, TEXTS } from './training/corpus.mjs';
import { adamOf, gradientsOf, lossWithout, networkOf } from './training/network.mjs';
import { onnxOf } from './training/onnx.mjs';
import { randomOf } from './random.mjs';
import { conversation, END, tokenizer, trainMerges } from './tokenizer.mjs';

const SEED = 20261126;
const TOKENS = 1024;
const SHAPE = { width: 96, layers: 2, heads: 4 };
const PASSES = 46;
/** Of a pass over the conversations, one in so many reads the texts. */
const TEXT_EVERY = 8;
const WINDOW = 48;
const BATCH = 1024;
const RATE = 3e-3;
const WARM_UP = 40;

const random = randomOf(SEED);
const said = conversationsOf(randomOf(1)).map(
  ({ question, answer }) => `${conversation([{ role: 'user', content: question }])} ${answer}`,
);
const merges = trainMerges([...TEXTS, ...said].join('\n'), TOKENS);
const tokens = tokenizer(merges);

/** `{tokens, from}`: the tokens from `from` on are to be foretold. */
function examplesOf(pass) {
  const spoken = conversationsOf(random).map(({ system, question, answer }) => {
    const before = conversation([
      ...(system === undefined ? [] : [{ role: 'system', content: system }]),
      { role: 'user', content: question },
    ]);
    const asked = [END, ...tokens.encode(before)];
    return { tokens: [...asked, ...tokens.encode(` ${answer}`), END], from: asked.length };
  });
  const read = pass % TEXT_EVERY === 0 ? TEXTS.flatMap(windowsOf) : [];
  return [...spoken, ...read];
}

function windowsOf(text) {
  const all = [END, ...tokens.encode(text)];
  const windows = [];
  for (let at = -random.below(WINDOW - 1); at < all.length; at += WINDOW)
    windows.push(all.slice(Math.max(0, at), at + WINDOW + 1));
  return windows.filter(({ length }) => length > 1).map((window) => ({ tokens: window, from: 1 }));
}

/** Examples of about one length together, padded with ends, in a random order of batches. */
function batchesOf(examples) {
  const sorted = random.shuffled(examples).sort((a, b) => a.tokens.length - b.tokens.length);
  const batches = [];
  for (let at = 0; at < sorted.length;) {
    let count = 0;
    while (at + count < sorted.length && (count + 1) * (sorted[at + count].tokens.length - 1) <= BATCH) count += 1;
    batches.push(batchOf(sorted.slice(at, at + count)));
    at += count;
  }
  return random.shuffled(batches);
}

function batchOf(examples) {
  const length = Math.max(...examples.map(({ tokens: { length: own } }) => own)) - 1;
  const batch = {
    rows: examples.length,
    length,
    tokens: new Int32Array(examples.length * length).fill(END),
    positions: [],
    targets: [],
  };
  examples.forEach((example, row) => {
    for (let at = 0; at + 1 < example.tokens.length; at += 1) {
      batch.tokens[row * length + at] = example.tokens[at];
      if (at + 1 < example.from) continue;
      batch.positions.push(row * length + at);
      batch.targets.push(example.tokens[at + 1]);
    }
  });
  return batch;
}

const network = await networkOf({ ...SHAPE, tokens: tokens.size }, random);
const adam = adamOf(network);
const passes = Array.from({ length: PASSES }, (_, pass) => batchesOf(examplesOf(pass)));
const batches = passes.flat();
const perplexity = () => {
  const read = TEXTS.flatMap((text) => windowsOf(text)).slice(0, 400);
  return Math.exp(lossWithout(network, batchOf(read)));
};
let seen = 0;
let mean = 0;
batches.forEach((batch, step) => {
  const done = step / batches.length;
  const rate = RATE * Math.min(1, (step + 1) / WARM_UP) * (0.5 * (1 + Math.cos(Math.PI * done)) + 0.01);
  const { loss, gradients } = gradientsOf(network, batch);
  adam(gradients, rate);
  seen += batch.tokens.length;
  mean = step === 0 ? loss : 0.95 * mean + 0.05 * loss;
  if (step % 25 === 0)
    console.log(`${step} of ${batches.length}  ${(seen / 1e6).toFixed(2)} M tokens  loss ${mean.toFixed(3)}`);
});
console.log(`perplexity of the texts ${perplexity().toFixed(2)}`);
const here = (name) => new URL(name, import.meta.url);
const pairs = merges.map(([left, right]) => `    [${left}, ${right}]`).join(',\n');
writeFileSync(here('tokenizer.json'), `{\n  "merges": [\n${pairs}\n  ]\n}\n`);
writeFileSync(here('model.onnx'), onnxOf(network));
