import { exposureBounds, noLessBelow } from '../../methods/privacy/canary-exposure.js';
import { candidatesOf } from '../../methods/privacy/leakage/canary-candidates.js';
import { folded, standsIn } from '../../methods/privacy/leakage/plain-text.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Basis, Output, Unmeasured } from '../figure.js';
import { anyAnswer } from '../language/answers.js';
import type { Answers } from '../language/answers.js';
import type { Found } from '../language/ask-until-settled.js';
import type { AskedSet } from '../language/asked-set.js';
import { ASKED_COUNTS } from '../language/asking-outputs.js';
import { promptText } from '../language/prompt-text.js';
import { nothingMeasured, unmeasured } from '../unmeasured.js';
import { askForLeaks } from './leak-asking.js';
import { CANARY_OUTPUTS } from './memorisation-outputs.js';
import type { MemorisationParameters } from './memorisation-parameters.js';
import { detailsOfSet } from './memorisation-set.js';
import { CANDIDATES_AT_ONCE, rankOf, unrankable } from './memorisation-ranks.js';
import type { Canary, Ranked } from './memorisation-ranks.js';

/** Of one canary: the answers to its beginning, and its rank, each a reply of its own, so that one may fail alone. */
type Given = { readonly answer: string } | { readonly rank: Ranked };

interface Seen extends Canary {
  readonly isExtracted: boolean | undefined;
  /** Absent where the server offers no log probabilities, or not of this one. */
  readonly rank?: Ranked;
}

export async function measureCanaries(
  context: MeasureContext<MemorisationParameters>,
  asked: AskedSet,
): Promise<MeasureResult> {
  const { params, rng, signal } = context;
  const canaries = canariesOf(context, asked);
  if ('unmeasured' in canaries) return nothingMeasured({ ...CANARY_OUTPUTS, ...ASKED_COUNTS }, canaries);
  const canaryOf = new Map(canaries.map((canary) => [canary.question, canary]));
  const unranked = await unrankable(asked.model, canaries[0]!, signal);
  const tells = ({ candidates: { others } }: Canary): boolean => Math.log2(others.length + 1) >= params.bits;
  const isTelling = canaries.some(tells);
  const enoughOf = enoughCandidates(context);
  const atOnce = CANDIDATES_AT_ONCE * Math.max(...canaries.map(enoughOf));
  const set = { ...asked.set, questions: canaries.map(({ question }) => question) };
  const found = await askForLeaks<Seen, Given>(context, { ...asked, set }, (start) => {
    const extracted = start(({ isExtracted }: Seen) => isExtracted);
    const exposed =
      unranked === undefined && isTelling
        ? start(
            ({ rank }: Seen) => rank && rank.exposure >= params.bits,
            (question) => tells(canaryOf.get(question)!),
          )
        : undefined;
    return {
      // One canary after the other, or as many at once as the candidates of one leave the model idle.
      ...(unranked === undefined && { window: Math.max(1, Math.floor(asked.model.concurrency / atOnce)) }),
      samples: params.samples + (unranked === undefined ? 1 : 0),
      async ask(model, question, sample) {
        const canary = canaryOf.get(question)!;
        if (sample < params.samples) return { answer: (await model.ask(canary.prompt, { sample, signal })).text };
        const enough = enoughOf(canary);
        return { rank: await rankOf(model, canary, { enough, rng: rng(`ranks ${question.id}`), signal }) };
      },
      see: (question, given) => seenOf(canaryOf.get(question)!, given, params.samples),
      observed: [extracted, ...(exposed ? [exposed] : [])],
      estimands: (isFixedSample) => ({
        extractedRate: extracted.estimand(isFixedSample),
        ...(exposed && { exposedRate: exposed.estimand(isFixedSample) }),
      }),
    };
  });
  const ranks = found.items.flatMap(({ rank }) => rank ?? []);
  const probabilities = ranks.reduce((sum, one) => sum + one.asked, 0);
  const all = canaries.reduce((sum, { candidates }) => sum + 1 + candidates.others.length, 0);
  const byRank = (output: () => Output): Output => unranked ?? output();
  return {
    outputs: {
      highestExposure: byRank(() =>
        found.ended(() => highestExposure(found, canaries.length, params.level, asked.model.basis)),
      ),
      exposedRate: byRank(() =>
        isTelling
          ? found.figure('exposedRate')
          : unmeasured('out-of-domain', `too few candidates to tell an exposure of ${params.bits} bits from less`),
      ),
      extractedRate: found.figure('extractedRate'),
      canaries: exactFigure(canaries.length, '1'),
      logProbabilities: byRank(() => exactFigure(probabilities, '1')),
      logProbabilitiesSpared: byRank(() => exactFigure(all - probabilities, '1')),
      ...found.counts,
    } satisfies Record<keyof typeof CANARY_OUTPUTS | keyof typeof ASKED_COUNTS, Output>,
    details: [
      ...detailsOfSet(found.details, 'canaries', { en: 'Canaries', zh: '金丝雀' }),
      canariesDetail(found.items),
    ],
    asking: found.asking,
  };
}

function canariesOf(
  { params, rng }: MeasureContext<MemorisationParameters>,
  asked: AskedSet,
): readonly Canary[] | Unmeasured {
  const canaries = new Map<string, Canary>();
  for (const question of asked.set.questions) {
    const { choices: listed, ...plain } = question;
    const wrong = (detail: string): Unmeasured => unmeasured('out-of-domain', `canary ${question.id}: ${detail}`);
    const { secret = question.references[0], format } = question.fields;
    if (secret === undefined || secret === null || String(secret) === '') return wrong('it has no `secret`');
    const text = String(secret);
    // Without the choices: the candidates are none to the model.
    const prompt = asked.set.prompt(plain);
    const said = promptText(prompt);
    if (standsIn(folded(said), folded(text))) return wrong('its prompt holds the secret');
    const candidates = candidatesOf(
      text,
      {
        ...(format !== undefined && { format: String(format) }),
        ...(listed !== undefined && { listed }),
      },
      params.candidates,
      rng(`candidates ${question.id}`),
    );
    if (candidates === undefined) return wrong('its `format` does not fit its secret');
    if (candidates.size < 2 || !Number.isFinite(candidates.size)) {
      return wrong(`there are ${candidates.size} sequences that it could be`);
    }
    // One that stands there twice is one observation.
    const key = JSON.stringify([said, text]);
    if (!canaries.has(key)) canaries.set(key, { question, prompt, secret: text, candidates });
  }
  return [...canaries.values()];
}

/**
 * How many no less likely candidates end the comparing: where no rule reads exposures, so many as tell that the canary is
 * not exposed by `bits`.
 */
function enoughCandidates({ params, comparisons }: MeasureContext<MemorisationParameters>): (canary: Canary) => number {
  const readsExposure = comparisons.length === 0 || comparisons.some(({ output }) => output === 'highestExposure');
  if (params.sampling === 'fixed' || readsExposure) return () => Infinity;
  return ({ candidates: { others } }) => noLessBelow(params.bits, others.length);
}

function seenOf(canary: Canary, given: readonly (Given | undefined)[], samples: number): Seen {
  const answers: Answers = given
    .slice(0, samples)
    .map((one) => (one !== undefined && 'answer' in one ? one.answer : undefined));
  const last = given[samples];
  const secret = folded(canary.secret);
  return {
    ...canary,
    isExtracted: anyAnswer(answers, (answer) => standsIn(folded(answer), secret)),
    ...(last !== undefined && 'rank' in last && { rank: last.rank }),
  };
}

/**
 * Of those that were asked about. Each lower bound at its part of the error (Bonferroni, of all canaries). Each upper one
 * at the whole where they were fixed beforehand (the highest lies under its own), else at its part too: which of them is
 * the highest then hangs on where asking ended.
 */
function highestExposure({ items, ending }: Found<Seen>, canaries: number, level: number, basis: Basis): Output {
  const ranks = items.map(({ rank, candidates: { size } }) => rank ?? { size, references: 0, noLess: 0 });
  const exposures = items.flatMap(({ rank }) => rank?.exposure ?? []);
  if (exposures.length === 0) return unmeasured('failed', 'no canary has a log probability');
  const estimate = Math.max(...exposures);
  if (ranks.every(({ references, size }) => references === size - 1)) return exactFigure(estimate, 'bit', basis);
  const tail = (1 - level) / 2;
  const bounds = ranks.map((rank) =>
    exposureBounds(rank, tail / canaries, ending === 'asked' ? tail : tail / canaries),
  );
  const [lower, upper] = [0, 1].map((end) => Math.max(...bounds.map((bound) => bound[end]!))) as [number, number];
  return {
    estimate,
    unit: 'bit',
    n: items.length,
    uncertainty: { kind: 'bounds', lower, upper, level, anytime: false },
    basis,
  };
}

const canariesDetail = (items: readonly Seen[]): Detail => ({
  type: 'table',
  id: 'canaries',
  title: { en: 'Canaries', zh: '金丝雀' },
  columns: [
    { name: 'id' },
    { name: 'exposure', unit: 'bit' },
    { name: 'most', unit: 'bit' },
    { name: 'asked' },
    { name: 'noLessLikely' },
    { name: 'extracted' },
  ],
  rows: items.map(({ question, candidates, rank, isExtracted }) => [
    question.id,
    rank?.exposure ?? null,
    Math.log2(candidates.size),
    rank?.references ?? null,
    rank?.noLess ?? null,
    isExtracted ?? null,
  ]),
});
