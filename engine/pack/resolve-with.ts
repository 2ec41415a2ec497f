/** `{var: parameters.x}` under `with`, replaced by the parameter's value in its own unit. */
type Path = readonly (string | number)[];

export interface ResolvedWith {
  readonly value: Record<string, unknown>;
  readonly missing: readonly { readonly pointer: Path; readonly name: string }[];
}

export function resolveWith(
  given: Readonly<Record<string, unknown>>,
  parameters: Readonly<Record<string, { readonly value: unknown }>>,
): ResolvedWith {
  const missing: { pointer: Path; name: string }[] = [];
  const walk = (value: unknown, pointer: Path): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...pointer, index]));
    if (typeof value !== 'object' || value === null) return value;
    const name = parameterNamed(value);
    if (name === undefined) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...pointer, key])]));
    }
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (parameter === undefined) missing.push({ pointer, name });
    return parameter?.value;
  };
  return { value: walk(given, []) as Record<string, unknown>, missing };
}

function parameterNamed(value: object): string | undefined {
  const keys = Object.keys(value);
  const target = (value as Record<string, unknown>)['var'];
  if (keys.length !== 1 || typeof target !== 'string' || !target.startsWith('parameters.')) return undefined;
  return target.slice('parameters.'.length);
}
