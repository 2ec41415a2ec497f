/** The SCI of serving, by prediction: what energy/inference reads, where it serves, on what hardware. */
import { exactly, productOf, quotientOf } from '../../methods/energy/band.js';
import type { Band } from '../../methods/energy/band.js';
import { JOULES_PER_KWH } from '../../methods/energy/energy.js';
import type { MeasureContext } from '../contract.js';
import { isUnmeasured } from '../figure.js';
import type { Basis, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { embodiedCarbon } from './embodied-carbon.js';
import { bandOfFigure } from './figure-band.js';
import { servedFigures } from './inference-figures.js';
import { factorOf } from './region.js';
import { repeatedFigure } from './repeated-figure.js';
import { serve } from './serve.js';
import { servedModel } from './serving.js';
import type { TrainingHardware } from './training-evidence.js';

export interface ServingSciParameters {
  readonly region: string | null;
  readonly hardware: readonly Omit<TrainingHardware, 'hours' | 'runs'>[];
  readonly batch: number;
  readonly seconds: number;
  readonly pue: number;
}

export interface ServingSci {
  /** gCO2e of a prediction, and the basis of its energy. */
  readonly operational: Band | Unmeasured;
  readonly basis: Basis;
  readonly embodied: Band | Unmeasured;
  readonly backend: string;
  readonly meter?: string;
}

const PRECISION = 0.02;

export async function servingSci(context: MeasureContext<ServingSciParameters>): Promise<ServingSci | Unmeasured> {
  const { subject, params, signal } = context;
  const model = await servedModel(subject, signal);
  if ('unmeasured' in model) return model;
  const served = await serve(context, model.batchesOf(params.batch), { seconds: params.seconds, precision: PRECISION });
  const { energy } = servedFigures(served);
  const time = repeatedFigure(
    served.slices.map(({ seconds, predictions }) => ({ value: seconds / predictions })),
    { unit: 's', basis: 'observed', least: 0 },
  );
  const meter = served.slices.find(({ reading }) => reading !== undefined)?.reading?.meter;
  return {
    operational: isUnmeasured(energy) ? energy : operationalOf(bandOfFigure(energy), params),
    basis: isUnmeasured(energy) ? 'estimated' : energy.basis,
    embodied: isUnmeasured(time) ? time : embodiedOf(bandOfFigure(time), params),
    backend: model.model.backend,
    ...(meter !== undefined && { meter }),
  };
}

/** Of the machine times the data centre, of which anything down to none may be so. */
function operationalOf(joules: Band, { region, pue }: ServingSciParameters): Band | Unmeasured {
  if (region === null) return unmeasured('missing-input', 'region does not say where the model serves');
  const factor = factorOf(region);
  if ('unmeasured' in factor) return factor;
  const kWh = quotientOf(joules, exactly(JOULES_PER_KWH));
  return productOf(kWh, { estimate: pue, lower: 1, upper: pue }, factor.gramsPerKWh);
}

/** For the time that a prediction takes of hardware that does nothing else, and never rests. */
function embodiedOf(seconds: Band, { hardware }: ServingSciParameters): Band | Unmeasured {
  if (hardware.length === 0)
    return unmeasured('missing-input', 'hardware does not say what serves, and of what embodied carbon');
  const hourly = embodiedCarbon({ hardware: hardware.map((part) => ({ ...part, hours: 1 })) });
  return typeof hourly === 'number' ? productOf(exactly(hourly / 3600), seconds) : hourly;
}
