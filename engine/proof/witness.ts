/** From a model of formulas back to evidence: measurement values that judging takes, as plain as they can be. */
import { studentTQuantile } from '../numerics/distributions/student-t.js';
import { BASES, type Basis, type Fact, type Figure, type Output, type Unmeasured } from '../plugins/figure.js';
import type { Term } from '../judge/term.js';
import type { KnownAges } from './ages.js';
import type { Compound } from './comparison.js';
import type { Encoder } from './encoder.js';
import { and, atMost, below, equal, FALSE, implies, not, or, real, TRUE, type Formula } from './formula.js';
import { plainNumber } from './plain-number.js';
import { LARGEST } from './threshold.js';
import type { AnyUnknown, ListUnknown, NumberUnknown } from './unknowns.js';

/** Values by the unknown's place. */
export interface Witness {
  readonly facts: Readonly<Record<string, unknown>>;
  /** By request and output. */
  readonly outputs: ReadonlyMap<string, ReadonlyMap<string, Output>>;
  readonly ages: KnownAges;
  /** What was said of each unknown, for people. */
  readonly said: ReadonlyMap<AnyUnknown, Output | { readonly fact: unknown }>;
}

/** A kind of evidence to look among: the plainest first. */
export interface Kind {
  readonly name: 'exact' | 'incomplete' | 'sampled' | 'bounded';
  readonly holds: Formula;
  readonly figure: (number: NumberUnknown, values: Values) => Pick<Figure, 'estimate' | 'uncertainty'>;
}

/** The model's value of a formula or term. */
export interface Values {
  truth(formula: Formula): boolean;
  number(term: string): number;
}

/** Degrees of freedom of a sampled figure in a counterexample: those of 30 readings. */
const DF = 29;

export function kindsOf(encoder: Encoder): readonly Kind[] {
  const { theory } = encoder;
  const numbers = [...encoder.unknowns.all.values()].filter((one): one is NumberUnknown => one.kind === 'number');
  const compounds = [...encoder.comparisons.compounds.values()];
  const definite = numbers.map((number) => and(not(number.chance), isExact(number)));
  const exact =
    (plain: boolean): Kind['figure'] =>
    (number, values) => ({
      estimate: plain ? plainNumber(values.number(number.estimate), number) : values.number(number.estimate),
      uncertainty: { kind: 'exact' },
    });
  const alone = new Set(numbers.filter((number) => !compounds.some(({ inputs }) => inputs.includes(number))));
  const figure: Kind['figure'] = (number, values) => exact(alone.has(number))(number, values);
  const common = and(encoder.lists.oneItem(), ...compounds.map(valueOfCompound));
  const plain = [...encoder.unknowns.all.values()].map(({ known, ...rest }) =>
    and(known, 'basis' in rest && rest.basis !== undefined ? equal(rest.basis, '0') : TRUE),
  );
  return [
    { name: 'exact', holds: theory.define(and(common, ...definite, ...plain)), figure },
    { name: 'incomplete', holds: theory.define(and(common, ...definite)), figure },
    sampledKind(encoder, numbers, and(common, ...plain), compounds, 1e-2),
    sampledKind(encoder, numbers, common, compounds, 1e-4),
    boundedKind(encoder, numbers, common, compounds),
  ];
}

const isExact = ({ low, estimate, high }: NumberUnknown): Formula => and(equal(low, estimate), equal(estimate, high));

/** Of exact inputs, an expression is what it comes to. */
function valueOfCompound(compound: Compound): Formula {
  const value = `(- ${textOf(compound.left, compound)} ${textOf(compound.right, compound)})`;
  return implies(
    and(...compound.inputs.map((input) => input.known)),
    and(equal(compound.low, value), equal(compound.high, value)),
  );
}

function textOf(term: Term, compound: Compound): string {
  switch (term.kind) {
    case 'fixed':
      return real(Number.isFinite(term.interval[0]) ? term.interval[0] : 0);
    case 'chance':
      return `(* ${compound.inputs[term.input]!.estimate} ${real(term.factor)})`;
    case 'arithmetic': {
      const parts = term.parts.map((part) => textOf(part, compound));
      const [first = '0.0', ...rest] = parts;
      if (rest.length === 0) return term.operator === '-' ? `(- ${first})` : first;
      if (term.operator === 'min' || term.operator === 'max') {
        const before = term.operator === 'min' ? '<=' : '>=';
        return rest.reduce((a, b) => `(ite (${before} ${a} ${b}) ${a} ${b})`, first);
      }
      // A remainder has no term here: what such an expression comes to is left open, and judging decides.
      return term.operator === '%' ? first : `(${term.operator} ${parts.join(' ')})`;
    }
  }
}

const noChanceIn = (compounds: readonly Compound[]): Formula =>
  and(...compounds.flatMap(({ inputs }) => inputs).map((input) => and(not(input.chance), isExact(input))));

/**
 * Student's t: bounds are the estimate less and plus a quantile times the scale.
 *
 * @param clearance share of a limit that bounds stay away from it, so that rounding moves none across
 */
function sampledKind(
  { theory }: Encoder,
  numbers: readonly NumberUnknown[],
  common: Formula,
  compounds: readonly Compound[],
  clearance: number,
): Kind {
  const scales = new Map<NumberUnknown, string>();
  const facts = numbers.map((number) => {
    if (number.chance === FALSE) return isExact(number);
    const scale = theory.real();
    scales.set(number, scale);
    const bounds = [...number.bounds.values()].flatMap(({ error, lower, upper }) => {
      const reach = `(* ${real(studentTQuantile(1 - error, DF))} ${scale})`;
      return [equal(lower, `(- ${number.estimate} ${reach})`), equal(upper, `(+ ${number.estimate} ${reach})`)];
    });
    return implies(
      number.chance,
      and(below('0.0', scale), below(scale, real(LARGEST)), ...bounds, ...offLimits(number, clearance)),
    );
  });
  return {
    name: 'sampled',
    holds: theory.define(and(common, noChanceIn(compounds), ...facts)),
    figure: (number, values) =>
      values.truth(number.chance)
        ? {
            estimate: rounded(values.number(number.estimate)),
            uncertainty: { kind: 'student-t', scale: rounded(values.number(scales.get(number)!)), df: DF },
          }
        : band(number, values),
  };
}

/** Bounds that hold with one probability: they decide at errors from 1 less it, and nothing at smaller ones. */
function boundedKind(
  { theory }: Encoder,
  numbers: readonly NumberUnknown[],
  common: Formula,
  compounds: readonly Compound[],
): Kind {
  const found = new Map<NumberUnknown, { readonly from: string; readonly lower: string; readonly upper: string }>();
  const facts = numbers.map((number) => {
    if (number.chance === FALSE) return isExact(number);
    const [from, lower, upper] = [theory.real(), theory.real(), theory.real()];
    found.set(number, { from, lower, upper });
    const errors = [...number.bounds.values()];
    const bounds = errors.map((bound) => {
      const holds = atMost(from, real(bound.error));
      return and(
        equal(bound.lower, `(ite ${holds} ${lower} ${real(-LARGEST)})`),
        equal(bound.upper, `(ite ${holds} ${upper} ${real(LARGEST)})`),
      );
    });
    const level = or(
      ...errors.map(({ error }) => equal(from, real(error))),
      errors.length === 0 ? equal(from, '0.05') : FALSE,
    );
    return implies(
      number.chance,
      and(level, atMost(lower, number.estimate), atMost(number.estimate, upper), ...bounds),
    );
  });
  return {
    name: 'bounded',
    holds: theory.define(and(common, noChanceIn(compounds), ...facts)),
    figure: (number, values) => {
      const bounds = found.get(number);
      if (bounds === undefined || !values.truth(number.chance)) return band(number, values);
      const [lower, upper] = [values.number(bounds.lower), values.number(bounds.upper)];
      const level = 1 - values.number(bounds.from);
      return {
        estimate: values.number(number.estimate),
        uncertainty: { kind: 'bounds', lower, upper, level, anytime: false },
      };
    },
  };
}

function band(number: NumberUnknown, values: Values): Pick<Figure, 'estimate' | 'uncertainty'> {
  const [estimate, lower, upper] = [number.estimate, number.low, number.high].map((symbol) => values.number(symbol));
  const uncertainty =
    lower === upper ? { kind: 'exact' as const } : { kind: 'range' as const, lower: lower!, upper: upper! };
  return { estimate: estimate!, uncertainty };
}

function offLimits(number: NumberUnknown, clearance: number): Formula[] {
  return [...number.bounds.values()].flatMap(({ lower, upper }) =>
    [...number.limits].flatMap((limit) => {
      const gap = clearance * (Math.abs(limit) || 0.01);
      const [under, over] = [real(limit - gap), real(limit + gap)];
      return [lower, upper].map((bound) => or(atMost(bound, under), atMost(over, bound)));
    }),
  );
}

const rounded = (value: number): number => Number(value.toPrecision(9));

export function witnessOf(encoder: Encoder, kind: Kind, values: Values): Witness {
  const facts: Record<string, unknown> = {};
  const outputs = new Map<string, Map<string, Output>>();
  const items = new Map<ListUnknown, Record<string, Figure | Fact | Unmeasured>>();
  const said = new Map<AnyUnknown, Output | { readonly fact: unknown }>();
  const all = [...encoder.unknowns.all.values()];
  const scalars = all.filter((one): one is Exclude<AnyUnknown, ListUnknown> => one.kind !== 'list');
  for (const one of scalars) {
    const value = scalarOf(one, kind, values, encoder);
    if (one.place.kind === 'fact') {
      const fact = value === undefined ? undefined : 'estimate' in value ? value.estimate : value.value;
      // A fact that is read as values of two types is of the one that is known.
      if (fact !== undefined) facts[one.place.fact] = fact;
      said.set(one, { fact });
      continue;
    }
    const output = value === undefined ? NOT_MEASURED : (value as Figure | Fact);
    said.set(one, output);
    if (one.place.kind === 'output') put(outputs, one.place.request, one.place.output, output);
    else {
      const item = items.get(one.place.list) ?? {};
      item[one.place.output] = output;
      items.set(one.place.list, item);
    }
  }
  for (const list of all.filter((one): one is ListUnknown => one.kind === 'list')) {
    const output: Output = values.truth(list.known) ? { items: [items.get(list) ?? {}] } : NOT_MEASURED;
    said.set(list, output);
    if (list.place.kind === 'output') put(outputs, list.place.request, list.place.output, output);
  }
  const ages = new Map(
    [...encoder.ages.all].map(([key, { label, known, days }]) => [
      key,
      values.truth(known) ? { label, days: Math.max(1, values.number(days)) } : { label },
    ]),
  );
  return { facts, outputs, ages, said };
}

const NOT_MEASURED: Unmeasured = { unmeasured: 'missing-input', detail: 'not measured' };

function put(outputs: Map<string, Map<string, Output>>, request: string, name: string, output: Output): void {
  const known = outputs.get(request) ?? new Map<string, Output>();
  known.set(name, output);
  outputs.set(request, known);
}

type Scalar = Figure | { readonly value: boolean | string | readonly string[]; readonly basis: Basis };

function scalarOf(
  one: Exclude<AnyUnknown, ListUnknown>,
  kind: Kind,
  values: Values,
  encoder: Encoder,
): Scalar | undefined {
  if (!values.truth(one.known)) return undefined;
  const basis = one.basis === undefined ? 'declared' : (BASES[values.number(one.basis)] ?? 'observed');
  switch (one.kind) {
    case 'number':
      return { ...kind.figure(one, values), unit: one.unit, basis };
    case 'truth':
      return { value: values.truth(one.value), basis };
    case 'text':
      return { value: encoder.unknowns.textAt(values.number(one.value)) ?? 'another', basis };
    case 'texts': {
      const held = [...one.holds].filter(([, holds]) => values.truth(holds)).map(([text]) => text);
      return { value: held.filter((text) => !text.startsWith('\u0000')), basis };
    }
  }
}
