/** Everything that a plugin, a cache or a mistake could put where a figure or fact should stand. */
import { UNMEASURED_CAUSES, type Output } from '../../engine/plugins/figure.js';
import type { Value, Values, World } from './truth.js';

/** Name (`n0`, `items.2.v`) of what is broken, and how. */
export type Broken = Readonly<Record<string, unknown>>;

export const MISSING = Symbol('missing');
const exact = { kind: 'exact' };
export const FAULTS: readonly unknown[] = [
  MISSING,
  null,
  5,
  '0.1',
  [],
  ...UNMEASURED_CAUSES.map((unmeasured) => ({ unmeasured, detail: 'not there' })),
  ...[NaN, Infinity, -Infinity, null].map((estimate) => ({
    estimate,
    unit: '1',
    uncertainty: exact,
    basis: 'observed',
  })),
  { estimate: 1, unit: 'J', uncertainty: exact, basis: 'observed' },
  { estimate: 1, unit: '1', uncertainty: exact, basis: 'declared' },
  { estimate: 1, unit: '1', uncertainty: { kind: 'student-t', scale: 0, df: 3 }, basis: 'observed' },
  { estimate: 1, unit: '1', uncertainty: { kind: 'student-t', scale: NaN, df: 3 }, basis: 'observed' },
  { estimate: 1, unit: '1', uncertainty: { kind: 'proportion', k: 5, n: 0 }, basis: 'observed' },
  { estimate: 1, unit: '1', uncertainty: { kind: 'range', lower: 2, upper: 1 }, basis: 'observed' },
  {
    estimate: 1,
    unit: '1',
    uncertainty: { kind: 'bounds', lower: NaN, upper: 1, level: 0.99, anytime: false },
    basis: 'observed',
  },
  {
    estimate: 1,
    unit: '1',
    uncertainty: { kind: 'empirical', draws: { encoding: 'base64-f32le', count: 3, data: 'AAAA' } },
    basis: 'observed',
  },
  { estimate: 1, unit: '1', basis: 'observed' },
  { estimate: 1, unit: '1', uncertainty: null, basis: 'observed' },
  { estimate: 1, unit: '1', uncertainty: { kind: 'guess' }, basis: 'observed' },
  { estimate: 1, unit: '1', uncertainty: { kind: 'empirical' }, basis: 'observed' },
  { items: null },
  { items: [null] },
  { value: true, basis: 'declared' },
  { value: 7, basis: 'observed' },
  { value: null, basis: 'observed' },
  { items: [] },
];

const outputOf = (value: Value): unknown =>
  typeof value === 'number'
    ? { estimate: value, unit: '1', uncertainty: exact, basis: 'observed' }
    : { value, basis: 'observed' };

export function outputsOf({ scalars, items }: World, broken: Broken): Readonly<Record<string, Output>> {
  const fill = (values: Values, prefix: string): Record<string, unknown> => {
    const entries = Object.entries(values).map(([name, value]) => {
      const key = prefix + name;
      return [name, Object.hasOwn(broken, key) ? broken[key] : outputOf(value)] as const;
    });
    return Object.fromEntries(entries.filter(([, value]) => value !== MISSING));
  };
  const list = { items: items.map((item, index) => fill(item, `items.${index}.`)) };
  return { ...fill(scalars, ''), items: list } as unknown as Readonly<Record<string, Output>>;
}
