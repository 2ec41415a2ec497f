/** From a reference in a rule to what the evidence says of it, or why it says nothing. */
import { isFact, isFigure, isList, isUnmeasured } from '../plugins/figure.js';
import type { Basis, Fact, Figure, FigureList, Output, Unmeasured } from '../plugins/figure.js';
import type { Reference } from '../rules/ast.js';
import { exactSpread, rangeSpread } from './kinds/constant.js';
import type { Spread } from './kinds/spread.js';
import { spreadOf } from './support.js';
import type { Cause, EvidenceSource } from './verdict.js';

export interface Unknown {
  readonly kind: 'unknown';
  readonly cause: Cause;
  readonly detail: string;
  readonly basis?: Basis;
}

/** A number with its spread, both in `unit`. */
export interface KnownNumber {
  readonly kind: 'number';
  /** Equal for two references to one figure: they are one quantity, not two. */
  readonly identity: string;
  readonly estimate: number;
  readonly spread: Spread;
  readonly figure?: Figure;
  readonly basis?: Basis;
}

export interface KnownDiscrete {
  readonly kind: 'discrete';
  readonly value: string | boolean | readonly string[];
  readonly basis?: Basis;
}

export interface Scope {
  readonly source: EvidenceSource;
  /** Bases that the rule accepts; every basis where it is `undefined` (in `when`, facts are what decides). */
  readonly accepted: readonly Basis[] | undefined;
  /** Judge estimates as they stand (`confidence: point`). Bands and unmeasured figures keep their three values. */
  readonly point: boolean;
  /** Inside `all`, `some`, `none`: the item, and its place as evidence names it (`slices.items[2]`). */
  readonly item?: { readonly outputs: FigureList['items'][number]; readonly name: string };
}

const unknown = (cause: Cause, detail: string): Unknown => ({ kind: 'unknown', cause, detail });

/** How evidence names a reference: as written, with the item's place before an item's output. */
export const nameOf = (reference: Reference, scope: Scope): string =>
  reference.root === 'item' ? `${scope.item?.name ?? 'item'}.${reference.output}` : reference.name;

export function resolveNumber(reference: Reference, scope: Scope): KnownNumber | Unknown {
  const name = nameOf(reference, scope);
  if (reference.root === 'parameters' || reference.root === 'subject') {
    const value = constantOf(reference, scope);
    if (isUnknown(value)) return value;
    if (typeof value.value !== 'number' || !Number.isFinite(value.value))
      return unknown('failed', `${name} is not a number`);
    const constant = {
      kind: 'number',
      identity: name,
      estimate: value.value,
      spread: exactSpread(value.value),
    } as const;
    return value.basis === undefined ? constant : { ...constant, basis: value.basis };
  }
  const output = outputOf(reference, scope);
  if (isUnmeasured(output)) return unknown(output.unmeasured, output.detail);
  if (!isFigure(output)) return unknown('failed', `${name} is not a number`);
  if (output.unit !== reference.unit) {
    return unknown('failed', `${name} came in ${output.unit} where ${reference.unit} was declared`);
  }
  const refused = refusal(output.basis, name, scope);
  if (refused) return refused;
  const spread = spreadOf(output);
  if (!spread) return unknown('failed', `${name} has an estimate or uncertainty that is not a number`);
  const judged = scope.point && spread.chance ? pointSpread(output) : spread;
  const { estimate, basis } = output;
  // Without `...`: what V8 copies so outlives collections of young objects, at a fifth of a verdict's time.
  return { kind: 'number', identity: name, estimate, spread: judged, figure: output, basis };
}

/** The estimate as it stands, or the band in which it would be with the answers that are lacking. */
function pointSpread({ estimate, uncertainty }: Figure): Spread {
  const point = uncertainty.kind === 'bounds' ? uncertainty.point : undefined;
  return point === undefined ? exactSpread(estimate) : rangeSpread(point.lower, point.upper);
}

export function resolveDiscrete(reference: Reference, scope: Scope): KnownDiscrete | Unknown {
  const name = nameOf(reference, scope);
  const held =
    reference.root === 'parameters' || reference.root === 'subject'
      ? constantOf(reference, scope)
      : factOf(outputOf(reference, scope), name, scope);
  if (isUnknown(held)) return held;
  const { value, basis } = held;
  if (typeof value === 'string' || typeof value === 'boolean' || isTexts(value)) {
    return { kind: 'discrete', value, ...(basis === undefined ? {} : { basis }) };
  }
  return unknown('failed', `${name} is neither text, nor a boolean, nor a list of texts`);
}

export function resolveList(reference: Reference, scope: Scope): FigureList | Unknown {
  const output = outputOf(reference, scope);
  if (isUnmeasured(output)) return unknown(output.unmeasured, output.detail);
  if (isList(output) && Array.isArray(output.items) && output.items.every(isItem)) return output;
  return unknown('failed', `${nameOf(reference, scope)} is not a list`);
}

const isItem = (item: unknown): boolean => typeof item === 'object' && item !== null;

export const isUnknown = (value: object): value is Unknown => 'kind' in value && value.kind === 'unknown';

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function refusal(basis: Basis, name: string, scope: Scope): Unknown | undefined {
  if (scope.accepted === undefined || scope.accepted.includes(basis)) return undefined;
  return { ...unknown('basis', `${name} is ${basis}; the rule takes ${scope.accepted.join(', ')}`), basis };
}

interface Constant {
  readonly value: unknown;
  readonly basis?: Basis;
}

/** Parameters are the rule's own; facts of the subject are somebody's word, which `require` may refuse. */
function constantOf(reference: Reference & { root: 'parameters' | 'subject' }, scope: Scope): Constant | Unknown {
  if (reference.root === 'parameters') return { value: reference.value };
  const { facts } = scope.source;
  const value = Object.hasOwn(facts, reference.fact) ? facts[reference.fact] : undefined;
  if (value === undefined || value === null) {
    return unknown('missing-input', `the subject does not say ${reference.name}`);
  }
  return refusal('declared', reference.name, scope) ?? { value, basis: 'declared' };
}

function outputOf(reference: Reference, scope: Scope): Output | Unmeasured {
  const outputs =
    reference.root === 'item'
      ? scope.item?.outputs
      : reference.root === 'measurement' && Object.hasOwn(scope.source.measurements, reference.alias)
        ? scope.source.measurements[reference.alias]
        : undefined;
  const name = reference.root === 'item' || reference.root === 'measurement' ? reference.output : '';
  const output: unknown = outputs && Object.hasOwn(outputs, name) ? outputs[name] : undefined;
  // A cache or a plugin could hand us anything here; what is no output at all is a failed one.
  if (typeof output !== 'object' || output === null) {
    return { unmeasured: 'failed', detail: `the measurement gave no ${nameOf(reference, scope)}` };
  }
  return output as Output;
}

function factOf(output: Fact | Output, name: string, scope: Scope): Constant | Unknown {
  if (isUnmeasured(output)) return unknown(output.unmeasured, output.detail);
  if (!isFact(output)) return unknown('failed', `${name} is neither text nor a boolean`);
  return refusal(output.basis, name, scope) ?? { value: output.value, basis: output.basis };
}
