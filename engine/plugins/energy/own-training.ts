/** Trainings of the subject's estimator under the run's meter: of the model once, and of a cross-validation. */
import { predictionsOf } from '../../estimators/predictions.js';
import { estimatorOf } from '../../estimators/registry.js';
import type { Fold } from '../../estimators/splits.js';
import { exactly, productOf } from '../../methods/energy/band.js';
import type { Band } from '../../methods/energy/band.js';
import { JOULES_PER_KWH } from '../../methods/energy/energy.js';
import { identity } from '../../numerics/permutation.js';
import { checkpoint } from '../checkpoint.js';
import type { MeasureContext } from '../contract.js';
import type { Detail } from '../detail.js';
import type { EnergyReading } from '../energy-meter.js';
import { foldsOfSubject } from '../evaluation/folds-of-subject.js';
import { trainingRowsOf } from '../evaluation/training-rows.js';
import type { TrainingRows } from '../evaluation/training-rows.js';
import { isUnmeasured } from '../figure.js';
import type { Basis, Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { bandOfFigure } from './figure-band.js';
import { repeatedFigure } from './repeated-figure.js';
import type { EnergyOptions, EnergySource } from './training-energy.js';

export interface OwnTrainingParameters {
  /** Of a cross-validation; 0 trains the model once on all rows. */
  readonly folds: number;
  readonly repeats: number;
  /** How often all of it is done anew. */
  readonly runs: number;
}

/** `meter`: of a training by Assay itself, else what the subject's evidence says. */
export interface EnergyOrMeter extends Omit<EnergyOptions, 'source'>, OwnTrainingParameters {
  readonly source: EnergySource | 'meter' | null;
}

export interface OwnTraining {
  /** kWh of one run, gross of rest and net of it. */
  readonly gross: Figure;
  readonly net: Figure | Unmeasured;
  /** h. */
  readonly time: Figure | Unmeasured;
  /** Models that were trained in a run. */
  readonly trainings: number;
  readonly meter: string;
}

export async function ownTraining(context: MeasureContext<OwnTrainingParameters>): Promise<OwnTraining | Unmeasured> {
  const { subject, params, meter, signal, progress } = context;
  if (subject.estimator === undefined) return unmeasured('missing-input', 'the subject has no estimator to be trained');
  const rows = await trainingRowsOf(subject);
  if ('unmeasured' in rows) return rows;
  const folds = foldsFor(rows, context);
  const train = await trainer(rows, folds, context);
  const readings: EnergyReading[] = [];
  for (let run = 0; run < params.runs; run++) {
    readings.push(await meter.measure(train));
    signal.throwIfAborted();
    progress(run + 1, params.runs);
  }
  const options = { unit: 'kWh', basis: readings[0]!.basis, factor: 1 / JOULES_PER_KWH } as const;
  const gross = repeatedFigure(
    readings.map(({ joules, range }) => ({ value: joules, ...(range && { range }) })),
    { ...options, least: 0 },
  );
  if (isUnmeasured(gross)) return gross;
  const net = readings.map(({ joules, idleJoules, netRange }) => ({
    value: joules - idleJoules,
    ...(netRange && { range: netRange }),
  }));
  const hours = readings.map(({ seconds }) => ({ value: seconds / 3600 }));
  return {
    gross,
    net: repeatedFigure(net, options),
    time: repeatedFigure(hours, { unit: 'h', basis: 'observed', least: 0 }),
    trainings: folds.length,
    meter: readings[0]!.meter,
  };
}

/** With what is known of the data centre; a PUE that is declared is somebody's word. */
export const facilityOf = (
  gross: Figure,
  declared: number | undefined,
  assumed: number,
): { readonly kWh: Band; readonly basis: Basis } => ({
  kWh: productOf(bandOfFigure(gross), buildingOf(declared, assumed)),
  basis: declared === undefined ? gross.basis : 'declared',
});

/** What was metered, for a reader. */
export const ownTrainingDetail = ({ gross, trainings }: OwnTraining): Detail => ({
  type: 'text',
  id: 'own-training',
  title: { en: 'What was metered', zh: '计量内容' },
  text: {
    en: `${gross.n} runs of ${trainings} ${trainings === 1 ? 'training' : 'trainings'} by Assay on this machine.`,
    zh: `由 Assay 在本机运行 ${gross.n} 次，每次训练 ${trainings} 个模型。`,
  },
});

const buildingOf = (declared: number | undefined, assumed: number): Band =>
  declared === undefined ? { estimate: assumed, lower: 1, upper: assumed } : exactly(declared);

function foldsFor(rows: TrainingRows, { params, rng }: MeasureContext<OwnTrainingParameters>): readonly Fold[] {
  const all = identity(rows.table.rowCount);
  // A fold has rows to answer: one costs next to nothing.
  if (params.folds === 0) return [{ train: all, test: all.slice(0, 1) }];
  const split = { type: 'stratified-k-fold', folds: params.folds, repeats: 1, shuffle: true, testSize: 0.25, column: null } as const; // prettier-ignore
  return Array.from({ length: params.repeats }, (_, repeat) =>
    foldsOfSubject(rows, split, rng(`split ${repeat}`)),
  ).flat();
}

async function trainer(
  { table, target, weights }: TrainingRows,
  folds: readonly Fold[],
  { subject, rng, signal, device }: MeasureContext<OwnTrainingParameters>,
): Promise<() => Promise<void>> {
  const estimator = await estimatorOf(subject.estimator!, target.kind);
  const data = { features: subject.features(table), target, ...(weights && { weights }) };
  return async () => {
    await predictionsOf(estimator, data, folds, {
      rng: (stream) => rng(`training ${stream}`),
      pause: () => checkpoint(signal),
      signal,
      device,
    });
  };
}
