import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Json = { readonly [key: string]: unknown };

const FOLDER = new URL('../../schemas/', import.meta.url);
/** Those of what the engine writes, and of plugins' parameters, have tests of their own. */
const WRITTEN = ['attestation.schema.json', 'report.schema.json'];
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.schema.json') && !WRITTEN.includes(name));

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Every schema inside a schema, with where it stands. */
function* subschemas(schema: Json, path = '#'): Generator<[string, Json]> {
  yield [path, schema];
  for (const keyword of ['additionalProperties', 'items', 'propertyNames']) {
    if (isObject(schema[keyword])) yield* subschemas(schema[keyword], `${path}/${keyword}`);
  }
  for (const keyword of ['properties', '$defs', 'dependentSchemas']) {
    for (const [name, inner] of Object.entries(schema[keyword] ?? {})) {
      if (isObject(inner)) yield* subschemas(inner, `${path}/${keyword}/${name}`);
    }
  }
  for (const [index, inner] of ((schema['oneOf'] as Json[] | undefined) ?? []).entries())
    yield* subschemas(inner, `${path}/oneOf/${index}`);
}

describe.each(NAMES)('%s', (name) => {
  const schema = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Json;
  const all = [...subschemas(schema)];

  test('every property is described', () => {
    const bare = all.filter(([path, inner]) => /\/properties\/[^/]+$/.test(path) && inner['description'] === undefined);
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  test('every mapping says which keys it may have', () => {
    const open = all.filter(
      ([, inner]) =>
        inner['type'] === 'object' &&
        inner['additionalProperties'] === undefined &&
        inner['discriminator'] === undefined,
    );
    expect(open.map(([path]) => path)).toEqual([]);
  });

  test('what is required is a property', () => {
    const missing = all.flatMap(([path, inner]) =>
      inner['properties'] === undefined
        ? []
        : ((inner['required'] as string[] | undefined) ?? [])
            .filter((key) => !Object.hasOwn(inner['properties'] as Json, key))
            .map((key) => `${path} ${key}`),
    );
    expect(missing).toEqual([]);
  });

  test('every keyword that can be broken has a diagnostic', () => {
    const text = readFileSync(new URL('schema-diagnostics.ts', import.meta.url), 'utf8');
    // Not assertions, or broken only through the schemas inside them.
    const silent = new Set([
      '$schema',
      '$ref',
      '$defs',
      'title',
      'description',
      'examples',
      'default',
      'tsType',
      'properties',
      'items',
      'oneOf',
      'dependentSchemas',
    ]);
    const keywords = new Set(all.flatMap(([, inner]) => Object.keys(inner)));
    expect([...keywords].filter((keyword) => !silent.has(keyword) && !text.includes(`'${keyword}'`))).toEqual([]);
  });
});
