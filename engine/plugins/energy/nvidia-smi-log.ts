import { integratePower } from '../../methods/energy/power-integral.js';
import { productOf, exactly } from '../../methods/energy/band.js';
import { JOULES_PER_KWH } from '../../methods/energy/energy.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { LoggedEnergy, LoggedPart } from './logged-energy.js';
import { lacking, readLog } from './log-table.js';
import type { LogRow } from './log-table.js';

/** "This reading is accurate to within +/- 5 watts" (`nvidia-smi --help-query-gpu`, power.draw). */
const READING_ERROR_WATTS = 5;

const keptAs = (column: string): string | undefined =>
  /^power\.draw( \[W\])?$/.test(column) ? 'power.draw' : ['timestamp', 'index'].includes(column) ? column : undefined;

interface Device {
  readonly times: number[];
  readonly watts: number[];
}

/**
 * `nvidia-smi --query-gpu=timestamp,index,power.draw --format=csv -l 1`, with or without units. A reading of `[N/A]` is
 * none. A GPU counts from its first reading to its last.
 */
export function nvidiaSmiLog(bytes: Uint8Array): LoggedEnergy | Unmeasured {
  const devices = new Map<string, Device>();
  let absent = 0;
  const wrong = readLog(bytes, {
    keptAs,
    header: (columns) => lacking(columns, ['timestamp', 'power.draw'], 'one of nvidia-smi'),
    row: (row) => {
      const reading = readingOf(row);
      if ('unmeasured' in reading) return reading;
      const { index, time, watts } = reading;
      const device = devices.get(index) ?? { times: [], watts: [] };
      devices.set(index, device);
      const last = device.times[device.times.length - 1];
      const out = last === undefined ? undefined : outOfOrder(row, time, last);
      if (out !== undefined) return out;
      if (watts === undefined) absent++;
      else {
        device.times.push(time);
        device.watts.push(watts);
      }
      return undefined;
    },
  });
  if (wrong !== undefined) return wrong;
  return energyOf(devices, absent);
}

function outOfOrder({ line, fields }: LogRow, time: number, last: number): Unmeasured | undefined {
  if (time < last)
    return unmeasured(
      'out-of-domain',
      `line ${line} of the log: its time is before that of the line above (a clock set back, or several logs in one)`,
    );
  if (time > last || 'index' in fields) return undefined;
  return unmeasured('unsupported', `line ${line} of the log: several readings of one time and no column index`);
}

function energyOf(devices: ReadonlyMap<string, Device>, absent: number): LoggedEnergy | Unmeasured {
  const parts: LoggedPart[] = [];
  const notes: string[] = absent > 0 ? [`${absent} readings are not available and count as none`] : [];
  for (const [index, device] of devices) {
    const name = `GPU ${index}`;
    const integral = integratePower(device, READING_ERROR_WATTS);
    if (integral === undefined || integral.seconds === 0)
      return unmeasured('out-of-domain', `the log has fewer than two readings of ${name} at different times`);
    parts.push({ name, kWh: productOf(integral.joules, exactly(1 / JOULES_PER_KWH)), pue: 1 });
    if (integral.gaps > 0) notes.push(`${name}: ${integral.gaps} gaps of ${integral.gapSeconds} s together`);
  }
  const times = [...devices.values()].flatMap((device) => [device.times[0]!, device.times[device.times.length - 1]!]);
  return { parts, seconds: Math.max(...times) - Math.min(...times), scope: 'accelerators', notes };
}

const TIME = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d(?:\.\d+)?)$/;
const ABSENT = new Set(['[N/A]', 'N/A', '[Not Supported]', '[Unknown Error]', '[GPU requires reset]']);

interface Reading {
  readonly index: string;
  /** Seconds. */
  readonly time: number;
  readonly watts: number | undefined;
}

function readingOf({ line, fields }: LogRow): Reading | Unmeasured {
  const time = timeOf(fields['timestamp']!);
  const index = fields['index'] ?? '0';
  const text = fields['power.draw']!;
  if (time === undefined) return notWritten(line, 'timestamp', fields['timestamp']!);
  if (ABSENT.has(text)) return { index, time, watts: undefined };
  const number = text.replace(/ W$/, '');
  const watts = number === '' ? Number.NaN : Number(number);
  return Number.isFinite(watts) && watts >= 0 ? { index, time, watts } : notWritten(line, 'power.draw', text);
}

const notWritten = (line: number, column: string, text: string): Unmeasured =>
  unmeasured(
    'out-of-domain',
    `line ${line} of the log: ${column} is "${text.slice(0, 40)}", which nvidia-smi does not write`,
  );

/** The zone is not written: differences are right except across a change of the clock, which is refused where seen. */
function timeOf(text: string): number | undefined {
  const parts = TIME.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute) / 1000 + second;
}
