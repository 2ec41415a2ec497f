/** JSON of a stranger, read piece by piece: what is not as expected is a fault at its place. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export class JsonFault extends Error {
  constructor(
    /** Such as `config.layers[3].class_name`; empty for the whole. */
    readonly where: string,
    reason: string,
  ) {
    super(where === '' ? reason : `${where}: ${reason}`);
  }
}

export const at = (where: string, key: string): string => (where === '' ? key : `${where}.${key}`);

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function listOf(value: Json | undefined, where: string): readonly Json[] {
  if (!Array.isArray(value)) throw new JsonFault(where, `a list is expected, not ${inWords(value)}`);
  return value as readonly Json[];
}

export function textOf(value: Json | undefined, where: string): string {
  if (typeof value !== 'string') throw new JsonFault(where, `a text is expected, not ${inWords(value)}`);
  return value;
}

export function objectOf(value: Json | undefined, where: string): JsonObject {
  if (!isObject(value)) throw new JsonFault(where, `an object is expected, not ${inWords(value)}`);
  return value;
}

/** Short, also of a value that is deep or long. */
export function inWords(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
