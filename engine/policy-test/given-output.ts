/** Figures as a PolicyTest writes them, as the outputs that rules are judged on. */
import type { OutputSpec, ScalarSpec } from '../plugins/contract.js';
import { BASES, UNMEASURED_CAUSES } from '../plugins/figure.js';
import type { Basis, Fact, Figure, Output, Uncertainty, Unmeasured, UnmeasuredCause } from '../plugins/figure.js';
import { fromBase, isUnitFault, parseUnit, sameDimension, toBase } from '../rules/units.js';

export interface NoOutput {
  readonly fault: string;
}

export const isNoOutput = (given: Output | NoOutput): given is NoOutput => 'fault' in given;

/** What `value` says of an output that is declared so, or what is wrong with it. */
export function givenOutput(value: unknown, spec: OutputSpec): Output | NoOutput {
  if (isMap(value) && 'unmeasured' in value) return unmeasuredOf(value);
  if (spec.type !== 'list') return scalarOf(value, spec);
  if (!Array.isArray(value)) return { fault: 'is a list of items' };
  const items: Record<string, Figure | Fact | Unmeasured>[] = [];
  for (const [index, item] of value.entries()) {
    if (!isMap(item)) return { fault: `item ${index + 1} is no map of outputs` };
    const outputs: Record<string, Figure | Fact | Unmeasured> = {};
    for (const [name, part] of Object.entries(item)) {
      const declared = Object.hasOwn(spec.items, name) ? spec.items[name] : undefined;
      if (declared === undefined) return { fault: `item ${index + 1} has ${name}, which items have not` };
      const output = isMap(part) && 'unmeasured' in part ? unmeasuredOf(part) : scalarOf(part, declared);
      if ('fault' in output) return { fault: `${name} of item ${index + 1} ${output.fault}` };
      outputs[name] = output;
    }
    items.push(outputs);
  }
  return { items };
}

/** An output of which the case says nothing. */
export const NOT_GIVEN: Unmeasured = { unmeasured: 'missing-input', detail: 'the case gives no value' };

function unmeasuredOf(value: Readonly<Record<string, unknown>>): Unmeasured | NoOutput {
  const cause = UNMEASURED_CAUSES.find((known) => known === value['unmeasured']);
  const excess = Object.keys(value).find((key) => key !== 'unmeasured' && key !== 'detail');
  if (excess !== undefined) return { fault: `is unmeasured and has ${excess} all the same` };
  return cause === undefined
    ? { fault: `is unmeasured for no known cause; causes are ${UNMEASURED_CAUSES.join(', ')}` }
    : { unmeasured: cause satisfies UnmeasuredCause, detail: String(value['detail'] ?? 'the case says so') };
}

function scalarOf(value: unknown, spec: ScalarSpec): Figure | Fact | NoOutput {
  if (spec.type === 'boolean' || spec.type === 'enum') return factOf(value, spec);
  const given = isMap(value) ? value : { estimate: value };
  const basis = basisOf(given['basis']);
  const scale = scaleOf(given['unit'], spec.unit);
  const spread = spreadOf(given);
  for (const part of [basis, scale, spread]) if (typeof part === 'object' && 'fault' in part) return part;
  const { estimate, uncertainty, n } = (spread as Spread)(scale as (value: number) => number);
  const [least, most] = spec.range;
  if (spec.type === 'integer' && uncertainty.kind === 'exact' && !Number.isInteger(estimate)) {
    return { fault: 'is a whole number' };
  }
  if ((least !== null && estimate < least) || (most !== null && estimate > most)) {
    return { fault: `lies between ${least ?? '−∞'} and ${most ?? '∞'}` };
  }
  return { estimate, unit: spec.unit, ...(n === undefined ? {} : { n }), uncertainty, basis: basis as Basis };
}

function factOf(value: unknown, spec: Exclude<ScalarSpec, { type: 'number' | 'integer' }>): Fact | NoOutput {
  const given = isMap(value) ? value : { value };
  const basis = basisOf(given['basis']);
  if (typeof basis === 'object') return basis;
  const said = given['value'];
  if (spec.type === 'boolean')
    return typeof said === 'boolean' ? { value: said, basis } : { fault: 'is true or false' };
  return typeof said === 'string' && spec.values.includes(said)
    ? { value: said, basis }
    : { fault: `is one of ${spec.values.join(', ')}` };
}

function basisOf(given: unknown): Basis | NoOutput {
  if (given === undefined) return 'observed';
  return BASES.find((basis) => basis === given) ?? { fault: `has a basis that is none of ${BASES.join(', ')}` };
}

/** From the unit that the case writes to the output's own. */
function scaleOf(given: unknown, declared: string): ((value: number) => number) | NoOutput {
  if (given === undefined) return (value) => value;
  const [from, to] = [parseUnit(String(given)), parseUnit(declared)];
  if (isUnitFault(from)) return { fault: `has a unit that is none: ${from.fault}` };
  if (isUnitFault(to) || !sameDimension(from.dimension, to.dimension)) return { fault: `is in ${declared}` };
  return (value) => fromBase(toBase(value, from.factor), to.factor);
}

type Spread = (scale: (value: number) => number) => {
  readonly estimate: number;
  readonly uncertainty: Uncertainty;
  readonly n?: number;
};

/** The uncertainty that a map's keys tell. */
function spreadOf(given: Readonly<Record<string, unknown>>): Spread | NoOutput {
  const keys = Object.keys(given).filter((key) => !['basis', 'unit'].includes(key));
  const form = FORMS.find(
    ({ needs, takes }) =>
      needs.every((key) => keys.includes(key)) && keys.every((key) => needs.includes(key) || takes.includes(key)),
  );
  if (form === undefined)
    return { fault: `is a number, or a map of ${FORMS.map(({ needs }) => needs.join(', ')).join('; or ')}` };
  const numbers: Record<string, number> = {};
  for (const key of keys.filter((each) => each !== 'transform' && each !== 'anytime')) {
    const value = given[key];
    if (typeof value !== 'number' || !Number.isFinite(value)) return { fault: `has ${key}, which is no number` };
    numbers[key] = value;
  }
  const fault = form.fault(numbers, given);
  return fault === undefined ? form.spread(numbers, given) : { fault };
}

type Numbers = Readonly<Record<string, number>>;
type Given = Readonly<Record<string, unknown>>;

const FORMS: readonly {
  readonly needs: readonly string[];
  readonly takes: readonly string[];
  readonly fault: (numbers: Numbers, given: Given) => string | undefined;
  readonly spread: (numbers: Numbers, given: Given) => Spread;
}[] = [
  {
    needs: ['estimate'],
    takes: ['n'],
    fault: () => undefined,
    spread:
      ({ estimate, n }) =>
      (scale) => ({ estimate: scale(estimate!), uncertainty: { kind: 'exact' }, ...(n === undefined ? {} : { n }) }),
  },
  {
    needs: ['k', 'n'],
    takes: [],
    fault: ({ k, n }) => (n! >= 1 && k! >= 0 && k! <= n! ? undefined : 'has a k that is not from 0 to n'),
    spread:
      ({ k, n }) =>
      (scale) => ({ estimate: scale(k! / n!), uncertainty: { kind: 'proportion', k: k!, n: n! }, n: n! }),
  },
  {
    needs: ['estimate', 'scale', 'df'],
    takes: ['n', 'transform'],
    fault: ({ scale, df }, { transform = 'logit' }) =>
      transform !== 'logit' && transform !== 'log'
        ? 'has a transform that is neither logit nor log'
        : scale! > 0 && df! > 0
          ? undefined
          : 'has a scale or df that is not above 0',
    spread:
      ({ estimate, scale, df, n }, { transform }) =>
      (convert) => ({
        estimate: convert(estimate!),
        uncertainty: {
          kind: 'student-t',
          scale: transform === undefined ? convert(scale!) : scale!,
          df: df!,
          ...(transform === undefined ? {} : { transform: transform as 'logit' | 'log' }),
        },
        ...(n === undefined ? {} : { n }),
      }),
  },
  {
    needs: ['lower', 'upper', 'level'],
    takes: ['estimate', 'n', 'anytime'],
    fault: ({ level, ...ends }) =>
      level! > 0 && level! < 1 ? disorder(ends) : 'has a level that is not between 0 and 1',
    spread:
      ({ lower, upper, level, estimate = (lower! + upper!) / 2 }, { anytime }) =>
      (scale) => ({
        estimate: scale(estimate),
        uncertainty: {
          kind: 'bounds',
          lower: scale(lower!),
          upper: scale(upper!),
          level: level!,
          anytime: anytime === true,
        },
      }),
  },
  {
    needs: ['lower', 'upper'],
    takes: ['estimate'],
    fault: (ends) => disorder(ends),
    spread:
      ({ lower, upper, estimate = (lower! + upper!) / 2 }) =>
      (scale) => ({
        estimate: scale(estimate),
        uncertainty: { kind: 'range', lower: scale(lower!), upper: scale(upper!) },
      }),
  },
];

function disorder({ lower, upper, estimate = lower }: Numbers): string | undefined {
  return lower! <= estimate! && estimate! <= upper! ? undefined : 'has ends or an estimate out of order';
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
