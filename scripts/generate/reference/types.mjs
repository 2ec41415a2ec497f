// The type of a JSON Schema in words.
import { code } from './markdown.mjs';

const NAMES = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: '`true` or `false`',
  array: 'list',
  object: 'mapping',
  null: '`null`',
};

export function typeOf(schema) {
  if (schema.enum) return schema.enum.map((value) => code(JSON.stringify(value).replaceAll('"', ''))).join(', ');
  if ('const' in schema) return code(String(schema.const));
  const types = [schema.type ?? []].flat().map((type) => nameOf(type, schema));
  return types.length === 0 ? 'anything' : types.join(' or ');
}

function nameOf(type, schema) {
  if (type === 'string') {
    const word = /^\^(\w+)\$$/.exec(schema.pattern ?? '');
    if (word) return code(word[1]);
    return ['date', 'date-time'].includes(schema.format) ? `text (${schema.format})` : NAMES.string;
  }
  return [NAMES[type], type === 'number' || type === 'integer' ? boundsOf(schema) : ''].filter(Boolean).join(' ');
}

function boundsOf(schema) {
  const parts = [
    ['minimum', '≥'],
    ['exclusiveMinimum', '>'],
    ['maximum', '≤'],
    ['exclusiveMaximum', '<'],
  ].flatMap(([keyword, sign]) => (schema[keyword] === undefined ? [] : [`${sign} ${schema[keyword]}`]));
  return parts.join(', ');
}
