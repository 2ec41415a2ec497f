import type { Diagnostic } from './diagnostic.js';
import { fault, type DocumentCode } from './fault.js';
import { nearest } from './nearest.js';
import type { Positions } from './positions.js';
import { pointerOf, shapeAt, valueAt } from './shape-at.js';
import type { SchemaFault, Shape } from './validate.js';
import { alternatives, described, pathOf, quoted, type Pointer } from './words.js';

/** What is wrong, of which pointer, and whether the key or the value is to be shown. */
interface Finding {
  readonly code: DocumentCode;
  readonly pointer: Pointer;
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Faults against a schema, each once, at the place where the author would mend it; the first `limit` of them. */
export function schemaDiagnostics(
  root: unknown,
  faults: readonly SchemaFault[],
  shape: Shape,
  positions: Positions,
  limit: number,
): Diagnostic[] {
  const seen = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const schemaFault of faults) {
    if (diagnostics.length === limit) break;
    const finding = findingOf(root, schemaFault, shape, positions);
    if (!finding) continue;
    const { code, pointer, at, message, hint } = finding;
    const place = at === 'key' ? positions.key(pointer) : positions.value(pointer);
    const alias = positions.alias(pointer);
    const through = alias && `it stands here through the alias *${alias.name} on line ${alias.place.range.line}`;
    const hints = [hint, through].filter((text) => text !== undefined).join('; ');
    // A value that stands in several places through aliases has its faults once.
    const identity = JSON.stringify([code, place.range, schemaFault.keyword, schemaFault.params]);
    if (!seen.has(identity)) diagnostics.push(fault(code, place, message, hints === '' ? undefined : hints));
    seen.add(identity);
  }
  return diagnostics;
}

function findingOf(root: unknown, schemaFault: SchemaFault, shape: Shape, positions: Positions): Finding | undefined {
  const pointer = pointerOf(schemaFault.instancePath, root);
  const value = valueAt(root, pointer);
  const here = shapeAt(shape, root, pointer);
  const name = pointer.length === 0 ? 'the document' : `\`${pathOf(pointer)}\``;
  const { keyword, params, propertyName } = schemaFault;
  const form = here?.form ?? here?.description;

  if (propertyName !== undefined) {
    const keyForm = here?.entries?.description ?? 'see the schema';
    const message = `${quoted(propertyName)} cannot be a key of ${name}`;
    return { code: 'ASSAY1115', pointer: [...pointer, propertyName], at: 'key', message, hint: sentence(keyForm) };
  }
  switch (keyword) {
    case 'propertyNames':
      // The fault of the name itself is reported with `propertyName`.
      return undefined;
    case 'anyOf':
      // What each alternative lacks is reported.
      return undefined;
    case 'additionalProperties':
      return unknownKey(String(params['additionalProperty']), pointer, name, here);
    case 'required': {
      const key = String(params['missingProperty']);
      if (isMisspelt(key, value, here)) return undefined;
      const description = here?.properties?.[key]?.description;
      return {
        code: 'ASSAY1106',
        pointer,
        at: 'key',
        message: `${name} has no \`${key}\``,
        hint: sentence(description),
      };
    }
    case 'type':
      return wrongType(asList(params['type']), pointer, value, name, here, positions);
    case 'enum':
    case 'const':
      return notAllowed(
        keyword === 'const' ? [params['allowedValue']] : asList(params['allowedValues']),
        pointer,
        value,
        name,
      );
    case 'discriminator': {
      // A tag that is absent is reported as a missing key.
      const tag = String(params['tag']);
      if (params['tagValue'] === undefined) return undefined;
      const inner = [...pointer, tag];
      return notAllowed(Object.keys(here?.cases ?? {}), inner, params['tagValue'], `\`${pathOf(inner)}\``);
    }
    case 'pattern':
    case 'format':
      return {
        code: 'ASSAY1110',
        pointer,
        at: 'value',
        message: `${name} is ${described(value)}`,
        hint: sentence(form),
      };
    case 'minLength':
    case 'maxLength': {
      const message = `${name} has ${[...String(value)].length} characters; ${limitOf(schemaFault)}`;
      return { code: 'ASSAY1110', pointer, at: 'value', message };
    }
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum': {
      const message = `${name} is ${value}; it must be ${params['comparison']} ${params['limit']}`;
      return { code: 'ASSAY1111', pointer, at: 'value', message, hint: sentence(here?.description) };
    }
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
    case 'maxProperties': {
      const count = Object.keys(value as object).length;
      const message = `${name} has ${count} ${count === 1 ? 'part' : 'parts'}; ${limitOf(schemaFault)}`;
      return { code: 'ASSAY1112', pointer, at: 'value', message, hint: sentence(here?.description) };
    }
    case 'uniqueItems': {
      const [first, second] = [Number(params['j']), Number(params['i'])].toSorted((a, b) => a - b) as [number, number];
      const message = `${name} has ${described(valueAt(root, [...pointer, second]))} twice, at ${first} and ${second}`;
      return { code: 'ASSAY1113', pointer: [...pointer, second], at: 'value', message };
    }
    case 'false schema': {
      const other = /dependentSchemas\/([^/]+)\//.exec(schemaFault.schemaPath)?.[1];
      const message = other ? `${name} cannot stand beside \`${other}\`` : `${name} cannot stand here`;
      return { code: 'ASSAY1114', pointer, at: 'key', message, hint: 'remove one of the two' };
    }
    default:
      // Every keyword that the schemas use is named above; a test holds this.
      throw new Error(`no diagnostic for the JSON Schema keyword ${keyword}`);
  }
}

/** Whether a key that is missing stands there misspelt: that is reported once, as an unknown key. */
function isMisspelt(missing: string, value: unknown, here: Shape | undefined): boolean {
  const known = Object.keys(here?.properties ?? {});
  // Of a hostile mapping not all keys are looked at.
  const keys = Object.keys(value as object).slice(0, 100);
  return keys.some((key) => !known.includes(key) && nearest(key, known) === missing);
}

function unknownKey(key: string, pointer: Pointer, name: string, here: Shape | undefined): Finding {
  const known = Object.keys(here?.properties ?? {});
  const meant = nearest(key, known);
  const hint = meant
    ? `did you mean \`${meant}\`?`
    : `${pointer.length === 0 ? 'it' : name} may have ${alternatives(known)}`;
  const message = `${quoted(key)} is not a key of ${name}`;
  return { code: 'ASSAY1105', pointer: [...pointer, key], at: 'key', message, hint };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a mapping',
  null: 'null',
};

function wrongType(
  types: readonly unknown[],
  pointer: Pointer,
  value: unknown,
  name: string,
  here: Shape | undefined,
  positions: Positions,
): Finding {
  const expected = alternatives(types.map((type) => TYPE_NAMES[String(type)] ?? String(type)));
  const message = `${name} is ${described(value)}; ${expected} is expected`;
  const written = positions.written(pointer);
  const scalar = value === null || typeof value === 'number' || typeof value === 'boolean';
  if (types.includes('string') && scalar && written) {
    const hint = `quote it, \`"${written}"\`: without quotes YAML reads ${described(value)}`;
    return { code: 'ASSAY1108', pointer, at: 'value', message, hint };
  }
  return { code: 'ASSAY1107', pointer, at: 'value', message, hint: sentence(here?.description) };
}

function notAllowed(allowed: readonly unknown[], pointer: Pointer, value: unknown, name: string): Finding {
  const words = allowed.map(String);
  const meant = typeof value === 'string' ? nearest(value, words) : undefined;
  const message = `${name} is ${described(value)}; ${alternatives(words.map((word) => `\`${word}\``))} may stand here`;
  return { code: 'ASSAY1109', pointer, at: 'value', message, hint: meant && `did you mean \`${meant}\`?` };
}

const limitOf = ({ keyword, params }: SchemaFault): string =>
  `${keyword.startsWith('min') ? 'at least' : 'at most'} ${String(params['limit'])} may stand here`;

/** A description as a hint: without its full stop, and small at the beginning unless that is an abbreviation. */
const sentence = (description: string | undefined): string | undefined =>
  description?.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase()).replace(/\.$/, '');

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
