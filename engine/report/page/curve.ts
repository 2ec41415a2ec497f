/** Curves as SVG: lines, bands, axes with round ticks. Names stand outside it, where they can wrap. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
import { html, type Markup } from '../html.js';
import type { DetailRecord } from '../report.js';
import { plain } from '../text/number.js';
import type { Sheet } from './sheet.js';

export type Curve = Extract<DetailRecord, { readonly type: 'curve' }>;
type Point = readonly [number, number];

const WIDTH = 420;
const HEIGHT = 260;
const INSIDE = { left: 52, right: 408, top: 10, bottom: 232 } as const;

/** Lines told apart by colour and dash; others are counted. */
export const MOST_SERIES = 8;
/** A screen shows no more along a line. */
const MOST_POINTS = 400;

/** Curves whose diagonal means something, where they are drawn as shares. */
export const hasDiagonal = ({ id, series }: Curve): boolean =>
  ['roc', 'reliability'].includes(id) &&
  series.every(({ points }) => points.flat().every((value) => value >= 0 && value <= 1));

export const named = ({ name, unit }: { readonly name: string; readonly unit?: string }): string =>
  unit === undefined || unit === '1' ? name : `${name} (${unit})`;

/** Over two orders of magnitude and all positive, such as sizes of batches. */
export const isLogarithmic = (curve: Curve): boolean => {
  if (hasDiagonal(curve)) return false;
  const [low, high] = extent(curve.series.flatMap(({ points }) => points.map(([x]) => x)));
  return low > 0 && high / low >= 100;
};

/** @returns none where no number can be drawn. */
export function curveDrawing(curve: Curve, sheet: Sheet): Markup | undefined {
  const finite = ([x, y]: Point): boolean => Number.isFinite(x) && Number.isFinite(y);
  const series = curve.series.slice(0, MOST_SERIES).map(({ points, band = [] }) => ({
    points: thinned([...points].filter(finite)),
    band: thinned([...band]),
  }));
  const all = series.flatMap(({ points }) => points);
  if (all.length === 0) return undefined;
  const shares = hasDiagonal(curve) ? ([0, 1] as const) : undefined;
  const across = shares ?? domainOf(extent(all.map(([x]) => x)));
  const up =
    shares ??
    domainOf(extent([...all.map(([, y]) => y), ...series.flatMap(({ band }) => band.flat()).filter(Number.isFinite)]));
  if (across === undefined || up === undefined) return undefined;
  const x = isLogarithmic(curve)
    ? scaleLog(across, [INSIDE.left, INSIDE.right])
    : scaleLinear(across, [INSIDE.left, INSIDE.right]).nice(5);
  const y = scaleLinear(up, [INSIDE.bottom, INSIDE.top]).nice(5);
  const px = ([value]: Point): number => x(value);
  const path = line<Point>(px, ([, value]) => y(value)).digits(1);
  const title = sheet.say(curve.title);
  return html`<svg
    class="chart"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-label="${sheet.p.chart(title, curve.series.length, named(curve.y), named(curve.x))}"
  >
    ${ticks(x.ticks(5)).map((value) => tick(plain(value), x(value), 'x'))}
    ${ticks(y.ticks(5)).map((value) => tick(plain(value), y(value), 'y'))}
    ${shares ? diagonal(x(0), y(0), x(1), y(1)) : undefined}
    ${series.map(({ points, band }, index) =>
      band.length === points.length && band.length > 1
        ? html`<path class="band s${index}" d="${bandPath(points, band, px, y) ?? ''}" />`
        : undefined,
    )}
    ${series.map(({ points }, index) => [
      html`<path class="line s${index}" d="${path([...points]) ?? ''}" />`,
      points.length <= 30
        ? points.map(
            (point) =>
              html`<circle class="s${index}" cx="${px(point).toFixed(1)}" cy="${y(point[1]).toFixed(1)}" r="2.6" />`,
          )
        : undefined,
    ])}
  </svg>`;
}

const bandPath = (
  points: readonly Point[],
  band: readonly Point[],
  px: (point: Point) => number,
  y: (value: number) => number,
): string | null =>
  area<{ readonly at: Point; readonly band: Point }>(
    ({ at }) => px(at),
    ({ band: [lower] }) => y(lower),
    ({ band: [, upper] }) => y(upper),
  ).digits(1)(points.map((at, index) => ({ at, band: band[index]! })));

/** Every k-th and the last. */
function thinned(points: readonly Point[]): readonly Point[] {
  const step = Math.ceil(points.length / MOST_POINTS);
  return step <= 1 ? points : points.filter((_, index) => index % step === 0 || index === points.length - 1);
}

function extent(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
}

const LARGEST = 1e100;

/** The ends of an axis; one value has no width of its own. None where ticks cannot be told apart in doubles. */
function domainOf([low, high]: readonly [number, number]): readonly [number, number] | undefined {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (largest > LARGEST || (largest > 0 && largest < 1 / LARGEST)) return undefined;
  if (high - low > largest * 1e-9) return [low, high];
  return [low - (largest || 1) / 2, high + (largest || 1) / 2];
}

/** A logarithmic scale gives more than asked. */
const ticks = (all: readonly number[]): readonly number[] => {
  const step = Math.ceil(all.length / 7);
  return all.filter((_, index) => index % step === 0);
};

function tick(text: string, at: number, axis: 'x' | 'y'): Markup {
  const place = at.toFixed(1);
  return axis === 'x'
    ? html`<line class="grid" x1="${place}" x2="${place}" y1="${INSIDE.top}" y2="${INSIDE.bottom}" />
        <text class="tick" x="${place}" y="${INSIDE.bottom + 18}" text-anchor="middle">${text}</text>`
    : html`<line class="grid" x1="${INSIDE.left}" x2="${INSIDE.right}" y1="${place}" y2="${place}" />
        <text class="tick" x="${INSIDE.left - 8}" y="${(at + 4).toFixed(1)}" text-anchor="end">${text}</text>`;
}

const diagonal = (x1: number, y1: number, x2: number, y2: number): Markup =>
  html`<line
    class="diagonal"
    x1="${x1.toFixed(1)}"
    y1="${y1.toFixed(1)}"
    x2="${x2.toFixed(1)}"
    y2="${y2.toFixed(1)}"
  />`;

/** Shown beside the drawing: colours by name. */
export const seriesKey = ({ series }: Curve, sheet: Sheet): Markup | undefined =>
  series.length < 2
    ? undefined
    : html`<ul class="series">
        ${series.slice(0, MOST_SERIES).map(
          ({ name }, index) =>
            html`<li>
              <svg width="22" height="8" aria-hidden="true" focusable="false">
                <line class="line s${index}" x1="0" x2="22" y1="4" y2="4" /></svg
              >${name}
            </li>`,
        )}
        ${series.length > MOST_SERIES ? html`<li class="soft">${sheet.p.cutRows(series.length - MOST_SERIES)}</li>` : undefined}
      </ul>`;
