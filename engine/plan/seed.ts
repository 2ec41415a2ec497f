import { digestValue } from '../trust/digest.js';
import type { PlanSubject } from './plan-subject.js';

/**
 * The seed that nobody chose: 32 bits, unsigned, of the policy's and the data's digests. The model's is left out, so
 * two versions of a model meet the same folds, resamples and draws.
 */
export function defaultSeed(policyDigest: string, subject: Pick<PlanSubject, 'inputs'>): number {
  const data = subject.inputs
    .filter(({ role }) => role === 'data' || role.startsWith('data.'))
    .map(({ role, digest }) => [role, digest])
    .sort(([a], [b]) => (a! < b! ? -1 : a! > b! ? 1 : 0));
  return Number.parseInt(digestValue({ policy: policyDigest, data }).slice('sha256:'.length, 'sha256:'.length + 8), 16);
}

/**
 * The text that seeds one stream of random numbers. Streams of a measurement are its own (seed, `PlannedMeasurement.streams`, name), so that
 * adding a rule changes no other rule; a name that starts with `rows:` is shared by all measurements of one seed,
 * so that those on the same rows can draw the same resamples and their differences are paired.
 */
export function streamSeed(seed: number, streams: string, stream: string): string {
  return stream.startsWith('rows:') ? `${seed}\n${stream}` : `${seed}\n${streams}\n${stream}`;
}

/** One number for a program that takes a single seed (a plugin command): 32 bits, unsigned. */
export function programSeed(seed: number, streams: string): number {
  return Number.parseInt(digestValue([seed, streams]).slice('sha256:'.length, 'sha256:'.length + 8), 16);
}
