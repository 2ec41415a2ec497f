/** TensorFlow.js on the first of its backends that can do what is asked. */
import { ModelFault } from '../subject/view.js';
import { TFJS_BACKENDS } from './tfjs-backends.js';
import type { TfjsBackend, TfjsDevice } from './tfjs-backends.js';
import { absenceInWords, tfjsCore } from './tfjs-packages.js';
import type { TfjsCore } from './tfjs-packages.js';

export type { TfjsDevice } from './tfjs-backends.js';

/** A backend that was passed over, with the reason. */
export interface Passed {
  readonly name: TfjsBackend['name'];
  readonly reason: string;
  /** It works here, but cannot do what was asked. */
  readonly isThere: boolean;
}

export interface Tfjs {
  readonly core: TfjsCore;
  /** Such as `tfjs/wasm`. */
  readonly backend: TfjsBackend['name'];
  /** Those before it in the order. */
  readonly passed: readonly Passed[];
  /** Makes it the one on which TensorFlow.js works: there is one for a process, and others may have changed it. */
  use(): Promise<void>;
}

/**
 * The first backend of the order that is there, is of `device`, and with which `attempt` succeeds: WebAssembly, for
 * one, lacks some operators and some gradients. Throws ModelFault: `unsupported` where TensorFlow.js is not installed
 * or no backend can, `failed` where a GPU is asked for and there is none.
 */
export async function openTfjs(
  device: TfjsDevice,
  attempt: (core: TfjsCore) => Promise<void> = async () => {},
): Promise<Tfjs> {
  const core = await tfjsCore();
  const passed: Passed[] = [];
  const refusals: string[] = [];
  for (const backend of TFJS_BACKENDS.filter(({ devices }) => devices.includes(device))) {
    const inner = await started(backend, core, device);
    if ('reason' in inner) {
      passed.push({ name: backend.name, reason: inner.reason, isThere: false });
      continue;
    }
    const use = async (): Promise<void> => {
      await core.setBackend(inner.name);
    };
    await use();
    try {
      await attempt(core);
      return { core, backend: backend.name, passed, use };
    } catch (cause) {
      refusals.push(reasonInWords(cause));
      passed.push({ name: backend.name, reason: reasonInWords(cause), isThere: true });
    }
  }
  throw none(device, passed, refusals);
}

/** Adds on one backend. What it is of TensorFlow.js, or why it cannot be used. */
export async function tryTfjsBackend(
  name: string,
): Promise<{ readonly version: string } | { readonly reason: string }> {
  const backend = TFJS_BACKENDS.find((one) => one.name === name)!;
  const core = await tfjsCore();
  const inner = await started(backend, core, 'auto');
  if ('reason' in inner) return inner;
  const sums = [...(await core.add(core.tensor1d([1, 2, 3]), 1).data())].join();
  return sums === '2,3,4' ? { version: core.version_core } : { reason: `1 + 1, 2 + 1, 3 + 1 gave ${sums}` };
}

type Started = { readonly name: string } | { readonly reason: string };

const known = new Map<string, Promise<Started>>();

/** Once a process. */
function started(backend: TfjsBackend, core: TfjsCore, device: TfjsDevice): Promise<Started> {
  const key = `${backend.name} ${device}`;
  const start = async (): Promise<Started> => {
    try {
      const name = await backend.start(core, device);
      return (await core.setBackend(name)) ? { name } : { reason: `${backend.packageName} does not start` };
    } catch (cause) {
      return { reason: absenceInWords(backend.packageName, cause) };
    }
  };
  const outcome = known.get(key) ?? start();
  known.set(key, outcome);
  return outcome;
}

function none(device: TfjsDevice, passed: readonly Passed[], refusals: readonly string[]): ModelFault {
  // What every backend says alike is the model's fault, not theirs.
  if (refusals.length > 0 && new Set(refusals).size === 1) return new ModelFault('unsupported', refusals[0]!);
  const on = device === 'gpu' ? ' on a GPU' : device === 'software' ? ' on a software adapter' : '';
  const reasons = passed.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  const absent = refusals.length === 0 && (device === 'gpu' || device === 'software');
  return new ModelFault(absent ? 'failed' : 'unsupported', `TensorFlow.js cannot run it${on}: ${reasons}`);
}

/** What TensorFlow.js says, on one line. */
export function reasonInWords(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const plain = message.replace(/\s+/g, ' ').trim();
  return plain.length > 300 ? `${plain.slice(0, 299)}…` : plain;
}
