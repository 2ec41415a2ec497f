/**
 * What `var` reads: the value at a dotted path, own properties only, `otherwise` where there is none. An empty path is
 * the data itself.
 */
export function readOwn(data: unknown, path: unknown, otherwise: unknown): unknown {
  if (path === undefined || path === null || path === '') return data;
  let value = data;
  for (const key of String(path).split('.')) {
    if (value === null || value === undefined || !Object.hasOwn(Object(value) as object, key)) return otherwise;
    value = (value as Readonly<Record<string, unknown>>)[key];
    if (value === undefined) return otherwise;
  }
  return value;
}
