import type { TrainingTarget } from './estimator.js';
import { EstimatorFault } from './estimator-fault.js';
import type { MapSchema, SettingSchema, SettingSpec } from './setting-spec.js';

type Specs = Readonly<Record<string, SettingSpec>>;

/** A subject's `estimator.with`, checked, with the defaults of its target filled in. Throws `EstimatorFault`. */
export function fillSettings(
  type: string,
  specs: Specs,
  given: Readonly<Record<string, unknown>>,
  target: TrainingTarget['kind'],
): Readonly<Record<string, unknown>> {
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(specs, name));
  if (stranger !== undefined) {
    const known = Object.keys(specs).join(', ') || 'none';
    throw new EstimatorFault('unsupported', `${type} has no setting ${stranger}; it has ${known}`);
  }
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      if (!Object.hasOwn(given, name)) return [name, defaultOf(spec, target)];
      const value = given[name];
      if (!accepts(spec.schema, value)) {
        const found = JSON.stringify(value);
        throw new EstimatorFault('unsupported', `${type}: ${name} must be ${inWords(spec.schema)}, not ${found}`);
      }
      return [name, value];
    }),
  );
}

export const defaultOf = (spec: SettingSpec, target: TrainingTarget['kind']): unknown =>
  target === 'numbers' && Object.hasOwn(spec, 'defaultForNumbers') ? spec.defaultForNumbers : spec.default;

function accepts(schema: SettingSchema, value: unknown): boolean {
  if ('anyOf' in schema) return schema.anyOf.some((one) => accepts(one, value));
  if ('enum' in schema) return schema.enum.some((one) => one === value);
  switch (schema.type) {
    case 'null':
      return value === null;
    case 'boolean':
    case 'string':
      return typeof value === schema.type;
    case 'array':
      return (
        Array.isArray(value) &&
        value.length >= (schema.minItems ?? 0) &&
        value.every((item) => accepts(schema.items, item))
      );
    case 'object':
      return isMap(value) && acceptsMap(schema, value);
    case 'number':
    case 'integer':
      return (
        typeof value === 'number' &&
        (schema.type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
        value >= (schema.minimum ?? Number.NEGATIVE_INFINITY) &&
        value > (schema.exclusiveMinimum ?? Number.NEGATIVE_INFINITY) &&
        value <= (schema.maximum ?? Number.POSITIVE_INFINITY) &&
        value < (schema.exclusiveMaximum ?? Number.POSITIVE_INFINITY)
      );
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function acceptsMap(schema: MapSchema, value: Readonly<Record<string, unknown>>): boolean {
  if ('properties' in schema) {
    const names = Object.keys(schema.properties);
    return (
      Object.keys(value).length === names.length &&
      names.every((name) => Object.hasOwn(value, name) && accepts(schema.properties[name]!, value[name]))
    );
  }
  const { additionalProperties: items } = schema;
  return items === undefined || Object.values(value).every((item) => accepts(items, item));
}

function inWords(schema: SettingSchema): string {
  if ('anyOf' in schema) return schema.anyOf.map(inWords).join(' or ');
  if ('enum' in schema) return `one of ${schema.enum.map((one) => JSON.stringify(one)).join(', ')}`;
  switch (schema.type) {
    case 'null':
      return 'null';
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'text';
    case 'array':
      return `a list of ${inWords(schema.items)}`;
    case 'object':
      if ('properties' in schema) {
        const parts = Object.entries(schema.properties).map(([name, one]) => `${name} (${inWords(one)})`);
        return `a map of ${parts.join(', ')}`;
      }
      return schema.additionalProperties === undefined ? 'a map' : `a map to ${inWords(schema.additionalProperties)}`;
    case 'number':
    case 'integer': {
      const limits = [
        schema.minimum !== undefined && `from ${schema.minimum}`,
        schema.exclusiveMinimum !== undefined && `above ${schema.exclusiveMinimum}`,
        schema.maximum !== undefined && `up to ${schema.maximum}`,
        schema.exclusiveMaximum !== undefined && `below ${schema.exclusiveMaximum}`,
      ].filter((limit) => limit !== false);
      return [schema.type === 'integer' ? 'a whole number' : 'a number', ...limits].join(' ');
    }
  }
}
