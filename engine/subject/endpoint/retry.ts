/** When a request is made again, and after how long. */
import type { IncomingHttpHeaders } from 'node:http';

/** Seconds. */
export interface BackOff {
  readonly first: number;
  readonly most: number;
}

export const BACK_OFF: BackOff = { first: 0.5, most: 30 };

/** RFC 9110: 408, 429 and 503 may pass; 502 and 504 are a gateway's word for a server that is away. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

export const mayPass = (status: number): boolean => PASSING.has(status);

/**
 * Seconds until attempt `attempt` + 1 (from 1): the exponential bound, of which a uniform half is left to chance
 * ("equal jitter"; Brooker, "Exponential backoff and jitter", AWS Architecture Blog, 2015).
 */
export function backOff(attempt: number, { first, most }: BackOff, uniform: number): number {
  const bound = Math.min(most, first * 2 ** (attempt - 1));
  return (bound / 2) * (1 + uniform);
}

/** Seconds that the server asks to wait (`Retry-After`, RFC 9110 §10.2.3: seconds or a date); `now` in milliseconds. */
export function retryAfter(headers: IncomingHttpHeaders, now: number): number | undefined {
  const given = headers['retry-after']?.trim();
  if (given === undefined) return undefined;
  if (/^\d{1,9}$/.test(given)) return Number(given);
  const date = Date.parse(given);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
