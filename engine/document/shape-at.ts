import type { Shape } from './validate.js';
import type { Pointer } from './words.js';

/** RFC 6901, with indices as numbers where they lead into a list. */
export function pointerOf(path: string, root: unknown): Pointer {
  let value = root;
  return path
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(value) ? Number(key) : key;
      value = valueAt(value, [step]);
      return step;
    });
}

/** Own properties only; `undefined` where the pointer leads nowhere. */
export function valueAt(root: unknown, pointer: Pointer): unknown {
  return pointer.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === 'object' && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    root,
  );
}

/** What the schema says of the value at a pointer; `undefined` where it says nothing. */
export function shapeAt(shape: Shape, root: unknown, pointer: Pointer): Shape | undefined {
  let here: Shape | undefined = caseOf(shape, root);
  pointer.forEach((key, index) => {
    const named = here?.properties;
    const next =
      typeof key === 'number' ? here?.items : named && Object.hasOwn(named, key) ? named[key] : here?.entries;
    here = next && caseOf(next, valueAt(root, pointer.slice(0, index + 1)));
  });
  return here;
}

/** The shape of a mapping that says by its tag what it is; its own while the tag is unknown. */
function caseOf(shape: Shape, value: unknown): Shape {
  const tag = shape.tag === undefined ? undefined : valueAt(value, [shape.tag]);
  return typeof tag === 'string' && shape.cases && Object.hasOwn(shape.cases, tag) ? shape.cases[tag]! : shape;
}
