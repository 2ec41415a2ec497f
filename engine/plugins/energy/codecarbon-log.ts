import { exactly } from '../../methods/energy/band.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { LoggedEnergy, LoggedPart } from './logged-energy.js';
import { amountIn, lacking, readLog } from './log-table.js';
import type { LogRow } from './log-table.js';

const COLUMNS = new Set([
  'run_id',
  'duration',
  'energy_consumed',
  'cpu_energy',
  'gpu_energy',
  'ram_energy',
  'country_iso_code',
  'cloud_provider',
  'cloud_region',
  'pue',
]);

const PARTS = ['cpu_energy', 'gpu_energy', 'ram_energy'];
const PLACE = ['country_iso_code', 'cloud_provider', 'cloud_region'];

/** By how much a run's parts may miss their sum: rounding, and readings a moment apart. */
const TOLERANCE = 0.01;

/**
 * CodeCarbon's emissions.csv. A run that wrote several rows (`flush`) counts by its last, because they are running
 * totals; several runs are added. The energy holds the PUE that CodeCarbon was given. Its emissions are not taken: they
 * rest on factors of its version.
 */
export function codecarbonLog(bytes: Uint8Array): LoggedEnergy | Unmeasured {
  const runs = new Map<string, Run>();
  let [flushed, detailed] = [0, true];
  const wrong = readLog(bytes, {
    keptAs: (column) => (COLUMNS.has(column) ? column : undefined),
    header: (columns) => {
      detailed = PARTS.every((column) => columns.includes(column));
      return lacking(columns, ['run_id', 'energy_consumed'], 'one of CodeCarbon');
    },
    row: (row) => {
      const run = runOf(row);
      if ('unmeasured' in run) return run;
      const { part } = run;
      const before = runs.get(part.name)?.part;
      runs.set(part.name, run);
      if (before === undefined) return undefined;
      flushed++;
      if (part.kWh.estimate >= before.kWh.estimate) return undefined;
      return unmeasured(
        'out-of-domain',
        `line ${row.line} of the log: the energy of run ${part.name} falls from ${before.kWh.estimate} to ${part.kWh.estimate} kWh`,
      );
    },
  });
  if (wrong !== undefined) return wrong;
  const notes = [
    ...(flushed > 0 ? [`${flushed} rows are earlier totals of a run that goes on`] : []),
    ...(detailed ? [] : ['the log does not tell processors, GPUs and memory apart']),
  ];
  const times = [...runs.values()].map(({ seconds }) => seconds ?? Number.NaN);
  const seconds = times.reduce((sum, time) => sum + time, 0);
  const parts = [...runs.values()].map(({ part }) => part);
  return { parts, seconds: Number.isNaN(seconds) ? undefined : seconds, scope: 'machine', notes };
}

interface Run {
  readonly part: LoggedPart;
  readonly seconds: number | undefined;
}

function runOf(row: LogRow): Run | Unmeasured {
  const { fields, line } = row;
  const energy = amountIn(row, 'energy_consumed');
  if (typeof energy !== 'number') return energy;
  const seconds = 'duration' in fields ? amountIn(row, 'duration') : undefined;
  if (typeof seconds === 'object') return seconds;
  const pue = 'pue' in fields && fields['pue'] !== '' ? amountIn(row, 'pue') : 1;
  if (typeof pue !== 'number') return pue;
  const parts = partsSum(row);
  if (typeof parts === 'object') return parts;
  if (parts !== undefined && Math.abs(parts - energy) > TOLERANCE * Math.max(parts, energy))
    return unmeasured(
      'out-of-domain',
      `line ${line} of the log: energy_consumed is ${energy} kWh, but processors, GPUs and memory come to ${parts} kWh`,
    );
  const [country = '', provider = '', region = ''] = PLACE.map((column) => fields[column] ?? '');
  return {
    part: {
      name: fields['run_id']!,
      kWh: exactly(energy),
      pue: Math.max(1, pue),
      ...(country !== '' && { country }),
      ...(provider !== '' && region !== '' && { cloud: `${provider}/${region}` }),
    },
    seconds,
  };
}

function partsSum(row: LogRow): number | Unmeasured | undefined {
  let sum = 0;
  for (const column of PARTS) {
    if (!(column in row.fields)) return undefined;
    const value = row.fields[column] === '' ? 0 : amountIn(row, column);
    if (typeof value !== 'number') return value;
    sum += value;
  }
  return sum;
}
