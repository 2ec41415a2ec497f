import { exactly, sumOf } from '../../methods/energy/band.js';
import type { Band } from '../../methods/energy/band.js';
import { carbonIntensity } from '../../methods/energy/carbon-intensity.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { weakest } from '../figure.js';
import type { Basis, Output } from '../figure.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { bandFigure } from './band-figure.js';
import { embodiedCarbon } from './embodied-carbon.js';
import { carbonBasis, operationalCarbon } from './operational-carbon.js';
import { servingSci } from './serving-sci.js';
import type { ServingSciParameters } from './serving-sci.js';
import { trainingOf } from './training-evidence.js';
import { trainingEnergy } from './training-energy.js';
import type { EnergyOptions } from './training-energy.js';

export interface SciParameters extends EnergyOptions, ServingSciParameters {
  readonly of: 'training' | 'inference';
  readonly units: number | null;
}

const outputs = {
  sci: {
    type: 'number',
    unit: 'gCO2e/prediction',
    range: [0, null],
    title: { en: 'Software Carbon Intensity, by prediction', zh: '软件碳强度（每次预测）' },
  },
  perRun: {
    type: 'number',
    unit: 'gCO2e',
    range: [0, null],
    title: { en: 'Software Carbon Intensity, by training run', zh: '软件碳强度（每次训练）' },
  },
  operational: {
    type: 'number',
    unit: 'gCO2e',
    range: [0, null],
    title: { en: 'O, the carbon of the energy', zh: 'O：用电碳排放' },
  },
  embodied: {
    type: 'number',
    unit: 'gCO2e',
    range: [0, null],
    title: { en: 'M, the embodied carbon of the hardware', zh: 'M：硬件隐含碳' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const sci = definePlugin<SciParameters>({
  id: 'energy/sci',
  version: '1.1.0',
  title: { en: 'Software Carbon Intensity (ISO/IEC 21031)', zh: '软件碳强度（ISO/IEC 21031）' },
  about: 'training',
  needs: [],
  reads: ['training', 'model', 'data.test'],
  deterministic: true,
  readingsWhere: { parameter: 'of', values: ['inference'] },
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/** E is gross, I location-based; without an estimate of M there is no score ("shall be included"). */
async function measure(context: MeasureContext<SciParameters>): Promise<MeasureResult> {
  const { subject, params, signal } = context;
  signal.throwIfAborted();
  if (params.of === 'inference') return measureServing(context);
  const evidence = trainingOf(subject);
  const energy = await trainingEnergy(evidence, params);
  signal.throwIfAborted();
  if ('unmeasured' in energy) return nothingMeasured(outputs, energy);
  const placed = operationalCarbon(energy.facility.parts, evidence.region);
  if ('unmeasured' in placed) return nothingMeasured(outputs, placed);
  const operational = bandFigure(placed.carbon, 'gCO2e', carbonBasis(energy.facility.basis, placed.basis));
  const grams = embodiedCarbon(evidence);
  if (typeof grams !== 'number') return { outputs: { sci: grams, perRun: grams, operational, embodied: grams } };
  const basis = weakest(carbonBasis(energy.facility.basis, placed.basis), 'declared');
  const all = sumOf([placed.carbon, exactly(grams)]);
  return {
    outputs: {
      sci: perPrediction(placed.carbon, exactly(grams), params.units, basis),
      perRun: bandFigure(all, 'gCO2e', basis),
      operational,
      embodied: bandFigure(exactly(grams), 'gCO2e', 'declared'),
    },
    details: [boundary(evidence.marketBased !== undefined, params.units)],
  };
}

/** R is one prediction, and O and M are of one. */
async function measureServing(context: MeasureContext<SciParameters>): Promise<MeasureResult> {
  const found = await servingSci(context);
  if ('unmeasured' in found) return nothingMeasured(outputs, found);
  const { operational, embodied, backend, meter } = found;
  const basis = carbonBasis(found.basis, 'observed');
  const sum = (): Output => {
    if ('unmeasured' in operational) return operational;
    if ('unmeasured' in embodied) return embodied;
    return bandFigure(sumOf([operational, embodied]), 'gCO2e/prediction', weakest(basis, 'declared'));
  };
  return {
    outputs: {
      sci: sum(),
      perRun: unmeasured('unsupported', 'a run is of a training, and this is of serving'),
      operational: 'unmeasured' in operational ? operational : bandFigure(operational, 'gCO2e', basis),
      embodied: 'unmeasured' in embodied ? embodied : bandFigure(embodied, 'gCO2e', 'declared'),
    },
    details: [SERVING_BOUNDARY],
    backend,
    ...(meter !== undefined && { meter }),
  };
}

const SERVING_BOUNDARY: Detail = {
  type: 'text',
  id: 'boundary',
  title: { en: 'Boundary', zh: '边界' },
  text: {
    en: 'One prediction of a machine that serves all the time as fast as it did here: its energy gross of rest, the data centre, and the embodied carbon of the hardware for that time. R: one prediction.',
    zh: '持续以本次实测速度服务的机器的一次预测：含空闲的总能耗、数据中心开销，以及该时间内硬件隐含碳的分摊。R：一次预测。',
  },
};

function perPrediction(operational: Band, embodied: Band, units: number | null, basis: Basis): Output {
  if (units === null)
    return unmeasured(
      'missing-input',
      'units does not say the functional unit: how many predictions one training serves',
    );
  return bandFigure(carbonIntensity(operational, embodied, units), 'gCO2e/prediction', basis);
}

const boundary = (bought: boolean, units: number | null): Detail => ({
  type: 'text',
  id: 'boundary',
  title: { en: 'Boundary', zh: '边界' },
  text: {
    en: `One training run, its hardware and its data centre as far as they are declared. R: ${units === null ? 'one training run' : `${units} predictions`}.${bought ? ' The declared market-based factor does not count.' : ''}`,
    zh: `一次训练运行及所声明的硬件与数据中心。R：${units === null ? '一次训练运行' : `${units} 次预测`}。${bought ? '所声明的市场因子不计入。' : ''}`,
  },
});
