import { exactly, productOf, quotientOf } from '../../methods/energy/band.js';
import type { Band } from '../../methods/energy/band.js';
import type { GridFactor } from '../../methods/energy/grid-factors.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { bandFigure } from './band-figure.js';
import { embodiedCarbon } from './embodied-carbon.js';
import { facilityOf, ownTraining, ownTrainingDetail } from './own-training.js';
import type { EnergyOrMeter } from './own-training.js';
import { carbonBasis, operationalCarbon } from './operational-carbon.js';
import type { OperationalCarbon } from './operational-carbon.js';
import { quantityIn } from './quantity.js';
import { factorOf } from './region.js';
import { trainingOf } from './training-evidence.js';
import type { TrainingEvidence } from './training-evidence.js';
import { trainingEnergy } from './training-energy.js';
import type { TrainingEnergy } from './training-energy.js';

export interface CarbonParameters extends EnergyOrMeter {
  readonly of: 'training' | 'inference';
  /** Of inference, and of a training by Assay itself. */
  readonly region: string | null;
  readonly allowed: readonly string[];
}

const outputs = {
  carbon: {
    type: 'number',
    unit: 'kgCO2e',
    range: [0, null],
    title: { en: 'Carbon of the electricity, location-based', zh: '用电碳排放（基于位置）' },
  },
  factor: {
    type: 'number',
    unit: 'gCO2e/kWh',
    range: [0, null],
    title: { en: 'Carbon intensity of the grid', zh: '电网碳强度' },
  },
  factorYear: {
    type: 'integer',
    unit: '1',
    range: [1990, 2100],
    title: { en: 'Year of the oldest carbon intensity', zh: '所用碳强度的最早年份' },
  },
  marketBased: {
    type: 'number',
    unit: 'kgCO2e',
    range: [0, null],
    title: { en: 'Carbon of the electricity by what was bought, as declared', zh: '用电碳排放（基于市场，按声明）' },
  },
  embodied: {
    type: 'number',
    unit: 'kgCO2e',
    range: [0, null],
    title: { en: 'Share of the hardware’s embodied carbon', zh: '硬件隐含碳的分摊' },
  },
  embodiedShare: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: { en: 'Embodied carbon over all carbon', zh: '隐含碳占总碳排放的比例' },
  },
  cleanestReduction: {
    type: 'number',
    unit: '1',
    range: [null, 1],
    title: {
      en: 'How much less carbon in the cleanest allowed region (below 0: more)',
      zh: '在允许的最清洁地区可减少的碳排放比例（小于 0 表示更多）',
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const carbon = definePlugin<CarbonParameters>({
  id: 'energy/carbon',
  version: '1.1.0',
  title: { en: 'Carbon of the electricity and of the hardware', zh: '用电与硬件的碳排放' },
  about: 'training',
  needs: [],
  reads: ['training', 'estimator', 'data', 'target'],
  deterministic: true,
  readingsWhere: { parameter: 'source', values: ['meter'] },
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<CarbonParameters>): Promise<MeasureResult> {
  const { subject, params, signal } = context;
  signal.throwIfAborted();
  if (params.of === 'inference') return ofInference(params);
  const { source, pue } = params;
  if (source === 'meter') return ofOwnTraining(context);
  const evidence = trainingOf(subject);
  const energy = await trainingEnergy(evidence, { source, pue });
  signal.throwIfAborted();
  // Where it ran says something even where nobody knows how much energy it took.
  const placed = operationalCarbon('unmeasured' in energy ? [] : energy.facility.parts, evidence.region);
  const grams = 'unmeasured' in energy ? energy : 'unmeasured' in placed ? placed : placed.carbon;
  return {
    outputs: {
      carbon: locationBased(energy, placed),
      ...gridOutputs(placed),
      marketBased: marketBased(evidence, energy),
      ...embodiedOutputs(embodiedCarbon(evidence), grams),
      cleanestReduction: cleanestReduction(placed, params.allowed),
    },
    details: 'unmeasured' in placed ? [] : detailsOf(placed),
  };
}

/**
 * The grid of where the model serves. Its energy is a reading (energy/inference): a rule multiplies the two, J/prediction
 * by gCO2e/kWh.
 */
function ofInference({ region, allowed }: CarbonParameters): MeasureResult {
  const named = region === null ? unmeasured('missing-input', 'region does not say where the model serves') : region;
  const found = typeof named === 'string' ? operationalCarbon([], named) : named;
  // Whoever asks names the place: nothing of the subject is believed.
  const placed = 'unmeasured' in found ? found : ({ ...found, basis: 'observed' } as const);
  const metered = unmeasured(
    'unsupported',
    'the energy of predictions is a reading of energy/inference: multiply its energy by this factor',
  );
  return {
    outputs: {
      ...nothingMeasured(outputs, metered).outputs,
      ...gridOutputs(placed),
      cleanestReduction: cleanestReduction(placed, allowed),
    },
    details: 'unmeasured' in placed ? [] : detailsOf(placed),
  };
}

/**
 * Of a training by Assay itself on this machine, which stands where `region` says; else as if it stood where the subject's
 * training did. The hardware that is declared is that of another training.
 */
async function ofOwnTraining(context: MeasureContext<CarbonParameters>): Promise<MeasureResult> {
  const { region, pue, allowed } = context.params;
  const evidence = trainingOf(context.subject);
  const found = await ownTraining(context);
  if ('unmeasured' in found) return nothingMeasured(outputs, found);
  const { kWh, basis } = facilityOf(found.gross, evidence.pue, pue);
  const energy = { facility: { kWh, basis, parts: [{ name: 'this machine', kWh }] } };
  const where = operationalCarbon(energy.facility.parts, region ?? evidence.region);
  const placed = 'unmeasured' in where || region === null ? where : ({ ...where, basis: 'observed' } as const);
  const otherHardware = unmeasured('unsupported', 'the hardware that is declared is of another training than the one that was metered'); // prettier-ignore
  return {
    outputs: {
      carbon: locationBased(energy, placed),
      ...gridOutputs(placed),
      marketBased: marketBased(evidence, energy),
      ...embodiedOutputs(otherHardware, otherHardware),
      cleanestReduction: cleanestReduction(placed, allowed),
    },
    details: [...('unmeasured' in placed ? [] : detailsOf(placed)), ownTrainingDetail(found)],
    meter: found.meter,
  };
}

/** Of which the energy with the data centre is all that counts. */
type UsedEnergy = Pick<TrainingEnergy, 'facility'>;

function locationBased(energy: UsedEnergy | Unmeasured, placed: OperationalCarbon | Unmeasured): Output {
  if ('unmeasured' in energy) return energy;
  if ('unmeasured' in placed) return placed;
  return bandFigure(inKilograms(placed.carbon), 'kgCO2e', carbonBasis(energy.facility.basis, placed.basis));
}

function gridOutputs(placed: OperationalCarbon | Unmeasured): Record<'factor' | 'factorYear', Output> {
  if ('unmeasured' in placed) return { factor: placed, factorYear: placed };
  const basis = carbonBasis('observed', placed.basis);
  const years = placed.places.map(({ factor }) => factor.year ?? Number.NaN);
  const oldest = Math.min(...years);
  return {
    factor: bandFigure(placed.gramsPerKWh, 'gCO2e/kWh', basis),
    factorYear: Number.isNaN(oldest)
      ? unmeasured('missing-input', 'the source of the factor states no year')
      : exactFigure(oldest, '1', basis),
  };
}

const inKilograms = (grams: Band): Band => quotientOf(grams, exactly(1000));

function marketBased({ marketBased: bought }: TrainingEvidence, energy: UsedEnergy | Unmeasured): Output {
  if (bought === undefined) return unmeasured('missing-input', 'training.marketBased declares nothing');
  const factor = quantityIn(bought, 'gCO2e/kWh', 'training.marketBased');
  if (typeof factor !== 'number') return factor;
  if ('unmeasured' in energy) return energy;
  return bandFigure(inKilograms(productOf(energy.facility.kWh, exactly(factor))), 'kgCO2e', 'declared');
}

function embodiedOutputs(
  embodied: number | Unmeasured,
  operational: Band | Unmeasured,
): Record<'embodied' | 'embodiedShare', Output> {
  if (typeof embodied !== 'number') return { embodied, embodiedShare: embodied };
  return {
    embodied: bandFigure(exactly(embodied / 1000), 'kgCO2e', 'declared'),
    embodiedShare: 'unmeasured' in operational ? operational : shareOf(embodied, operational),
  };
}

/** More electricity makes the share of the hardware less. */
function shareOf(embodied: number, { estimate, lower, upper }: Band): Output {
  if (embodied + lower === 0) return unmeasured('out-of-domain', 'there may be no carbon at all');
  const share = (operational: number): number => embodied / (embodied + operational);
  return bandFigure({ estimate: share(estimate), lower: share(upper), upper: share(lower) }, '1', 'declared');
}

function cleanestReduction(placed: OperationalCarbon | Unmeasured, allowed: readonly string[]): Output {
  if ('unmeasured' in placed) return placed;
  if (allowed.length === 0) return unmeasured('missing-input', 'allowed names no region to compare with');
  const factors: GridFactor[] = [];
  for (const region of allowed) {
    const factor = factorOf(region);
    if ('unmeasured' in factor) return factor;
    factors.push(factor);
  }
  const cleanest = factors.reduce((best, factor) =>
    factor.gramsPerKWh.estimate < best.gramsPerKWh.estimate ? factor : best,
  );
  const isThere = placed.places.every(({ factor }) => factor.region === cleanest.region);
  const { estimate, lower, upper } = isThere ? exactly(1) : quotientOf(cleanest.gramsPerKWh, placed.gramsPerKWh);
  const reduction = { estimate: 1 - estimate, lower: 1 - upper, upper: 1 - lower };
  return bandFigure(reduction, '1', carbonBasis('observed', placed.basis));
}

const detailsOf = ({ places, notes }: OperationalCarbon): readonly Detail[] => [
  {
    type: 'table',
    id: 'places',
    title: { en: 'Where the energy was used', zh: '用电地点' },
    columns: [
      { name: 'region' },
      { name: 'name' },
      { name: 'kind' },
      { name: 'energy', unit: 'kWh' },
      { name: 'factor', unit: 'gCO2e/kWh' },
      { name: 'lowest', unit: 'gCO2e/kWh' },
      { name: 'highest', unit: 'gCO2e/kWh' },
      { name: 'year' },
      { name: 'source' },
    ],
    rows: places.map(({ factor, kWh }) => [
      factor.region,
      factor.name,
      factor.kind,
      kWh.estimate,
      factor.gramsPerKWh.estimate,
      factor.gramsPerKWh.lower,
      factor.gramsPerKWh.upper,
      factor.year,
      factor.source,
    ]),
  },
  ...notes.map((note, at): Detail => ({
    type: 'text',
    id: `remark-${at + 1}`,
    title: { en: 'Remark', zh: '备注' },
    text: note,
  })),
];
