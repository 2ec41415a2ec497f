import { generationEnergy, SIZES_KNOWN } from '../../methods/energy/generation-energy.js';
import { sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import { ModelFault } from '../../subject/view.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { askedSet } from '../language/asked-set.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { bandFigure } from './band-figure.js';
import { answeredSlices } from './metered-answers.js';
import type { AnsweredSlice } from './metered-answers.js';
import { tokensDetails } from './tokens-details.js';
import { timeFigures, tokenEnergies } from './tokens-figures.js';
import { OUTPUTS } from './tokens-outputs.js';
import { trainingOf } from './training-evidence.js';

export interface TokensParameters {
  readonly questions: string;
  readonly sample: number;
  readonly slices: number;
  readonly meter: 'auto' | 'server' | 'none';
  readonly parameters: number | null;
  readonly activeParameters: number | null;
  readonly bits: number;
  readonly requestsAtOnce: readonly [number, number] | null;
}

/**
 * Energy of generated tokens, and the time and cost of answers. Energy is gross of all that the meter covers, and net of
 * what rest would have used meanwhile; where no meter reads the server, an estimate by the size of the model.
 */
export const tokens = definePlugin<TokensParameters>({
  id: 'energy/tokens',
  version: '1.0.0',
  title: { en: 'Energy, time and cost of a language model’s answers', zh: '语言模型回答的能耗、时间与费用' },
  about: 'model',
  needs: ['model', 'questions'],
  reads: ['training'],
  deterministic: false,
  metered: true,
  outputs: OUTPUTS,
  measure: (context) => faultsUnmeasured(OUTPUTS, () => measure(context)),
});

async function measure(context: MeasureContext<TokensParameters>): Promise<MeasureResult> {
  const { params, rng, signal } = context;
  signal.throwIfAborted();
  const asked = await askedSet(context, params.questions);
  if ('unmeasured' in asked) return nothingMeasured(OUTPUTS, asked);
  const { model, set } = asked;
  const drawn = sampleWithoutReplacement(set.questions.length, params.sample, rng('order'));
  const meter = await serverMeter(context, model);
  const name = typeof meter === 'string' ? meter : undefined;
  const { slices, fault } = await answeredSlices(context, {
    model,
    set,
    questions: Array.from(drawn, (at) => set.questions[at]!),
    slices: params.slices,
    meter: name,
  });
  const unanswered = slices.reduce((sum, slice) => sum + slice.unanswered, 0);
  return {
    outputs: {
      ...(typeof meter === 'string' ? metered(slices) : estimated(context, meter)),
      ...timeFigures(slices, model),
      answers: exactFigure(
        slices.reduce((sum, { answers }) => sum + answers.length, 0),
        '1',
      ),
      unanswered: exactFigure(unanswered, '1'),
    },
    details: tokensDetails(slices, { price: model.price, fault }),
    backend: model.backend,
    ...(name !== undefined && { meter: name }),
  };
}

type Energies = Readonly<Record<'energy' | 'energyNet' | 'source', Output>>;

/** The meter's name where it reads what the server uses; else why none does. */
async function serverMeter(
  { meter, params }: MeasureContext<TokensParameters>,
  model: LanguageModel,
): Promise<string | Unmeasured> {
  if (params.meter === 'none') return unmeasured('missing-input', '`meter: none`');
  if (params.meter === 'auto' && meter.isElsewhere !== true && model.runsHere !== true)
    return unmeasured(
      'unsupported',
      'the model is behind a server, and this machine’s meter does not see what it uses: name one that does (`--meter`)',
    );
  try {
    await meter.idle();
    return await meter.name();
  } catch (fault) {
    if (fault instanceof ModelFault) return unmeasured(fault.unmeasured, fault.message);
    throw fault;
  }
}

const metered = (slices: readonly AnsweredSlice[]): Energies => ({
  ...tokenEnergies(slices),
  source: {
    value: 'meter',
    basis: slices.every(({ reading }) => reading?.basis === 'observed') ? 'observed' : 'estimated',
  },
});

/** By the size that the document declares, so that the figure is no better than its word. */
function estimated({ subject, params }: MeasureContext<TokensParameters>, why: Unmeasured): Energies {
  const total = params.parameters ?? trainingOf(subject).compute?.parameters;
  const none = (cause: Unmeasured): Energies => ({ energy: cause, energyNet: why, source: cause });
  if (total === undefined)
    return none(
      unmeasured(why.unmeasured, `${why.detail}; an estimate needs \`parameters\` or training.compute.parameters`),
    );
  const active = params.activeParameters ?? total;
  const [least, most] = SIZES_KNOWN;
  if (active < least || active > most)
    return none(
      unmeasured('out-of-domain', `${why.detail}; the regressions know models of ${least} to ${most} parameters`),
    );
  const { estimate, lower, upper } = generationEnergy({ active, total, bits: params.bits }, params.requestsAtOnce);
  const perThousand = { estimate: 1000 * estimate, lower: 1000 * lower, upper: 1000 * upper };
  return {
    energy: bandFigure(perThousand, 'J/1e3 token', 'declared'),
    energyNet: why,
    source: { value: 'regression', basis: 'declared' },
  };
}
