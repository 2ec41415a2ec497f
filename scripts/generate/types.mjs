// TypeScript types from the JSON Schemas.
import { compile } from 'json-schema-to-typescript';
import { GENERATED, KINDS, VOCABULARY, WRITTEN, readSchema, schemaFile } from './schemas.mjs';

const style = { singleQuote: true, bracketSpacing: true, printWidth: 120, trailingComma: 'all' };

/** All documents in one file, so that what two kinds share is one type. */
export async function documentTypes(root) {
  const schemas = new Map([VOCABULARY, ...KINDS.map(({ name }) => name)].map((name) => [name, readSchema(root, name)]));
  const $defs = {};
  for (const [name, schema] of schemas) {
    for (const [key, definition] of Object.entries(schema.$defs ?? {})) {
      if ($defs[key] !== undefined) throw new Error(`two schemas define ${key}; the second is ${name}`);
      $defs[key] = definition;
    }
  }
  const roots = KINDS.map(({ name }) => {
    const { $schema: _schema, $defs: _definitions, ...rest } = schemas.get(name);
    return rest;
  });
  const union = {
    title: 'AnyDocument',
    description: 'A document of any kind.',
    oneOf: roots.map((schema) => resolved(schema, $defs)),
    $defs: Object.fromEntries(
      Object.entries($defs)
        .filter(([, definition]) => definition.title !== undefined)
        .map(([key, definition]) => [key, resolved(definition, $defs)]),
    ),
  };
  const banner = [
    `// ${GENERATED} From schemas/*.schema.json.`,
    "import type { Text } from './text.js';",
    '',
    "export type Kind = AnyDocument['kind'];",
    '',
  ].join('\n');
  const text = await compile(union, 'AnyDocument', {
    bannerComment: banner,
    additionalProperties: false,
    unknownAny: true,
    ignoreMinAndMaxItems: true,
    style,
  });
  return [['engine/document/types.generated.ts', text]];
}

/**
 * A definition with a title is a type, and stays a bare reference: a description beside it would make it another
 * type of its own. One without is written out in place, with the description of the place.
 */
function resolved(schema, $defs) {
  if (Array.isArray(schema)) return schema.map((item) => resolved(item, $defs));
  if (schema === null || typeof schema !== 'object') return schema;
  const keys = Object.keys(schema);
  if (keys.length === 1 && keys[0] === 'description') return { ...schema, tsType: 'unknown' };
  if (typeof schema.$ref !== 'string') {
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, resolved(value, $defs)]));
  }
  const key = schema.$ref.split('/').at(-1);
  if ($defs[key].title !== undefined) return { $ref: `#/$defs/${key}` };
  const { $ref: _reference, ...beside } = schema;
  return resolved({ ...$defs[key], ...beside }, $defs);
}

/** Of what the engine writes: each schema is whole in itself. */
export async function writtenTypes(root) {
  return Promise.all(
    WRITTEN.map(async ({ kind, name, folder }) => {
      const bannerComment = `/* ${GENERATED} From schemas/${schemaFile(name)}. */`;
      const text = await compile(readSchema(root, name), kind, { bannerComment, unknownAny: true, style });
      return [`${folder}/types.generated.ts`, text];
    }),
  );
}
