/** Where two records differ, as paths with both values. */
export interface Difference {
  /** Such as `evidence[0].limit`. */
  readonly path: string;
  /** What the report says; absent where it says nothing. */
  readonly recorded?: unknown;
  /** What follows from its evidence. */
  readonly again?: unknown;
}

/** Machines agree in figures within this share. */
const TOLERANCE = 1e-9;
const MOST = 100;

export function differencesBetween(recorded: object, again: object): readonly Difference[] {
  const found: Difference[] = [];
  const visit = (a: unknown, b: unknown, path: string): void => {
    if (found.length >= MOST || isSame(a, b)) return;
    if (isMap(a) && isMap(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        const below = Array.isArray(a) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
        visit(own(a, key), own(b, key), below);
      }
      return;
    }
    found.push({ path, ...(a === undefined ? {} : { recorded: a }), ...(b === undefined ? {} : { again: b }) });
  };
  visit(recorded, again, '');
  return found;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const own = (map: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(map, key) ? map[key] : undefined;

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return a === b || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
  }
  return a === b;
}
