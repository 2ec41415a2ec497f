import { isDeepStrictEqual } from 'node:util';
import type { MeasureResult, Plugin } from './contract.js';
import { AREAS, givesReadings } from './contract.js';
import type { Fault } from './fault.js';
import { checkSubjects } from './check-plugin.subjects.js';
import type { CheckSubject } from './check-plugin.subjects.js';
import { isUnmeasured } from './figure.js';
import { memoryContext } from './memory-context.js';
import { memorySubject } from './memory-subject.js';
import { validateResult } from './validate-result.js';

export const CONTRACT_CHECKS = ['declaration', 'throws', 'result', 'json', 'repeatable', 'inputs', 'abort'] as const;

/** One breach of the contract: which check, on which subject. */
export interface ContractBreach extends Fault {
  readonly check: (typeof CONTRACT_CHECKS)[number];
  /** Absent where the declaration itself is at fault. */
  readonly subject?: string;
}

/**
 * The contract test that every plugin passes, of anyone. On each subject: `measure` does not throw; its result is
 * what was declared (outputs, units, ranges, finite numbers) and survives JSON; the same seed gives the same bytes
 * (unless `deterministic` is false); the subject is left as it was; an abort is honoured. `params` are filled in.
 * Empty where the plugin passes.
 */
export async function checkPlugin<Params>(
  plugin: Plugin<Params>,
  params: Params,
  subjects: readonly CheckSubject[] = checkSubjects(),
): Promise<readonly ContractBreach[]> {
  const breaches: ContractBreach[] = declarationFaults(plugin).map((fault) => ({ check: 'declaration', ...fault }));
  deepFreeze(params);
  for (const subject of subjects) {
    deepFreeze(subject.subject);
    for (const breach of await checkOn(plugin, params, subject)) breaches.push({ ...breach, subject: subject.name });
  }
  return breaches;
}

async function checkOn<Params>(
  plugin: Plugin<Params>,
  params: Params,
  { subject }: CheckSubject,
): Promise<readonly Omit<ContractBreach, 'subject'>[]> {
  const before = snapshot(subject);
  const run = (): Promise<MeasureResult> => plugin.measure(memoryContext(memorySubject(subject), params));
  const first = await outcomeOf(run);
  if ('thrown' in first) return [{ check: 'throws', pointer: '', message: first.thrown }];
  const breaches: Omit<ContractBreach, 'subject'>[] = validateResult(plugin, first.result).map((fault) => ({
    check: 'result',
    ...fault,
  }));
  const bytes = JSON.stringify(first.result);
  if (!isDeepStrictEqual(JSON.parse(bytes), first.result)) {
    breaches.push({ check: 'json', pointer: '', message: 'the result is another one once it went through JSON' });
  }
  if (!givesReadings(plugin, params as Readonly<Record<string, unknown>>)) {
    const second = await outcomeOf(run);
    if ('thrown' in second || JSON.stringify(second.result) !== bytes) {
      breaches.push({ check: 'repeatable', pointer: '', message: 'a second run with the same seed gives other bytes' });
    }
  }
  if (snapshot(subject) !== before) {
    breaches.push({ check: 'inputs', pointer: '', message: 'the subject’s data are changed' });
  }
  const measured = Object.values(first.result.outputs).some((output) => !isUnmeasured(output));
  if (measured) breaches.push(...(await abortFaults(plugin, params, subject)));
  return breaches;
}

/** Aborted from the start a run must not give figures; aborted at its first step it may take one more. */
async function abortFaults<Params>(
  plugin: Plugin<Params>,
  params: Params,
  subject: CheckSubject['subject'],
): Promise<readonly Omit<ContractBreach, 'subject'>[]> {
  const fault = (message: string) => [{ check: 'abort', pointer: '', message } as const];
  const aborted = memoryContext(memorySubject(subject), params, { signal: AbortSignal.abort() });
  if (!('thrown' in (await outcomeOf(() => plugin.measure(aborted))))) {
    return fault('a run that is aborted from the start still measures');
  }
  const controller = new AbortController();
  const context = memoryContext(memorySubject(subject), params, { signal: controller.signal });
  let later = 0;
  let last = false;
  const progress = (done: number, total: number): void => {
    if (controller.signal.aborted) later++;
    else last = done >= total;
    controller.abort();
  };
  const outcome = await outcomeOf(() => plugin.measure({ ...context, progress }));
  if (later > 1) return fault(`${later} steps are taken after the abort`);
  if (controller.signal.aborted && !last && !('thrown' in outcome))
    return fault('a run goes on to its end after an abort');
  return [];
}

type Outcome = { readonly result: MeasureResult } | { readonly thrown: string };

async function outcomeOf(run: () => Promise<MeasureResult>): Promise<Outcome> {
  try {
    return { result: await run() };
  } catch (error) {
    return { thrown: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

function declarationFaults(plugin: Plugin<never>): readonly Fault[] {
  const faults: Fault[] = [];
  const [area, name, ...rest] = plugin.id.split('/');
  if (!AREAS.some((known) => known === area) || !/^[a-z][a-z0-9-]*$/.test(name ?? '') || rest.length > 0) {
    faults.push({ pointer: '/id', message: `must be <area>/<name>, the area one of ${AREAS.join(', ')}` });
  }
  if (!/^\d+\.\d+\.\d+$/.test(plugin.version)) faults.push({ pointer: '/version', message: 'must be like 1.0.0' });
  if (Object.keys(plugin.outputs).length === 0) faults.push({ pointer: '/outputs', message: 'must name an output' });
  for (const output of Object.keys(plugin.outputs)) {
    if (!/^[a-z][a-zA-Z0-9]*$/.test(output))
      faults.push({ pointer: `/outputs/${output}`, message: 'must be camelCase' });
  }
  return faults;
}

/** Typed arrays cannot be frozen: `snapshot` watches them. */
function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
}

const snapshot = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'number' && !Number.isFinite(part)) return String(part);
    return ArrayBuffer.isView(part) ? Array.from(part as Float64Array | Int32Array, String) : part;
  });
