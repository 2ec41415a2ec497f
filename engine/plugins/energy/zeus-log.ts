import { exactly } from '../../methods/energy/band.js';
import { JOULES_PER_KWH } from '../../methods/energy/energy.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { LoggedEnergy, LoggedPart } from './logged-energy.js';
import { amountIn, lacking, readLog } from './log-table.js';
import type { LogRow } from './log-table.js';

const NAMES = ['start_time', 'window_name', 'elapsed_time'];
const ENERGY = /^gpu\d+_energy$/;

interface Window extends LoggedPart {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/**
 * ZeusMonitor's log_file (ml-energy/zeus, `zeus/monitor/energy.py`): a row a measurement window, joules a GPU. Windows
 * nest (a step in an epoch), and what nests must not be counted twice: those that count are named, or none may overlap.
 */
export function zeusLog(bytes: Uint8Array, window: string | undefined): LoggedEnergy | Unmeasured {
  let devices: readonly string[] = [];
  const windows: Window[] = [];
  const wrong = readLog(bytes, {
    keptAs: (column) => (NAMES.includes(column) || ENERGY.test(column) ? column : undefined),
    header: (columns) => {
      devices = columns.filter((column) => ENERGY.test(column));
      return lacking(columns, [...NAMES, ...(devices.length === 0 ? ['gpu0_energy'] : [])], 'one of Zeus');
    },
    row: (row) => {
      if (window !== undefined && row.fields['window_name'] !== window) return undefined;
      const found = windowOf(row, devices);
      if ('unmeasured' in found) return found;
      windows.push(found);
      return undefined;
    },
  });
  if (wrong !== undefined) return wrong;
  if (windows.length === 0) return unmeasured('missing-input', `the log has no window named ${window ?? ''}`);
  const overlap = overlapping(windows);
  if (overlap !== undefined) return unmeasured('unsupported', overlap);
  return {
    parts: windows.map(({ name, kWh, pue }) => ({ name, kWh, pue })),
    seconds: windows.reduce((sum, { start, end }) => sum + (end - start), 0),
    scope: 'accelerators',
    notes: [`${devices.length} GPUs in ${windows.length} windows`],
  };
}

function windowOf(row: LogRow, devices: readonly string[]): Window | Unmeasured {
  const amounts: number[] = [];
  for (const column of ['start_time', 'elapsed_time', ...devices]) {
    const amount = amountIn(row, column);
    if (typeof amount !== 'number') return amount;
    amounts.push(amount);
  }
  const [start, seconds, ...joules] = amounts as [number, number, ...number[]];
  const kWh = exactly(joules.reduce((sum, value) => sum + value, 0) / JOULES_PER_KWH);
  return { line: row.line, name: row.fields['window_name']!, start, end: start + seconds, kWh, pue: 1 };
}

/** Start times are written in full, ends are sums of two readings: a millisecond is no overlap. */
function overlapping(windows: readonly Window[]): string | undefined {
  const ordered = windows.toSorted((a, b) => a.start - b.start || a.end - b.end);
  for (const [at, { name, line, start }] of ordered.entries()) {
    const before = ordered[at - 1];
    if (before !== undefined && start < before.end - 1e-3)
      return `windows overlap in time (${before.name} of line ${before.line}, ${name} of line ${line}) and would be counted twice: name those that count in training.log.window`;
  }
  return undefined;
}
