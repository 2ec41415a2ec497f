import type { OutputSpec, ScalarSpec } from './contract.js';
import { BASES, UNMEASURED_CAUSES } from './figure.js';
import { below, isFields, isFiniteNumber, strangers } from './fault.js';
import type { Fault, Fields } from './fault.js';
import { uncertaintyFaults } from './validate-uncertainty.js';

/** Faults of one output against its declaration. An unmeasured output needs a cause and words for it. */
export function outputFaults(spec: OutputSpec, value: unknown, pointer: string): readonly Fault[] {
  if (!isFields(value)) return [{ pointer, message: 'must be a figure, a fact, a list or unmeasured' }];
  if ('unmeasured' in value) return unmeasuredFaults(value, pointer);
  return spec.type === 'list' ? listFaults(spec, value, pointer) : scalarFaults(spec, value, pointer);
}

function unmeasuredFaults(value: Fields, pointer: string): readonly Fault[] {
  const faults = [...strangers(value, ['unmeasured', 'detail'], pointer)];
  if (!UNMEASURED_CAUSES.some((cause) => cause === value.unmeasured)) {
    faults.push({ pointer, message: `unknown cause ${JSON.stringify(value.unmeasured)}` });
  }
  if (typeof value.detail !== 'string' || value.detail === '')
    faults.push({ pointer, message: 'must say why in detail' });
  return faults;
}

function listFaults(spec: OutputSpec & { type: 'list' }, value: Fields, pointer: string): readonly Fault[] {
  if (!Array.isArray(value.items)) return [{ pointer, message: 'must be a list of items' }];
  const items: readonly unknown[] = value.items;
  return [
    ...strangers(value, ['items'], pointer),
    ...items.flatMap((item, index) => namedFaults(spec.items, item, `${pointer}/items/${index}`)),
  ];
}

/** Faults of an object that must hold every declared output and nothing else. */
export function namedFaults(
  specs: Readonly<Record<string, OutputSpec>>,
  value: unknown,
  pointer: string,
): readonly Fault[] {
  if (!isFields(value)) return [{ pointer, message: 'must be an object of named outputs' }];
  const absent = Object.keys(specs).filter((name) => !Object.hasOwn(value, name));
  return [
    ...Object.keys(value)
      .filter((name) => !Object.hasOwn(specs, name))
      .map((name) => ({ pointer: below(pointer, name), message: 'is not a declared output' })),
    ...absent.map((name) => ({ pointer: below(pointer, name), message: 'is declared and absent' })),
    ...Object.entries(specs)
      .filter(([name]) => Object.hasOwn(value, name))
      .flatMap(([name, spec]) => outputFaults(spec, value[name], below(pointer, name))),
  ];
}

function scalarFaults(spec: ScalarSpec, value: Fields, pointer: string): readonly Fault[] {
  if (!BASES.some((basis) => basis === value.basis)) {
    return [{ pointer, message: `basis must be one of ${BASES.join(', ')}` }];
  }
  if (spec.type === 'number' || spec.type === 'integer') return figureFaults(spec, value, pointer);
  const faults = [...strangers(value, ['value', 'basis'], pointer)];
  if (spec.type === 'boolean' && typeof value.value !== 'boolean') {
    faults.push({ pointer, message: 'value must be a boolean' });
  }
  if (spec.type === 'enum' && !spec.values.some((known) => known === value.value)) {
    faults.push({ pointer, message: `value must be one of ${spec.values.join(', ')}` });
  }
  return faults;
}

function figureFaults(
  spec: ScalarSpec & { type: 'number' | 'integer' },
  value: Fields,
  pointer: string,
): readonly Fault[] {
  const faults = [...strangers(value, ['estimate', 'unit', 'n', 'uncertainty', 'basis', 'rows'], pointer)];
  const { estimate } = value;
  const [low, high] = spec.range;
  if (value.unit !== spec.unit) faults.push({ pointer, message: `unit must be ${spec.unit} as declared` });
  if (value.n !== undefined && !(isFiniteNumber(value.n) && value.n > 0)) {
    faults.push({ pointer, message: 'n must be above 0' });
  }
  if (value.rows !== undefined && typeof value.rows !== 'string') {
    faults.push({ pointer, message: 'rows must be a digest' });
  }
  if (!isFiniteNumber(estimate)) return [...faults, { pointer, message: 'estimate must be a finite number' }];
  if ((low !== null && estimate < low) || (high !== null && estimate > high)) {
    faults.push({ pointer, message: `estimate ${estimate} is outside [${low ?? '−∞'}, ${high ?? '∞'}]` });
  }
  if (spec.type === 'integer' && !Number.isInteger(estimate)) {
    faults.push({ pointer, message: `estimate ${estimate} is no integer` });
  }
  return [...faults, ...uncertaintyFaults(value.uncertainty, estimate, spec.range, `${pointer}/uncertainty`)];
}
