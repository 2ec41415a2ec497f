import type { Diagnostic } from '../document/diagnostic.js';
import type { ProfileDocument, StandardDocument, Rule } from '../document/types.generated.js';
import type { Positions } from '../document/positions.js';
import type { Place } from '../document/source-text.js';
import type { EffectiveParameter, Origin, Terms, Waivable, Waiver } from './policy.js';

/** A Standard or Profile as read. */
export interface Layer {
  readonly id: string;
  readonly version: string;
  readonly file: string;
  readonly digest: string;
  readonly document: StandardDocument | ProfileDocument;
  readonly positions: Positions;
}

export interface Setting<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** What profiles ask for more strictly than the rule itself, each with who set it last. */
export interface Tightened {
  readonly confidence?: Setting<Terms['confidence']>;
  readonly basis?: Setting<Terms['basis']>;
  readonly waiver?: Setting<Waivable>;
  readonly maxAge?: Setting<number>;
  /** Raw JSON Logic, or `always`. */
  readonly when?: Setting<unknown> & { readonly layer: Layer };
}

/** A rule before its static check: whose it is, and at what level it now stands. */
export interface RuleDraft {
  readonly id: string;
  readonly layer: Layer;
  readonly index: number;
  readonly rule: Rule;
  readonly level: 'shall' | 'should';
  /** Where a profile raised it, or ended its transition. */
  readonly raised?: Origin;
  readonly tightened?: Tightened;
}

/** A rule that a profile leaves out, and where. */
export interface Excluded {
  readonly rule: RuleDraft;
  readonly origin: Origin;
}

/** What a document comes to, together with all that it imports. */
export interface View {
  /** By id, imported ones first. */
  readonly layers: ReadonlyMap<string, Layer>;
  readonly packs: ReadonlyMap<string, { readonly id: string; readonly version: string; readonly digest: string }>;
  /** By `<layer>.<name>`. */
  readonly parameters: ReadonlyMap<string, EffectiveParameter>;
  /** By `<layer>/<rule-id>`. */
  readonly rules: ReadonlyMap<string, RuleDraft>;
  /** By id; a rule that another import keeps is among `rules` too. */
  readonly excluded: ReadonlyMap<string, Excluded>;
  readonly waivers: readonly Waiver[];
  /** Absolute paths of plugin manifests that profiles name, with the place of the name. */
  readonly manifests: ReadonlyMap<string, Place>;
}

export const EMPTY_VIEW: View = {
  layers: new Map(),
  packs: new Map(),
  parameters: new Map(),
  rules: new Map(),
  excluded: new Map(),
  waivers: [],
  manifests: new Map(),
};

export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly severity?: Diagnostic['severity'];
}

/** A diagnostic at a place of a layer's document. */
export function faultAt(
  positions: Positions,
  pointer: readonly (string | number)[],
  at: 'key' | 'value',
  fault: Fault,
): Diagnostic {
  const { code, severity = 'error', message, hint } = fault;
  return {
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(at === 'key' ? positions.key(pointer) : positions.value(pointer)),
  };
}

export function originOf(
  layer: Pick<Layer, 'id' | 'file' | 'positions'>,
  pointer: readonly (string | number)[],
): Origin {
  return { file: layer.file, range: layer.positions.value(pointer).range, layer: layer.id };
}
