/** An estimate and its interval drawn against a limit: `··├──●──┤··┃`, dots on the side that the rule allows. */

export interface GaugeInput {
  readonly estimate: number;
  readonly interval?: readonly [number, number];
  readonly limit: number;
  readonly operator: string;
}

export type CellKind = 'estimate' | 'interval' | 'limit' | 'allowed' | 'refused';

export interface Cell {
  readonly kind: CellKind;
  /** Whether the rule allows a value here. */
  readonly allowed: boolean;
  readonly character: string;
}

interface Strokes {
  readonly left: string;
  readonly right: string;
  readonly line: string;
  readonly estimate: string;
  readonly limit: string;
  readonly both: string;
  readonly allowed: string;
}

const UNICODE: Strokes = { left: '├', right: '┤', line: '─', estimate: '●', limit: '┃', both: '◆', allowed: '·' };
const ASCII: Strokes = { left: '[', right: ']', line: '-', estimate: 'o', limit: '|', both: '#', allowed: '.' };

const permits = (operator: string): ((value: number, limit: number) => boolean) => {
  switch (operator) {
    case '>=':
    case '>':
      return (value, limit) => value > limit;
    case '<=':
    case '<':
      return (value, limit) => value < limit;
    case '!=':
    case '!==':
      return () => true;
    default:
      return () => false;
  }
};

/**
 * `width` cells. The axis spans estimate, interval and limit with a margin of a tenth. An estimate that shares the
 * limit's cell without being equal to it moves one cell to its own side, so that a pass never looks like a fail.
 */
export function gauge(input: GaugeInput, width: number, unicode: boolean): readonly Cell[] {
  const strokes = unicode ? UNICODE : ASCII;
  const { estimate, limit, operator } = input;
  const [lower, upper] = input.interval ?? [estimate, estimate];
  const low = Math.min(lower, estimate, limit);
  const high = Math.max(upper, estimate, limit);
  if (![low, high].every(Number.isFinite)) return [];
  const span = high - low || Math.abs(limit) || 1;
  const from = low - 0.1 * span;
  const cellOf = (value: number): number => {
    const share = (value - from) / (high - from + 0.1 * span);
    // Numbers too small to subtract have no axis: all stand in the middle.
    return Math.min(width - 1, Math.max(0, Math.floor((Number.isFinite(share) ? share : 0.5) * width)));
  };
  const limitCell = cellOf(limit);
  const beside = (value: number): number => {
    const cell = cellOf(value);
    return cell === limitCell && value !== limit ? cell + Math.sign(value - limit) : cell;
  };
  const estimateCell = beside(estimate);
  const [lowerCell, upperCell] = [Math.min(beside(lower), estimateCell), Math.max(beside(upper), estimateCell)];
  const allowedAt = permits(operator);

  return Array.from({ length: width }, (_, cell): Cell => {
    const allowed = allowedAt(cell, limitCell);
    if (cell === estimateCell) {
      const character = cell === limitCell ? strokes.both : strokes.estimate;
      return { kind: 'estimate', allowed: cell === limitCell ? holds(operator, estimate, limit) : allowed, character };
    }
    if (cell === limitCell) return { kind: 'limit', allowed, character: strokes.limit };
    if (input.interval !== undefined && cell >= lowerCell && cell <= upperCell) {
      const character = cell === lowerCell ? strokes.left : cell === upperCell ? strokes.right : strokes.line;
      return { kind: 'interval', allowed, character };
    }
    return allowed
      ? { kind: 'allowed', allowed, character: strokes.allowed }
      : { kind: 'refused', allowed, character: ' ' };
  });
}

const holds = (operator: string, value: number, limit: number): boolean =>
  operator === '>=' || operator === '<=' || operator.startsWith('==') ? value === limit : false;
