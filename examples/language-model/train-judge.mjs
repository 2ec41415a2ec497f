/**
 * Trains the judge and writes judge.json:
 *
 *   node examples/language-model/train-judge.mjs
 *
 * Seeded: the same bytes each time.
 */
import { writeFileSync } from 'node:fs';
import { BUCKETS, lettersOf, LIKENESSES, likenessOf, probabilityOf } from './judge.mjs';
import { randomOf } from './random.mjs';
import { LAWS, textOf } from './training/facts.mjs';
import { VERDICTS } from './training/corpus.mjs';

const random = randomOf(20261128);
/** Words of an accepted answer. */
const WORDS = 14;

/** Logistic regression with a penalty on the weights, by gradient descent over all examples. */
function trained(examples, size, { penalty, steps = 800, rate = 1.5 }) {
  const weights = new Array(size + 1).fill(0);
  for (let step = 0; step < steps; step += 1) {
    const slopes = weights.map((weight, place) => (place === size ? 0 : penalty * weight));
    for (const { features, yes } of examples) {
      const off = (probabilityOf(weights, features) - Number(yes)) / examples.length;
      for (const [place, value] of features) slopes[place] += off * value;
      slopes[size] += off;
    }
    slopes.forEach((slope, place) => (weights[place] -= rate * slope));
  }
  return weights.map((weight) => Number(weight.toFixed(3)));
}

/** Sentences of the texts are answers too. */
const PASSAGES = LAWS.flatMap((law) => textOf(law).split('\n'))
  .filter((line) => !/ means /.test(line))
  .map((line) => line.replace(/^\(?[\da-z]+[.)] /, '').split(' '))
  .filter(({ length }) => length >= 2 * WORDS);
const spoken = [
  ...VERDICTS.refuses.map((answer) => ({ answer, yes: true })),
  ...VERDICTS.answers.map((answer) => ({ answer, yes: false })),
].map(({ answer, yes }) => ({ features: lettersOf(answer), yes }));

/** Answers that are right or wrong by the way they are made, beside the passage that would be right. */
const made = PASSAGES.flatMap((words) => {
  const wanted = words.slice(0, WORDS).join(' ');
  const other = random.pick(PASSAGES.filter((passage) => passage !== words));
  const part = (from, to) => words.slice(0, Math.round(WORDS * (from + (to - from) * random.uniform())));
  const at = 1 + random.below(WORDS - 1);
  const right = [
    part(1, 1),
    part(0.6, 0.95),
    part(1.05, 1.8),
    words.slice(0, WORDS).with(at, random.pick(other)),
    part(0.7, 1).toSpliced(at, 1),
  ];
  const wrong = [
    other.slice(0, WORDS),
    part(0.1, 0.4),
    [...part(0.2, 0.6), ...other.slice(WORDS - 7, WORDS)],
    [...part(0.1, 0.4), ...part(0.1, 0.4), ...part(0.1, 0.4)],
    random.shuffled([...part(0.2, 0.5), ...other.slice(0, 6)]),
    random.pick(VERDICTS.refuses).split(' '),
  ];
  const example = (yes) => (answer) => ({ features: likenessOf(answer.join(' '), [wanted]), yes });
  return [...right.map(example(true)), ...wrong.map(example(false))];
});

const judge = {
  refuses: trained(spoken, BUCKETS, { penalty: 1e-3 }),
  right: trained(made, LIKENESSES, { penalty: 1e-4 }),
};
const errors = (weights, examples) =>
  examples.filter(({ features, yes }) => probabilityOf(weights, features) >= 0.5 !== yes).length;
console.log(`refuses: ${errors(judge.refuses, spoken)} of ${spoken.length} wrong`);
console.log(`right: ${errors(judge.right, made)} of ${made.length} wrong`);
writeFileSync(new URL('judge.json', import.meta.url), `${JSON.stringify(judge)}\n`);
