/** Where (a JSON Pointer) a value departs from its contract, and how. */
export interface Fault {
  readonly pointer: string;
  readonly message: string;
}

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** `pointer` with `key` below it, escaped as in RFC 6901. */
export const below = (pointer: string, key: string | number): string =>
  `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Keys of `value` that are not among `known`. */
export const strangers = (value: Fields, known: readonly string[], pointer: string): readonly Fault[] =>
  Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => ({ pointer: below(pointer, key), message: 'is not part of the contract' }));
