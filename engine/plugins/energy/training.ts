import { exactly, quotientOf } from '../../methods/energy/band.js';
import { bandFigure } from './band-figure.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Output } from '../figure.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { facilityOf, ownTraining, ownTrainingDetail } from './own-training.js';
import type { EnergyOrMeter } from './own-training.js';
import { quantityIn } from './quantity.js';
import { trainingOf } from './training-evidence.js';
import type { TrainingEvidence } from './training-evidence.js';
import { ENERGY_SOURCES, trainingEnergy } from './training-energy.js';
import type { EnergyOptions, EnergySource, TrainingEnergy } from './training-energy.js';

const outputs = {
  energy: {
    type: 'number',
    unit: 'kWh',
    range: [0, null],
    title: {
      en: 'Energy of the training, with what is known of the data centre',
      zh: '训练能耗（含已知的数据中心开销）',
    },
  },
  machineEnergy: {
    type: 'number',
    unit: 'kWh',
    range: [0, null],
    title: { en: 'Energy of the training at the machines', zh: '训练的设备能耗' },
  },
  netEnergy: {
    type: 'number',
    unit: 'kWh',
    range: [null, null],
    title: { en: 'Energy of the training at the machine, net of idle', zh: '训练的设备能耗（扣除空闲）' },
  },
  declaredRatio: {
    type: 'number',
    unit: '1',
    range: [0, null],
    title: {
      en: 'Declared energy over that of the strongest other evidence (below 1: understated)',
      zh: '声明能耗与其他最强证据之比（小于 1 表示少报）',
    },
  },
  time: {
    type: 'number',
    unit: 'h',
    range: [0, null],
    title: { en: 'How long the training took', zh: '训练时长' },
  },
  scope: {
    type: 'enum',
    values: ['machine', 'accelerators'],
    title: { en: 'What the energy covers', zh: '能耗的涵盖范围' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const training = definePlugin<EnergyOrMeter>({
  id: 'energy/training',
  version: '1.1.0',
  title: { en: 'Energy of the training', zh: '训练能耗' },
  about: 'training',
  needs: [],
  reads: ['training', 'estimator', 'data', 'target'],
  deterministic: true,
  readingsWhere: { parameter: 'source', values: ['meter'] },
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<EnergyOrMeter>): Promise<MeasureResult> {
  const { subject, params, signal } = context;
  signal.throwIfAborted();
  if (params.source === 'meter') return measureOwn(context);
  const options = { source: params.source, pue: params.pue };
  const evidence = trainingOf(subject);
  const found = await trainingEnergy(evidence, options);
  signal.throwIfAborted();
  if ('unmeasured' in found) return nothingMeasured(outputs, found);
  const { machine, facility, seconds, scope, source } = found;
  const others = await otherSources(evidence, options, source);
  return {
    outputs: {
      energy: bandFigure(facility.kWh, 'kWh', facility.basis),
      machineEnergy: bandFigure(machine.kWh, 'kWh', machine.basis),
      netEnergy: unmeasured('unsupported', 'only the meter of a training by Assay (`source: meter`) tells rest apart'),
      declaredRatio: declaredRatio(evidence, [found, ...others]),
      time:
        seconds === undefined
          ? unmeasured('missing-input', 'neither a log nor the hardware says how long it took')
          : exactFigure(seconds / 3600, 'h', source === 'log' ? 'logged' : 'declared'),
      scope: { value: scope, basis: source === 'log' ? 'logged' : 'declared' },
    },
    details: detailsOf([found, ...others]),
  };
}

/** What a training by Assay itself took on this machine: nothing of it speaks of the training that made the model. */
async function measureOwn(context: MeasureContext<EnergyOrMeter>): Promise<MeasureResult> {
  const evidence = trainingOf(context.subject);
  const found = await ownTraining(context);
  if ('unmeasured' in found) return nothingMeasured(outputs, found);
  const { gross, net, time, meter } = found;
  const facility = facilityOf(gross, evidence.pue, context.params.pue);
  return {
    outputs: {
      energy: bandFigure(facility.kWh, 'kWh', facility.basis),
      machineEnergy: gross,
      netEnergy: net,
      declaredRatio: unmeasured(
        'unsupported',
        'the declared energy is of another training than the one that was metered',
      ),
      time,
      scope: { value: 'machine', basis: gross.basis },
    },
    details: [ownTrainingDetail(found)],
    meter,
  };
}

/** What the evidence that does not count says, where it says anything. */
async function otherSources(
  evidence: TrainingEvidence,
  { pue }: EnergyOptions,
  counted: EnergySource,
): Promise<readonly TrainingEnergy[]> {
  const found = await Promise.all(
    ENERGY_SOURCES.filter((source) => source !== counted).map((source) => trainingEnergy(evidence, { source, pue })),
  );
  return found.filter((each): each is TrainingEnergy => !('unmeasured' in each));
}

/** The word is believed in neither figure: it is only compared, so the ratio is as good as what it is compared with. */
function declaredRatio({ energy }: TrainingEvidence, found: readonly TrainingEnergy[]): Output {
  if (energy === undefined) return unmeasured('missing-input', 'training.energy declares nothing');
  const declared = quantityIn(energy, 'kWh', 'training.energy');
  if (typeof declared !== 'number') return declared;
  const [other] = found
    .filter(({ source }) => source !== 'declared')
    .toSorted((a, b) => ENERGY_SOURCES.indexOf(a.source) - ENERGY_SOURCES.indexOf(b.source));
  if (other === undefined) return unmeasured('missing-input', 'there is no other evidence of the energy');
  const { kWh, basis } = other.machine;
  if (kWh.lower <= 0)
    return unmeasured('out-of-domain', 'the other evidence does not bound the energy from below: declare the usage');
  return bandFigure(quotientOf(exactly(declared), kWh), '1', basis);
}

const detailsOf = (found: readonly TrainingEnergy[]): readonly Detail[] => [
  {
    type: 'table',
    id: 'sources',
    title: { en: 'Evidence of the energy; the first line counts', zh: '能耗证据（首行为采用值）' },
    columns: [
      { name: 'source' },
      { name: 'basis' },
      { name: 'at the machines', unit: 'kWh' },
      { name: 'with the data centre', unit: 'kWh' },
      { name: 'lowest', unit: 'kWh' },
      { name: 'highest', unit: 'kWh' },
      { name: 'remark' },
    ],
    rows: found.map(({ source, machine, facility, notes }) => [
      source,
      facility.basis,
      machine.kWh.estimate,
      facility.kWh.estimate,
      facility.kWh.lower,
      facility.kWh.upper,
      notes.join('; '),
    ]),
  },
];
