/** Rules by the part of their name after the slash, where that is one rule only. */
import type { RuleRecord } from '../report.js';

const shortOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

export function namer(rules: readonly Pick<RuleRecord, 'id'>[]): (id: string) => string {
  const counts = new Map<string, number>();
  for (const { id } of rules) counts.set(shortOf(id), (counts.get(shortOf(id)) ?? 0) + 1);
  return (id) => (counts.get(shortOf(id)) === 1 ? shortOf(id) : id);
}
