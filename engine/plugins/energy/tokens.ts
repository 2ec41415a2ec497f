import { sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import { ModelFault } from '../../subject/view.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import { isUnmeasured } from '../figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { askedSet } from '../language/asked-set.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { declaredGeneration } from './declared-generation.js';
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
  readonly seconds: number;
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
    seconds: params.seconds,
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

/** By the size that the document declares. */
function estimated({ subject, params }: MeasureContext<TokensParameters>, why: Unmeasured): Energies {
  const parameters = params.parameters ?? trainingOf(subject).compute?.parameters;
  const energy = declaredGeneration({ ...params, parameters });
  if (isUnmeasured(energy)) {
    const lacking = parameters === undefined ? why.unmeasured : energy.unmeasured;
    const cause = unmeasured(lacking, `${why.detail}; ${energy.detail}`);
    return { energy: cause, energyNet: why, source: cause };
  }
  return { energy, energyNet: why, source: { value: 'regression', basis: 'declared' } };
}
