import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from './catalogue.generated.js';
import type { CatalogueEntry } from './contract.js';
import { isFields } from './fault.js';
import { fillParameters } from './parameters.js';
import { PLUGINS } from './registry.js';

const crossValidation = CATALOGUE['evaluation/cross-validation']!;
const vendored: CatalogueEntry = {
  ...crossValidation,
  id: 'evaluation/acme-drift',
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: { window: { type: 'integer', minimum: 1, default: 30 } },
  },
};

test('fills in defaults, nested ones too, and leaves what was given', () => {
  const given = Object.freeze({ split: Object.freeze({ folds: 10 }) });
  expect(fillParameters(crossValidation, given)).toEqual({
    value: {
      split: { type: 'stratified-k-fold', folds: 10, repeats: 1, shuffle: true, testSize: 0.25, column: null },
      draws: 2000,
      bins: 15,
    },
    faults: [],
  });
  expect(given).toEqual({ split: { folds: 10 } });
  expect(fillParameters(vendored, undefined)).toEqual({ value: { window: 30 }, faults: [] });
});

test.each<[string, CatalogueEntry, unknown, readonly string[]]>([
  ['a stranger', crossValidation, { fold: 5 }, ['/fold']],
  ['two faults', crossValidation, { split: { folds: 1, repeats: 0 } }, ['/split/folds', '/split/repeats']],
  ['a form that is none', crossValidation, { split: { type: 'holdout' } }, ['/split/type']],
  ['repeats without chance', crossValidation, { split: { type: 'time-series', repeats: 2 } }, ['/split/repeats']],
  ['predefined without a column', crossValidation, { split: { type: 'predefined' } }, ['/split/column']],
  ['a column without predefined', crossValidation, { split: { column: 'fold' } }, ['/split/column']],
  ['a column of a plain form', crossValidation, { split: { type: 'k-fold', column: 'fold' } }, ['/split/column']],
  ['repeats of one order', crossValidation, { split: { repeats: 2, shuffle: false } }, ['/split/repeats']],
  ['text for a number', crossValidation, { bins: '15' }, ['/bins']],
  ['a list', crossValidation, [], ['']],
  ['a vendor’s limit', vendored, { window: 0 }, ['/window']],
  ['a vendor’s stranger', vendored, { span: 1 }, ['/span']],
  ['a schema that is none', { ...vendored, parameters: { type: 'nothing' } }, {}, ['']],
])('refuses %s', (_, entry, value, pointers) => {
  expect(
    fillParameters(entry, value)
      .faults.map((fault) => fault.pointer)
      .sort(),
  ).toEqual(pointers);
});

describe.each(Object.keys(PLUGINS))('the schema of %s', (id) => {
  const schema: unknown = JSON.parse(
    readFileSync(new URL(`../../schemas/plugins/${id}.schema.json`, import.meta.url), 'utf8'),
  );

  test('describes every parameter, gives its default, and refuses others', () => {
    const check = (part: unknown): void => {
      if (!isFields(part) || !isFields(part.properties)) return;
      expect(part.additionalProperties).toBe(false);
      for (const [name, property] of Object.entries(part.properties)) {
        // Inside a parameter something may have to be said.
        const isRequired = Array.isArray(part.required) && part.required.includes(name);
        expect(property).toMatchObject({
          ...(!isRequired && { default: expect.anything() as unknown }),
          description: expect.any(String) as unknown,
        });
        check(property);
      }
    };
    const nullable = JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
      key === 'default' && value === null ? 'null' : value,
    ) as unknown;
    check(nullable);
  });

  test('accepts nothing at all', () => {
    expect(fillParameters(CATALOGUE[id]!, {}).faults).toEqual([]);
  });
});
