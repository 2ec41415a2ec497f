/** Logical devices: what `--device` can name, each with its share of a physical one. */
import { availableParallelism, cpus } from 'node:os';
import { DEFAULT_BUDGET, deviceInWords } from '../backends/device.js';
import type { FoundAdapter } from '../backends/find-adapter.js';
import { absent, found, type Finding } from './finding.js';

/** `memoryMiB` is the budget of a logical device on an adapter (`--gpu-memory`). */
export function deviceFindings(
  adapter: FoundAdapter | { readonly absent: string },
  memoryMiB = DEFAULT_BUDGET / 2 ** 20,
): readonly Finding[] {
  const share = `${memoryMiB} MiB for models trained at once in each measuring process`;
  const onAdapter = (kind: FoundAdapter['kind']): Finding => {
    if ('absent' in adapter) return absent(kind, adapter.absent);
    if (adapter.kind !== kind) return absent(kind, `the adapter is ${kind === 'gpu' ? 'a' : 'no'} software adapter`);
    return found(kind, `${deviceInWords(adapter)}: ${share}`);
  };
  const processor = cpus()[0]?.model.trim() || 'processor';
  return [
    found('cpu', `${processor}: ${availableParallelism()} threads, no budget of its own`),
    onAdapter('gpu'),
    onAdapter('software'),
  ];
}
