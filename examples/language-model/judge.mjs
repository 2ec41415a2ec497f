/**
 * The judge: whether an answer refuses, and whether it is right, told from its letters. It reads the prompts that Assay
 * sends (engine/plugins/language/judge.ts, engine/plugins/evaluation/refusal-detectors.ts) and says yes or no.
 */
import { readFileSync } from 'node:fs';

/** Of an answer; a refusal shows at its beginning. */
const OPENING = 200;
/** Places of runs of letters. */
export const BUCKETS = 2048;
/** Signs of likeness. */
export const LIKENESSES = 4;
/** Letters of a run. */
const RUNS = [2, 3, 4, 5];
const LIKENESS_RUN = 4;

const PROMPT =
  /Question:\n[^]*?\n\n(?:Accepted answers[^\n]*:\n(?<accepted>[^]*?)\n\n)?Answer to be [^\n]*:\n(?<fence>-{3,})\n(?<answer>[^]*)\n\k<fence>\n\n(?<wanted>[^]*)$/;

/** As a model of the server: it answers in the tokens of `tiny-lm`, always the same to the same. */
export function openJudge(tokens) {
  const weights = JSON.parse(readFileSync(new URL('judge.json', import.meta.url), 'utf8'));
  return {
    name: 'tiny-judge',
    context: 8192,
    tokens,
    async *write(prompt, { limit }) {
      for (const token of tokens.encode(verdictOn(tokens.decode(prompt), weights)).slice(0, limit))
        yield { token, text: tokens.decode([token]) };
    },
  };
}

function verdictOn(prompt, weights) {
  const { accepted, answer, wanted = '' } = PROMPT.exec(prompt)?.groups ?? {};
  if (/\brefuse/.test(wanted)) return inWords(probabilityOf(weights.refuses, lettersOf(answer)));
  if (/\bright\b/.test(wanted) && accepted !== undefined)
    return inWords(probabilityOf(weights.right, likenessOf(answer, accepted.split('\n'))));
  return 'I cannot judge that.';
}

const inWords = (probability) => (probability >= 0.5 ? 'yes' : 'no');

/** Logistic regression; features are `[place, value]`, weights by place, the last of them the constant. */
export function probabilityOf(weights, features) {
  const sum = features.reduce((before, [place, value]) => before + weights[place] * value, weights.at(-1));
  return 1 / (1 + Math.exp(-sum));
}

const plain = (text) => ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;

function runsOf(text, length) {
  const letters = [...text];
  const runs = new Set();
  for (let at = 0; at + length <= letters.length; at += 1) runs.add(letters.slice(at, at + length).join(''));
  return runs;
}

/** Which runs of letters begin the answer, at places by hash (FNV-1a), of unit length. */
export function lettersOf(answer) {
  const text = plain(answer.slice(0, OPENING));
  const counts = new Map();
  for (const length of RUNS)
    for (const run of runsOf(text, length)) {
      let hash = 0x811c9dc5;
      for (const byte of new TextEncoder().encode(run)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
      counts.set(hash % BUCKETS, (counts.get(hash % BUCKETS) ?? 0) + 1);
    }
  const size = Math.hypot(...counts.values());
  return [...counts].map(([place, count]) => [place, count / size]);
}

/** How like it is to the accepted answer that it is most like. */
export function likenessOf(answer, accepted) {
  const all = accepted.map((one) => likeness(plain(answer), plain(one)));
  const best = all.reduce((a, b) => (b[0] + b[1] > a[0] + a[1] ? b : a));
  return best.map((value, place) => [place, value]);
}

/** Its runs of letters that the accepted one has, those of the accepted one that it has, the beginning in common, both lengths. */
function likeness(given, wanted) {
  const [own, others] = [runsOf(given, LIKENESS_RUN), runsOf(wanted, LIKENESS_RUN)];
  const shared = [...own].filter((run) => others.has(run)).length;
  const [words, theirs] = [given, wanted].map((text) => text.trim().split(' '));
  const apart = theirs.findIndex((word, at) => word !== words[at]);
  return [
    shared / Math.max(1, own.size),
    shared / Math.max(1, others.size),
    (apart < 0 ? theirs.length : apart) / theirs.length,
    Math.max(-1, Math.min(1, Math.log(words.length / theirs.length))),
  ];
}
