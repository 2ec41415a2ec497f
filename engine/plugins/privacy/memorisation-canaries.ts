import { exposureBounds, noLessLikely, rankExposure } from '../../methods/privacy/canary-exposure.js';
import type { SampledRank } from '../../methods/privacy/canary-exposure.js';
import { candidatesOf } from '../../methods/privacy/leakage/canary-candidates.js';
import type { Candidates } from '../../methods/privacy/leakage/canary-candidates.js';
import { folded, standsIn } from '../../methods/privacy/leakage/plain-text.js';
import type { Prompt } from '../../subject/language/language-model.js';
import type { Question } from '../../subject/language/question.js';
import { ModelFault } from '../../subject/view.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Basis, Output, Unmeasured } from '../figure.js';
import { checkpoint } from '../checkpoint.js';
import { anyAnswer, answersTo } from '../language/answers.js';
import { inOrder } from '../language/in-order.js';
import type { AskedSet } from '../language/asked-set.js';
import { observed, shareOf } from '../language/observations.js';
import { promptText } from '../language/prompt-text.js';
import { nothingMeasured, unmeasured } from '../unmeasured.js';
import type { MemorisationParameters } from './memorisation-parameters.js';
import { CANARY_OUTPUTS } from './memorisation-outputs.js';

interface Canary {
  readonly question: Question;
  /** What stands before the secret. */
  readonly prompt: Prompt;
  readonly secret: string;
  readonly candidates: Candidates;
}

interface Ranked extends SampledRank {
  readonly question: Question;
  /** In bits. */
  readonly exposure: number;
}

export async function measureCanaries(
  context: MeasureContext<MemorisationParameters>,
  asked: AskedSet,
): Promise<MeasureResult> {
  const { params } = context;
  const { basis } = asked.model;
  const canaries = canariesOf(context, asked);
  if ('unmeasured' in canaries) return nothingMeasured(CANARY_OUTPUTS, canaries);
  const answers = await answersTo(context, asked.model, canaries, { samples: params.samples });
  const extracted = canaries.map(({ question, secret }, at) => ({
    question,
    isExtracted: anyAnswer(answers[at]!, (answer) => standsIn(folded(answer), folded(secret))),
  }));
  const ranked = await rankedCanaries(context, asked, canaries);
  const exposures =
    'unmeasured' in ranked ? { highestExposure: ranked, exposedRate: ranked } : exposuresOf(ranked, params, basis);
  return {
    outputs: {
      ...exposures,
      extractedRate: shareOf(
        observed(extracted, ({ isExtracted }) => isExtracted),
        basis,
        params.level,
      ),
      canaries: exactFigure(canaries.length, '1'),
    } satisfies Record<keyof typeof CANARY_OUTPUTS, Output>,
    details: [
      {
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
        rows: canaries.map(({ question, candidates }, at) => {
          const one = 'unmeasured' in ranked ? undefined : ranked[at]!;
          return [
            question.id,
            one?.exposure ?? null,
            Math.log2(candidates.size),
            one?.references ?? null,
            one?.noLess ?? null,
            extracted[at]!.isExtracted ?? null,
          ];
        }),
      },
    ],
  };
}

function canariesOf(
  { params, rng }: MeasureContext<MemorisationParameters>,
  asked: AskedSet,
): readonly Canary[] | Unmeasured {
  const canaries: Canary[] = [];
  for (const { choices: listed, ...question } of asked.set.questions) {
    const wrong = (detail: string): Unmeasured => unmeasured('out-of-domain', `canary ${question.id}: ${detail}`);
    const { secret = question.references[0], format } = question.fields;
    if (secret === undefined || secret === null || String(secret) === '') return wrong('it has no `secret`');
    const text = String(secret);
    // Without the choices: the candidates are none to the model.
    const prompt = asked.set.prompt(question);
    if (standsIn(folded(promptText(prompt)), folded(text))) return wrong('its prompt holds the secret');
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
    canaries.push({ question, prompt, secret: text, candidates });
  }
  return canaries;
}

/** Ranks by log probabilities; unmeasured where the server offers none. */
async function rankedCanaries(
  context: MeasureContext<MemorisationParameters>,
  asked: AskedSet,
  canaries: readonly Canary[],
): Promise<readonly Ranked[] | Unmeasured> {
  const items = canaries.flatMap(({ prompt, secret, candidates }) =>
    [secret, ...candidates.others].map((continuation) => ({ prompt, continuation })),
  );
  const lossOf = async ({ prompt, continuation }: (typeof items)[number]): Promise<number> => {
    const { sum } = await asked.model.logProbability(prompt, continuation, context.signal);
    if (Number.isNaN(sum)) throw new ModelFault('out-of-domain', 'a log probability is no number');
    return -sum;
  };
  try {
    const losses: number[] = [];
    for await (const loss of inOrder(items, asked.model.concurrency, lossOf)) {
      await checkpoint(context.signal);
      context.progress(losses.push(loss), items.length);
    }
    let from = 0;
    return canaries.map(({ question, candidates: { others, size } }) => {
      const [loss, ...references] = losses.slice(from, (from += 1 + others.length));
      return {
        question,
        size,
        references: references.length,
        noLess: noLessLikely(loss!, references),
        exposure: rankExposure(loss!, references),
      };
    });
  } catch (fault) {
    if (fault instanceof ModelFault) return unmeasured(fault.unmeasured, fault.message);
    throw fault;
  }
}

/**
 * Of the highest of many: each upper bound at the whole error (the highest lies under its own), each lower one at its
 * part of it (Bonferroni).
 */
function exposuresOf(
  ranked: readonly Ranked[],
  { bits, level }: MemorisationParameters,
  basis: Basis,
): { readonly highestExposure: Output; readonly exposedRate: Output } {
  const tail = (1 - level) / 2;
  const bounds = ranked.map((one) => exposureBounds(one, tail / ranked.length, tail));
  const [lower, upper] = [0, 1].map((end) => Math.max(...bounds.map((bound) => bound[end]!))) as [number, number];
  const estimate = Math.max(...ranked.map(({ exposure }) => exposure));
  const telling = ranked.filter(({ references }) => Math.log2(references + 1) >= bits);
  return {
    highestExposure: ranked.every(({ references, size }) => references === size - 1)
      ? exactFigure(estimate, 'bit', basis)
      : {
          estimate,
          unit: 'bit',
          n: ranked.length,
          uncertainty: { kind: 'bounds', lower, upper, level, anytime: false },
          basis,
        },
    exposedRate:
      telling.length > 0
        ? shareOf(
            observed(telling, ({ exposure }) => exposure >= bits),
            basis,
            level,
          )
        : unmeasured('out-of-domain', `too few candidates to tell an exposure of ${bits} bits from less`),
  };
}
