import { createRequire } from 'node:module';
import type { Ajv2020 as Ajv } from 'ajv/dist/2020.js';
import type { SchemaFault, Validate } from '../document/validate.js';
import { CATALOGUE } from './catalogue.generated.js';
import type { CatalogueEntry } from './contract.js';
import { below, isFields } from './fault.js';
import type { Fault } from './fault.js';

const require = createRequire(import.meta.url);

/** Compiled with the engine. Only those of plugins that are asked for are loaded. */
const builtIn = (id: string): Validate =>
  (require(`./validators/${id.replace('/', '-')}.generated.cjs`) as { validate: Validate }).validate;

/** By the identity of the schema: a manifest is compiled once. */
const compiled = new WeakMap<object, Validate>();

export interface FilledParameters {
  /** Defaults filled in; as given where there are faults. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly faults: readonly Fault[];
}

/**
 * A measurement's `with`, checked against its plugin's schema, with the defaults filled in. `value` is left as it
 * is. Ajv itself is loaded only for plugins from manifests.
 */
export function fillParameters(entry: CatalogueEntry, value: unknown): FilledParameters {
  const given = value ?? {};
  if (!isFields(given)) return { value: {}, faults: [{ pointer: '', message: 'must be a map of parameters' }] };
  const filled = structuredClone(given);
  const validate = validatorOf(entry);
  if (typeof validate === 'string') return { value: given, faults: [{ pointer: '', message: validate }] };
  if (validate(filled)) return { value: filled, faults: [] };
  return { value: given, faults: (validate.errors ?? []).filter(isTelling).map(faultOf) };
}

function validatorOf(entry: CatalogueEntry): Validate | string {
  if (CATALOGUE[entry.id]?.parameters === entry.parameters) return builtIn(entry.id);
  const known = compiled.get(entry.parameters);
  if (known !== undefined) return known;
  try {
    const validate = compile(entry.parameters);
    compiled.set(entry.parameters, validate);
    return validate;
  } catch (error) {
    return `the plugin’s own parameter schema is no JSON Schema: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function compile(schema: CatalogueEntry['parameters']): Validate {
  // Synchronous and only on use: ajv takes some 30 ms to load.
  const { Ajv2020 } = require('ajv/dist/2020.js') as { Ajv2020: typeof Ajv };
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, allowUnionTypes: true, strict: false });
  return ajv.compile(schema) as Validate;
}

/** `if` only says that one of its branches failed, and that branch's fault stands beside it. */
const isTelling = (fault: SchemaFault): boolean => fault.keyword !== 'if';

function faultOf(fault: SchemaFault): Fault {
  const { instancePath, keyword, params } = fault;
  if (keyword === 'additionalProperties') {
    return { pointer: below(instancePath, String(params['additionalProperty'])), message: 'is not a parameter' };
  }
  if (keyword === 'required') {
    return { pointer: below(instancePath, String(params['missingProperty'])), message: 'must be given' };
  }
  if (keyword === 'enum' && Array.isArray(params['allowedValues'])) {
    return { pointer: instancePath, message: `must be one of ${params['allowedValues'].join(', ')}` };
  }
  return { pointer: instancePath, message: fault.message ?? `breaks ${keyword}` };
}
