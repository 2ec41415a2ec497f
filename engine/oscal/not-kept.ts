/** What of an OSCAL document a standard or profile does not keep: what is not there when it is written as OSCAL again. */

/** New in every document, or a name of where things are: no content that could be lost. */
const NO_CONTENT: ReadonlySet<string> = new Set(['uuid', 'last-modified', 'oscal-version']);

/**
 * Names such as `catalog.metadata.roles` or `groups.controls.props[applies-to]`, sorted. Groups in groups, controls in
 * controls and parts in parts are named once.
 */
export function notKept(original: unknown, exported: unknown): readonly string[] {
  const before = valuesByPath(original);
  const after = valuesByPath(exported);
  const lost = new Set<string>();
  const kept = new Set<string>();
  for (const [path, values] of before) {
    const left = after.get(path);
    const isKept = [...values].every(([value, count]) => (left?.get(value) ?? 0) >= count);
    if (isKept) for (const prefix of prefixes(path)) kept.add(prefix);
    else lost.add(path);
  }
  return [...new Set([...lost].map((path) => prefixes(path).find((prefix) => !kept.has(prefix)) ?? path))].sort();
}

type Values = ReadonlyMap<string, Map<string, number>>;

function valuesByPath(root: unknown): Values {
  const found = new Map<string, Map<string, number>>();
  const walk = (value: unknown, path: readonly string[]): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, named(path, item));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) {
        if (NO_CONTENT.has(key)) continue;
        const nests = (key === 'groups' || key === 'controls' || key === 'parts') && path.at(-1) === key;
        walk(part, nests ? path : [...path, key]);
      }
    } else {
      const key = path.join('.');
      const values = found.get(key) ?? new Map<string, number>();
      const text = JSON.stringify(value) ?? '';
      values.set(text, (values.get(text) ?? 0) + 1);
      found.set(key, values);
    }
  };
  walk(root, []);
  return found;
}

/** Properties and links are told apart by what they are. */
function named(path: readonly string[], item: unknown): readonly string[] {
  const last = path.at(-1);
  const key = last === 'props' ? 'name' : last === 'links' ? 'rel' : undefined;
  if (key === undefined || typeof item !== 'object' || item === null || !Object.hasOwn(item, key)) return path;
  const name = String((item as Readonly<Record<string, unknown>>)[key]).slice(0, 60);
  return [...path.slice(0, -1), `${last}[${name}]`];
}

function prefixes(path: string): readonly string[] {
  const steps = path.split('.');
  return steps.map((_, index) => steps.slice(0, index + 1).join('.'));
}
