import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPlace } from './json-place.js';
import { JsonFault } from './json-value.js';
import type { Json } from './json-value.js';
import { portsOf, readTfjsFile } from './tfjs-file.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../tests/fixtures/tfjs/${name}/model.json`, import.meta.url), 'utf8');

/** Every value of a JSON document, by its way from the root. */
function waysOf(value: Json, way: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (Array.isArray(value)) return [way, ...value.flatMap((item: Json, index) => waysOf(item, [...way, index]))];
  if (typeof value !== 'object' || value === null) return [way];
  return [way, ...Object.entries(value).flatMap(([key, item]) => waysOf(item, [...way, key]))];
}

function replaced(value: Json, [step, ...rest]: readonly (string | number)[], by: Json | undefined): Json | undefined {
  if (step === undefined) return by;
  if (Array.isArray(value)) {
    return value.flatMap((item: Json, index): Json[] => {
      const next = index === step ? replaced(item, rest, by) : item;
      return next === undefined ? [] : [next];
    });
  }
  const entries = Object.entries(value as Record<string, Json>).map(([key, item]) => [
    key,
    key === step ? replaced(item, rest, by) : item,
  ]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined)) as Json;
}

const anything: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  fc.constantFrom<Json>(-1, 1e300, [], {}, [[]], 'Sequential', '__proto__', { __proto__x: 1 }, [null], [null, -1]),
);

describe.each(['layers', 'graph'])('a hostile model.json of %s', (kind) => {
  const text = fixture(kind);
  const whole = JSON.parse(text) as Json;

  it('is read, or has a fault with its place; nothing else is thrown', () => {
    fc.assert(
      fc.property(fc.constantFrom(...waysOf(whole)), anything, (way, by) => {
        const mutant = JSON.stringify(replaced(whole, way, by) ?? null);
        try {
          portsOf(readTfjsFile(mutant));
        } catch (fault) {
          expect(fault).toBeInstanceOf(JsonFault);
          const [start, end] = jsonPlace(mutant, (fault as JsonFault).where);
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(mutant.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the place of a value', () => {
  const text = '{ "a": [1, {"b": "x\\"}]"}, [2]],\n  "c.d": 3, "e": {"f": null} }';
  it.each([
    ['a', '[1, {"b": "x\\"}]"}, [2]]'],
    ['a[0]', '1'],
    ['a[1].b', '"x\\"}]"'],
    ['a[2][0]', '2'],
    ['e.f', 'null'],
    ['e.none', '{"f": null}'],
    ['a[9]', '[1, {"b": "x\\"}]"}, [2]]'],
    ['', text],
  ])('%s', (path, value) => {
    expect(text.slice(...jsonPlace(text, path))).toBe(value);
  });
});
