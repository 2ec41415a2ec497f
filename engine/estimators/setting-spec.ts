/** What an estimator declares of each of its settings. */

/** The part of JSON Schema that settings need. */
export type SettingSchema =
  | {
      readonly type: 'number' | 'integer';
      readonly minimum?: number;
      readonly exclusiveMinimum?: number;
      readonly maximum?: number;
      readonly exclusiveMaximum?: number;
    }
  | { readonly type: 'boolean' | 'null' | 'string' }
  | { readonly enum: readonly (string | number | boolean | null)[] }
  | { readonly type: 'array'; readonly items: SettingSchema; readonly minItems?: number }
  | MapSchema
  | { readonly anyOf: readonly SettingSchema[] };

export type MapSchema =
  | { readonly type: 'object'; readonly additionalProperties?: SettingSchema }
  /** Exactly these, all of them. */
  | { readonly type: 'object'; readonly properties: Readonly<Record<string, SettingSchema>> };

export interface SettingSpec {
  readonly schema: SettingSchema;
  readonly default: unknown;
  /** Where regressions have another default. */
  readonly defaultForNumbers?: unknown;
  readonly description: string;
}
