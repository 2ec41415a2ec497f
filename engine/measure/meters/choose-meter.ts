/** The meter of a run: what the user names, else what this machine has. */
import type { Diagnostic } from '../../document/diagnostic.js';
import type { ChosenMeter, MeterSpec } from './chosen-meter.js';
import { thisMachine, type Machine } from './machine.js';
import { METERS, METER_NAMES } from './registry.js';
import type { MeterName } from './registry.js';

export interface MeterRequest {
  /** `rapl`, `prometheus:URL#METRIC` …; absent: as `ownMeter` finds. */
  readonly meters?: readonly string[];
  readonly offline: boolean;
  readonly allowCommands: boolean;
  /** False: a meter that is named is taken as named, without looking whether it can be read. */
  readonly look?: boolean;
}

export async function chooseMeter(
  { meters = [], offline, allowCommands, look = true }: MeterRequest,
  machine: Machine = thisMachine(),
): Promise<{ readonly meter: ChosenMeter } | { readonly fault: Diagnostic }> {
  if (meters.length === 0) return { meter: await ownMeter(machine) };
  const chosen: MeterSpec[] = [];
  for (const text of meters) {
    const [, name = '', target = ''] = /^([^:]*):?(.*)$/s.exec(text) ?? [];
    const kind = METER_NAMES.find((known) => known === name);
    if (kind === undefined) return fault('ASSAY1616', `there is no meter ${name}`, `meters: ${METER_NAMES.join(', ')}`);
    if (kind === 'prometheus' && offline)
      return fault('ASSAY1618', 'the meter prometheus reaches an endpoint, and --offline reaches none');
    if (kind === 'command' && !allowCommands)
      return fault('ASSAY1618', 'the meter command runs a program, and --no-commands runs none');
    const { present, detail } = look
      ? await (await METERS[kind]()).find(machine, target)
      : { present: true, detail: '' };
    if (!present)
      return fault(
        'ASSAY1617',
        `the meter ${name} cannot be read: ${detail}`,
        'assay doctor lists what can be read here',
      );
    chosen.push({ kind, target });
  }
  return { meter: chosen };
}

/** A meter of the processors, else their model, and beside it what meters the machine's cards. */
export async function ownMeter(machine: Machine = thisMachine()): Promise<ChosenMeter> {
  const finds = async (kind: MeterName): Promise<boolean> => (await (await METERS[kind]()).find(machine, '')).present;
  const first = async (...kinds: readonly MeterName[]): Promise<readonly MeterName[]> => {
    for (const kind of kinds) if (await finds(kind)) return [kind];
    return [];
  };
  const kinds = [
    ...(await first('rapl', 'hwmon', 'processor')),
    ...(await first('amdgpu')),
    ...(await first('nvidia-smi', 'accelerator')),
  ];
  return kinds.map((kind) => ({ kind, target: '' }));
}

const fault = (code: `ASSAY${number}`, message: string, hint?: string): { readonly fault: Diagnostic } => ({
  fault: { code, severity: 'error', message, file: '--meter', ...(hint !== undefined && { hint }) },
});
