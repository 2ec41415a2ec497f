/** Figures of two runs on the same model and data, held against each other within their uncertainty. Pure. */
import { intervalOf } from '../judge/support.js';
import type { Figure } from '../plugins/figure.js';
import type { FigureRecord, MeasurementRecord, OutputRecord } from '../report/report.js';
import { differencesBetween } from './differences.js';

/**
 * `same`: equal but for rounding; `agrees`: within both uncertainties; `reading`: beyond them, in a measurement that reads
 * the machine (time, energy, memory), of which another machine, or a busy one, has others; `differs`: beyond them, or one
 * of the two was not measured.
 */
export type Agreement = 'same' | 'agrees' | 'reading' | 'differs';

/** A number with its interval at `COMPARED_LEVEL`, a fact, or why there is none. */
export interface ComparedSide {
  readonly value?: number | string | boolean;
  readonly interval?: readonly [number, number];
  readonly unmeasured?: string;
}

export interface ComparedFigure {
  readonly plugin: string;
  readonly with: Readonly<Record<string, unknown>>;
  /** Such as `accuracy`, or `groups[2].rate` in a list. */
  readonly output: string;
  readonly unit?: string;
  /** Absent where this run has no such output. */
  readonly recorded?: ComparedSide;
  readonly again?: ComparedSide;
  readonly agreement: Agreement;
}

/** A figure that did not change is found to differ with a probability of 1 %. */
export const COMPARED_LEVEL = 0.99;
/** Machines agree in what they compute alike within this share. */
const TOLERANCE = 1e-6;

export function compareFigures(
  recorded: readonly MeasurementRecord[],
  again: readonly MeasurementRecord[],
): readonly ComparedFigure[] {
  return recorded.flatMap((before) => {
    const after = again.find(
      (one) => one.plugin === before.plugin && differencesBetween(before.with, one.with).length === 0,
    );
    const befores = flattened(before);
    const afters = after === undefined ? new Map<string, Scalar>() : flattened(after);
    return [...new Set([...befores.keys(), ...afters.keys()])].map((output) =>
      compared(before, output, befores.get(output), afters.get(output)),
    );
  });
}

type Scalar = Exclude<OutputRecord, { readonly items: unknown }>;

/** Outputs by name; those of a list by their place in it. */
function flattened({ outputs }: MeasurementRecord): Map<string, Scalar> {
  const entries = Object.entries(outputs).flatMap(([name, output]): [string, Scalar][] =>
    'items' in output
      ? output.items.flatMap((item, index) =>
          Object.entries(item).map(([inner, value]): [string, Scalar] => [`${name}[${index}].${inner}`, value]),
        )
      : [[name, output]],
  );
  return new Map(entries);
}

function compared(
  { plugin, with: settings, deterministic }: MeasurementRecord,
  output: string,
  before: Scalar | undefined,
  after: Scalar | undefined,
): ComparedFigure {
  const figure = [before, after].find((side) => side !== undefined && 'unit' in side);
  const agreement = before === undefined || after === undefined ? 'differs' : agreementOf(before, after);
  return {
    plugin,
    with: settings,
    output,
    ...(figure !== undefined && 'unit' in figure && { unit: figure.unit }),
    ...(before !== undefined && { recorded: sideOf(before) }),
    ...(after !== undefined && { again: sideOf(after) }),
    agreement: agreement === 'differs' && !deterministic ? 'reading' : agreement,
  };
}

function sideOf(scalar: Scalar): ComparedSide {
  if ('unmeasured' in scalar) return { unmeasured: scalar.unmeasured };
  if ('value' in scalar) return { value: scalar.value };
  const interval = intervalFor(scalar);
  return { value: scalar.estimate, ...(interval[0] < interval[1] && { interval }) };
}

function agreementOf(before: Scalar, after: Scalar): Agreement {
  if ('unmeasured' in before || 'unmeasured' in after) {
    const same = 'unmeasured' in before && 'unmeasured' in after && before.unmeasured === after.unmeasured;
    return same ? 'same' : 'differs';
  }
  if ('value' in before || 'value' in after) {
    return 'value' in before && 'value' in after && before.value === after.value ? 'same' : 'differs';
  }
  if (before.unit !== after.unit) return 'differs';
  const distance = Math.abs(before.estimate - after.estimate);
  if (distance <= TOLERANCE * Math.max(Math.abs(before.estimate), Math.abs(after.estimate))) return 'same';
  return distance <= allowedDistance(before, after) ? 'agrees' : 'differs';
}

/**
 * How far two estimates may lie apart: the half widths that face each other, in quadrature (the method of variance
 * estimates recovery: Zou and Donner, Statistics in Medicine 27, 2008), as of independent runs. Runs on the same rows are
 * closer to each other. Systematic bands (`range`) are added: each may be off its own way.
 */
function allowedDistance(a: FigureRecord, b: FigureRecord): number {
  const [low, high] = a.estimate < b.estimate ? [a, b] : [b, a];
  const up = Math.max(0, intervalFor(low)[1] - low.estimate);
  const down = Math.max(0, high.estimate - intervalFor(high)[0]);
  const isBand = [a, b].some(({ uncertainty }) => uncertainty.kind === 'range');
  return isBand ? up + down : Math.hypot(up, down);
}

/** At `COMPARED_LEVEL`; where the figure has none so wide, the one that it was reported with. */
function intervalFor(figure: FigureRecord): readonly [number, number] {
  const { uncertainty, estimate, interval } = figure;
  if (uncertainty.kind === 'exact') return [estimate, estimate];
  if (uncertainty.kind === 'bounds') return [uncertainty.lower, uncertainty.upper];
  return intervalOf(figure as Figure, COMPARED_LEVEL) ?? interval ?? [estimate, estimate];
}
