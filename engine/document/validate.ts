/** One fault that a validator compiled from a JSON Schema found. */
export interface SchemaFault {
  /** RFC 6901, from the document's root. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  /** Set where the fault is in a key (`propertyNames`). */
  readonly propertyName?: string;
}

/** A validator compiled at build time. After a call that gave `false`, `errors` has the faults, all of them. */
export interface Validate {
  (data: unknown): boolean;
  errors?: readonly SchemaFault[] | null;
}

/** What a schema says of a value, as far as messages and editors need it. */
export interface Shape {
  readonly description?: string;
  /** What the `pattern` or `format` of a text means, in words. */
  readonly form?: string;
  /** The values that may stand here, where they are few. */
  readonly values?: readonly unknown[];
  /** Keys that a mapping must have. */
  readonly required?: readonly string[];
  /** The keys that may stand in a mapping. */
  readonly properties?: Readonly<Record<string, Shape>>;
  /** Of a mapping with keys of the author's own: what each value is. */
  readonly entries?: Shape;
  readonly items?: Shape;
  /** The key that says which of `cases` a mapping is. */
  readonly tag?: string;
  readonly cases?: Readonly<Record<string, Shape>>;
}
