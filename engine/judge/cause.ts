import type { Cause } from './verdict.js';

/**
 * Which cause a rule names where several keep it undetermined: first what somebody has to supply, then what went
 * wrong with a measurement, then evidence of a kind that the rule refuses, then bands, and last what more data
 * settles.
 */
const PRECEDENCE: readonly Cause[] = [
  'missing-input',
  'unsupported',
  'out-of-domain',
  'stale',
  'failed',
  'timed-out',
  'budget',
  'basis',
  'bounded',
  'uncertain',
];

export const causeAmong = (causes: readonly Cause[]): Cause =>
  PRECEDENCE.find((cause) => causes.includes(cause)) ?? 'uncertain';
