/** The types of what `var` names, once it is known what that is. */
import type { OutputSpec } from '../plugins/contract.js';
import type { Pointer, Reference } from './ast.js';
import type { CheckContext } from './check-context.js';
import type { Interval } from './interval.js';
import { nearest } from '../document/nearest.js';
import type { Ground, Typed, TypedCondition } from './typed.js';
import { isPlain, isUnitFault, parseUnit, toBase } from './units.js';

/** One `var` in a rule. */
export interface Mention {
  /** As written: `cv.f1Macro`. */
  readonly name: string;
  /** Where the name stands. */
  readonly pointer: Pointer;
  /** Of the `var` node. */
  readonly node: Pointer;
  readonly context: CheckContext;
}

export function typedOutput(reference: Reference, spec: OutputSpec, mention: Mention): Typed {
  switch (spec.type) {
    case 'number':
    case 'integer': {
      const range: Interval = [spec.range[0] ?? -Infinity, spec.range[1] ?? Infinity];
      return typedQuantity(reference, spec.unit, mention, {
        range,
        ground: 'evidence',
        discrete: spec.type === 'integer',
      });
    }
    case 'boolean':
      return typedTruth(reference, 'evidence', mention);
    case 'enum':
      return {
        type: 'text',
        expression: { kind: 'reference', reference, pointer: mention.node },
        ground: 'evidence',
        values: spec.values,
      };
    case 'list':
      return { type: 'list', reference, outputs: spec.items };
  }
}

export function typedTruth(reference: Reference, ground: Ground, { node }: Mention): TypedCondition {
  return {
    type: 'boolean',
    condition: { kind: 'holds', reference, pointer: node },
    expression: { kind: 'reference', reference, pointer: node },
    ground,
  };
}

/** `range` is in the unit; what is not `discrete` is never compared for equality. */
export function typedQuantity(
  reference: Reference,
  unitText: string,
  { node, pointer, context }: Mention,
  { range, ground, discrete }: { readonly range: Interval; readonly ground: Ground; readonly discrete: boolean },
): Typed {
  const unit = parseUnit(unitText);
  if (isUnitFault(unit)) {
    return context.fault('ASSAY1215', pointer, `the unit of ${reference.name}: ${unit.fault}`, { hint: unit.hint });
  }
  const { dimension, factor } = unit;
  return {
    type: 'number',
    expression: { kind: 'reference', reference, factor, pointer: node },
    dimension,
    bare: false,
    plain: ground === 'parameter' && isPlain(dimension) && factor === 1,
    scaled: isPlain(dimension) && factor !== 1,
    ground,
    discrete,
    interval: [toBase(range[0], factor), toBase(range[1], factor)],
  };
}

/** What a record holds itself: a rule that names `constructor` names nothing. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function didYouMean(name: string, known: Iterable<string>, prefix = ''): string | undefined {
  const near = nearest(name, known);
  return near === undefined ? undefined : `did you mean ${prefix}${near}?`;
}
