import type { Plan } from '../plan/plan.js';
import type { Cache } from './cache.js';

/**
 * How long the measurements of a plan can be expected to take, by key: what this very measurement took, where the
 * cache holds it, else the median of what the same plugin took on other inputs. Nothing where it never ran here.
 */
export function expectedSeconds(plan: Plan, cache: Pick<Cache, 'get' | 'seconds'>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    plan.measurements.flatMap(({ key, plugin, lacks }): [string, number][] => {
      if (lacks.length > 0) return [];
      const seconds = cache.get(key)?.seconds ?? median(cache.seconds(plugin));
      return seconds === undefined ? [] : [[key, seconds]];
    }),
  );
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return undefined;
  return (sorted[Math.floor(middle - 0.5)]! + sorted[Math.floor(middle)]!) / 2;
}
