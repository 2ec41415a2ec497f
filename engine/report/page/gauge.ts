/** An estimate with its interval against a limit, as a drawing that is as wide as its place. */
import { scaleLinear } from 'd3-scale';
import { html, Markup } from '../html.js';
import type { EvidenceRecord } from '../report.js';

export interface Drawn {
  readonly estimate: number;
  readonly interval?: readonly [number, number];
}

export interface GaugeInput extends Drawn {
  readonly limit?: number;
  readonly operator: string;
  /** The figure of an earlier report. */
  readonly before?: Drawn;
}

/** Evidence that has numbers to draw. */
export function gaugeInput({ estimate, interval, limit, operator }: EvidenceRecord): GaugeInput | undefined {
  if (typeof estimate !== 'number' || typeof limit !== 'number') return undefined;
  return { estimate, limit, operator, ...(interval && { interval }) };
}

/** A position in percent of the width, such as `12.5%`. */
export type Placer = (value: number) => string;

/** A linear axis over the values with a margin of a tenth; `undefined` where they span none that can be drawn. */
export function placerOf(values: readonly number[]): Placer | undefined {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || Math.abs(high) || 1;
  const scale = scaleLinear([low - span / 10, high + span / 10], [0, 100]);
  const at = (value: number): number => scale(value);
  return values.every((value) => Number.isFinite(value) && Number.isFinite(at(value)))
    ? (value) => `${at(value).toFixed(2)}%`
    : undefined;
}

const valuesOf = ({ estimate, interval }: Drawn): readonly number[] => [estimate, ...(interval ?? [])];

const MIDDLE = 14;

/** Drawn for the eye only: the words beside it say the same. */
export function gauge(input: GaugeInput, tone: string): Markup | undefined {
  const { limit, operator, before } = input;
  const at = placerOf([
    ...valuesOf(input),
    ...(before === undefined ? [] : valuesOf(before)),
    ...(limit === undefined ? [] : [limit]),
  ]);
  if (at === undefined) return undefined;
  return html`<svg class="gauge ${tone}" width="100%" height="28" aria-hidden="true" focusable="false">
    ${limit === undefined ? undefined : allowed(operator, at(limit))}
    <line class="axis" x1="0" x2="100%" y1="${MIDDLE}" y2="${MIDDLE}" />
    ${before === undefined ? undefined : figure(before, at, 'before', MIDDLE - 6)}
    ${figure(input, at, 'now', before === undefined ? MIDDLE : MIDDLE + 5)}
    ${limit === undefined ? undefined : new Markup(`<line class="limit" x1="${at(limit)}" x2="${at(limit)}" y1="2" y2="26" />`)}
  </svg>`;
}

function allowed(operator: string, limit: string): Markup | undefined {
  if (operator === '>=' || operator === '>')
    return html`<svg x="${limit}" width="100%" height="28"><rect class="allowed" width="100%" height="28" /></svg>`;
  if (operator === '<=' || operator === '<') return html`<rect class="allowed" width="${limit}" height="28" />`;
  return undefined;
}

export function figure({ estimate, interval }: Drawn, at: Placer, kind: string, y: number): Markup {
  const [from, to] = interval === undefined ? [] : [at(interval[0]), at(interval[1])];
  return html`<g class="${kind}">
    ${
      from === undefined || to === undefined
        ? undefined
        : html`<line class="interval" x1="${from}" x2="${to}" y1="${y}" y2="${y}" />
            <line class="cap" x1="${from}" x2="${from}" y1="${y - 5}" y2="${y + 5}" />
            <line class="cap" x1="${to}" x2="${to}" y1="${y - 5}" y2="${y + 5}" />`
    }
    <circle cx="${at(estimate)}" cy="${y}" r="4.5" />
  </g>`;
}
