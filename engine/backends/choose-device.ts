import type { Diagnostic } from '../document/diagnostic.js';
import { PROCESSOR } from './device.js';
import type { DeviceRequest, LogicalDevice } from './device.js';

export type ChosenDevice = { readonly device: LogicalDevice } | { readonly fault: Diagnostic };

/**
 * The logical device that `--device` and `--gpu-memory` ask for on this machine. `gpu` is hardware or a fault (code
 * ASSAY1651), `software` a software adapter or a fault; `auto` is a GPU where there is one and the processor otherwise,
 * never a software adapter.
 */
export async function chooseDevice({ choice, memoryMiB }: DeviceRequest): Promise<ChosenDevice> {
  const memory = memoryMiB === undefined ? {} : { memory: memoryMiB * 2 ** 20 };
  if (choice === 'cpu') return { device: { ...PROCESSOR, ...memory } };
  const adapter = await (await import('./find-adapter.js')).findAdapter();
  if (!('absent' in adapter) && adapter.kind === (choice === 'auto' ? 'gpu' : choice)) {
    return { device: { ...adapter, ...memory } };
  }
  if (choice === 'auto') return { device: { ...PROCESSOR, ...memory } };
  const wanted = choice === 'gpu' ? 'GPU' : 'software adapter';
  const found = 'absent' in adapter ? adapter.absent : `${adapter.name} is a ${inWords[adapter.kind]}`;
  return {
    fault: {
      code: 'ASSAY1651',
      severity: 'error',
      message: `a ${wanted} was asked for and there is none: ${found}`,
      file: '--device',
      hint: 'assay doctor shows what this machine has; --device auto takes a GPU where there is one',
    },
  };
}

const inWords = { gpu: 'GPU', software: 'software adapter, which computes on the processor' } as const;
