import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { compilePattern } from './pattern.js';

/** 1 for an answer that is JSON of the schema, else 0. */
export type JsonScorer = (answer: string) => number;

/**
 * Patterns in the schema are RE2's, and `uniqueItems` compares no pairs: an answer cannot make them take long. Throws an
 * Error with the reason where the schema is none.
 */
export function jsonScorer(schema: Readonly<Record<string, unknown>>): JsonScorer {
  const regExp = Object.assign((pattern: string) => asRegExp(pattern), { code: 'compilePattern' });
  const ajv = new Ajv2020({ strict: false, validateFormats: true, code: { regExp } });
  formats.default(ajv);
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (wanted: boolean, items: readonly unknown[]) =>
      !wanted || new Set(items.map(asText)).size === items.length,
  });
  const validate = ajv.compile(schema);
  return (answer) => {
    try {
      return validate(JSON.parse(answer)) === true ? 1 : 0;
    } catch {
      // No JSON, or so deep that a schema which refers to itself does not get to its end.
      return 0;
    }
  };
}

/** Equal for equal values, whatever the order of their keys. */
const asText = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? { pairs: Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)) }
      : inner,
  );

/** What ajv asks of a regular expression: it knows equal ones by their text. */
function asRegExp(pattern: string): { test(text: string): boolean; toString(): string } {
  const compiled = compilePattern(pattern);
  return { test: (text) => compiled.matcher(text).find(), toString: () => pattern };
}
