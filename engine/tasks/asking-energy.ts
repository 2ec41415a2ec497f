/** Energy of what measurements asked and spared, by the energy of a generated token. */
import type { IntervalOf } from '../report/record-measurement.js';
import type { AskingEnergy, EnergyBand, Measurement } from '../measure/measurement.js';
import type { AskedAndSpared } from '../plugins/asking-cost.js';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import { declaredGeneration } from '../plugins/energy/declared-generation.js';
import type { DeclaredGeneration } from '../plugins/energy/declared-generation.js';
import type { TrainingEvidence } from '../plugins/energy/training-evidence.js';
import { isFigure, isUnmeasured } from '../plugins/figure.js';
import type { Figure, Unmeasured } from '../plugins/figure.js';
import { fillParameters } from '../plugins/parameters.js';
import { unmeasured } from '../plugins/unmeasured.js';

export interface TokenEnergySource {
  /** Of the check: `energy/tokens` may be among them. */
  readonly measurements: readonly Measurement[];
  readonly training: Readonly<Record<string, unknown>> | undefined;
  /** The figure's interval at the report's level. */
  readonly intervalOf: (figure: Figure) => ReturnType<IntervalOf>;
}

/**
 * Each measurement that asks with the energy of its questions: by what `energy/tokens` found in the same check (on the
 * same questions, if it can be), else by the published regression on the declared size of the model.
 */
export const withAskingEnergy = (source: TokenEnergySource): readonly Measurement[] =>
  source.measurements.map((measurement) => {
    const { asking } = measurement;
    return asking === undefined
      ? measurement
      : { ...measurement, asking: { ...asking, energy: energyOf(measurement, source) } };
  });

function energyOf({ asking, with: settings }: Measurement, source: TokenEnergySource): AskingEnergy | Unmeasured {
  const tokens = asking?.model.answerTokens;
  if (tokens === undefined)
    return unmeasured('missing-input', 'the server does not count the tokens of what was asked');
  const token = tokenEnergy(settings['questions'], source);
  if ('unmeasured' in token) return token;
  const { figure, by } = token;
  const range = source.intervalOf(figure);
  const of = (part: keyof AskedAndSpared): EnergyBand => {
    const thousands = tokens[part] / 1000;
    return {
      joules: figure.estimate * thousands,
      ...(range && { range: [range[0] * thousands, range[1] * thousands] }),
    };
  };
  return { asked: of('asked'), spared: of('spared'), basis: figure.basis, source: by };
}

/** J per thousand generated tokens. */
interface TokenEnergy {
  readonly figure: Figure;
  readonly by: AskingEnergy['source'];
}

function tokenEnergy(questions: unknown, { measurements, training }: TokenEnergySource): TokenEnergy | Unmeasured {
  const found = measurements.flatMap(({ plugin, with: settings, outputs: { energy, source } }) => {
    if (plugin !== 'energy/tokens' || energy === undefined || !isFigure(energy)) return [];
    const by = source !== undefined && 'value' in source && source.value === 'meter' ? 'meter' : 'regression';
    return [{ questions: settings['questions'], token: { figure: energy, by } as const }];
  });
  const best = found.find((one) => one.questions === questions) ?? found[0];
  if (best !== undefined) return best.token;
  const { compute } = (training ?? {}) as TrainingEvidence;
  const settings = fillParameters(CATALOGUE['energy/tokens']!, {}).value as unknown as DeclaredGeneration;
  const figure = declaredGeneration({ ...settings, parameters: compute?.parameters });
  if (isUnmeasured(figure))
    return unmeasured(figure.unmeasured, `no figure of energy/tokens is in this check, and ${figure.detail}`);
  return { figure, by: 'regression' };
}
