/** What would settle a comparison that the evidence leaves open: rows, repeats, something to provide, or nothing. */
import { studentTQuantile } from '../numerics/distributions/student-t.js';
import type { Equality, Ordering } from '../rules/ast.js';
import type { Comparison } from './comparison.js';
import type { KnownNumber } from './resolve.js';
import { isUnknown } from './resolve.js';
import { growth, POWER, repeatsForStudentT, trialsForProportion } from './sample-size.js';
import type { Need } from './tree.js';

const NEGATED: Readonly<Record<Ordering | Equality, Ordering | Equality>> = {
  '>=': '<',
  '>': '<=',
  '<=': '>',
  '<': '>=',
  '==': '!=',
  '!=': '==',
};

const NEVER: Need = { kind: 'never' };
const rows = (count: number | undefined): Need => (count === undefined ? NEVER : { kind: 'rows', count });

/**
 * @param point estimates of both sides in base units; `undefined` where one is unmeasured
 * @param error at which the comparison must hold (`wanted`) or not hold
 */
export function needOfComparison(
  comparison: Comparison,
  point: readonly [number, number] | undefined,
  error: number,
  wanted: boolean,
): Need {
  const missing = comparison.inputs.mentions.filter(({ value }) => isUnknown(value));
  if (point === undefined || missing.length > 0) return { kind: 'provide', what: provision(missing) };
  if (comparison.inputs.chance.length === 0) return band(comparison);
  const operator = wanted ? comparison.operator : NEGATED[comparison.operator];
  const distance = point[0] - point[1];
  // A continuous figure can be shown to differ from a limit, never to equal it.
  if (operator === '==' || distance === 0) return NEVER;
  const above = distance > 0;
  if (operator !== '!=' && above !== (operator === '>=' || operator === '>')) return NEVER;
  const share = operator === '!=' ? error / 2 : error;
  return bandedOut(comparison, point) ? band(comparison) : counted(growthNeed(comparison, distance, share), comparison);
}

/** With what the figures count, where all count the same. */
function counted(need: Need, { inputs: { mentions, chance } }: Comparison): Need {
  if (need.kind !== 'rows') return need;
  const uncertain = mentions.filter(({ value }) => chance.some((input) => input === value));
  const [things, ...others] = new Set(uncertain.map((mention) => mention.counted));
  return things === undefined || others.length > 0 ? need : { ...need, counted: things };
}

const provision = (missing: Comparison['inputs']['mentions']): string =>
  [...new Set(missing.map(({ name, value }) => (isUnknown(value) ? `${name}: ${value.detail}` : name)))].join('; ');

const bands = ({ inputs }: Comparison): readonly string[] =>
  inputs.mentions.flatMap(({ name, value }) =>
    !isUnknown(value) && value.figure?.uncertainty.kind === 'range' && !value.spread.chance ? [name] : [],
  );

const band = (comparison: Comparison): Need => ({
  kind: 'provide',
  what: `a narrower range of ${bands(comparison).join(', ') || 'the value'}`,
});

/** Whether bands keep the comparison open however sharp the rest is: the widest band then reaches past the limit. */
function bandedOut(comparison: Comparison, [left, right]: readonly [number, number]): boolean {
  if (bands(comparison).length === 0) return false;
  const [low, high] = [comparison.bound(0.5, 'low'), comparison.bound(0.5, 'high')];
  return left > right ? low <= 0 : high >= 0;
}

function growthNeed(comparison: Comparison, distance: number, error: number): Need {
  const { solved, inputs, bound } = comparison;
  const input = solved && inputs.chance[solved.input];
  if (solved && input) {
    const need = needOfOne(input, solved.limit, error);
    if (need) return need;
  }
  const above = distance > 0;
  const towards = Math.abs(distance - bound(error, above ? 'low' : 'high'));
  const away = Math.abs(distance - bound(1 - POWER, above ? 'high' : 'low'));
  const units = [...new Set(inputs.chance.map(({ figure }) => figure?.n))];
  const names = inputs.chance.map(({ identity }) => identity).join(' and ');
  if (!Number.isFinite(towards) || !Number.isFinite(away)) {
    return { kind: 'provide', what: `evidence of ${names} that supports an error of ${error.toPrecision(3)}` };
  }
  const times = growth(Math.abs(distance), towards, away);
  const n = units.length === 1 ? units[0] : undefined;
  if (n !== undefined) return rows(Math.max(n + 1, Math.ceil(n * times)));
  return { kind: 'provide', what: `about ${times.toPrecision(2)} times as much data behind ${names}` };
}

/** Where the kind of uncertainty has a better answer than that widths shrink with the root of the sample. */
function needOfOne({ figure, estimate }: KnownNumber, limit: number, error: number): Need | undefined {
  if (figure === undefined) return undefined;
  const { uncertainty, n } = figure;
  if (uncertainty.kind === 'proportion') {
    const rate = uncertainty.k / uncertainty.n;
    const bar = uncertainty.transform === 'dice' ? limit / (2 - limit) : limit;
    const [p, q] = rate > bar ? [rate, bar] : [1 - rate, 1 - bar];
    const trials = q <= 0 ? undefined : trialsForProportion(p, q, error, uncertainty.n);
    // Trials of one class or slice come with the rows of all.
    return rows(trials && Math.ceil((trials * (n ?? uncertainty.n)) / uncertainty.n));
  }
  if (uncertainty.kind !== 'student-t') return undefined;
  const { scale, df, transform } = uncertainty;
  const to = (value: number): number =>
    transform === 'logit' ? Math.log(value) - Math.log1p(-value) : transform === 'log' ? Math.log(value) : value;
  const standardised = Math.abs(to(estimate) - to(limit)) / scale;
  if (!(standardised > 0)) return NEVER;
  if (n === undefined) {
    const count = repeatsForStudentT(standardised, df, error);
    return count === undefined ? NEVER : { kind: 'repeats', count };
  }
  // Resampled figures have a floor under their scale that more repeats never pass: only rows are promised.
  const times = growth(standardised, studentTQuantile(1 - error, df), studentTQuantile(POWER, df));
  return rows(Math.max(n + 1, Math.ceil(n * times)));
}
