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
