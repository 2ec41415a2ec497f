/** Random rules and data that meet on the same few names, so that most rules read something. */
import fc from 'fast-check';

const NAMES = ['a', 'b', 'c', 'list', 'a.b', 'b.0', 'c.a.b', 'list.1', 'list.length', 'a.length', '0', '1', 'none', ''];

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -3, max: 12 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      '',
      '0',
      '1',
      '-1',
      '0.5',
      ' 2 ',
      '3px',
      'apple',
      'app',
      'NaN',
      'Infinity',
      '1e3',
      '0x10',
      'true',
      'null',
      '1,2',
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(true, false, null) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(NaN, Infinity, -Infinity, -0, 0.1, 0.30000000000000004, 1e21, 5e-324),
  },
);

export const arbitraryData: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown; list: unknown[]; object: unknown }>(
  (tie) => ({
    value: fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      { weight: 3, arbitrary: scalar },
      { weight: 1, arbitrary: tie('list') },
      { weight: 2, arbitrary: tie('object') },
    ),
    list: fc.array(tie('value'), { maxLength: 4 }),
    object: fc.record({ a: tie('value'), b: tie('value'), c: tie('value'), list: tie('list') }, { requiredKeys: [] }),
  }),
).value;

/** How many parts each operator is given: mostly as it wants them, sometimes too few or too many. */
const PARTS: readonly (readonly [operator: string, usual: number])[] = [
  ...['==', '===', '!=', '!==', '>', '>=', '<', '<=', '%', '-', '/', 'in'].map((name) => [name, 2] as const),
  ...['<', '<=', 'if', '?:', 'and', 'or', '+', '*', 'min', 'max', 'cat', 'substr', 'merge', 'missing'].map(
    (name) => [name, 3] as const,
  ),
  ...['!', '!!', '-', '+', '*', 'merge'].map((name) => [name, 1] as const),
];

export const arbitraryRule: fc.Arbitrary<unknown> = fc.letrec<{ rule: unknown; variable: unknown }>((tie) => {
  const part = tie('rule');
  const name = fc.constantFrom<unknown>(...NAMES, 0, 1, null);
  const list = fc.oneof(tie('variable'), fc.array(part, { maxLength: 4 }));
  const variable = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...NAMES).map((path) => ({ var: path })) },
    { weight: 1, arbitrary: name.map((path) => ({ var: [path] })) },
    { weight: 1, arbitrary: fc.tuple(name, scalar).map((parts) => ({ var: parts })) },
    { weight: 1, arbitrary: fc.constantFrom('current', 'accumulator', 'current.a').map((path) => ({ var: path })) },
  );
  const plain = fc
    .constantFrom(...PARTS)
    .chain(([operator, usual]) =>
      fc
        .oneof(
          { weight: 8, arbitrary: fc.array(part, { minLength: usual, maxLength: usual }) },
          { weight: 1, arbitrary: fc.array(part, { maxLength: 5 }) },
          { weight: 1, arbitrary: part },
        )
        .map((parts) => ({ [operator]: parts })),
    );
  const scoped = fc
    .tuple(fc.constantFrom('map', 'filter', 'all', 'some', 'none'), list, part)
    .map(([operator, ...parts]) => ({ [operator]: parts }));
  const reduced = fc.tuple(list, part, part, fc.boolean()).map(([items, body, start, started]) => ({
    reduce: started ? [items, body, start] : [items, body],
  }));
  const absent = fc.oneof(
    fc.array(name, { maxLength: 3 }).map((names) => ({ missing: names })),
    fc
      .tuple(fc.integer({ min: 0, max: 3 }), fc.array(name, { maxLength: 3 }))
      .map((parts) => ({ missing_some: parts })),
  );
  const unknown = part.map((value) => ({ unheard: [value] }));
  const data = fc.oneof(scalar, fc.constantFrom<unknown>({}, { a: 1, b: 2 }, []));
  return {
    variable,
    rule: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      { weight: 2, arbitrary: data },
      { weight: 6, arbitrary: variable },
      { weight: 16, arbitrary: plain },
      { weight: 6, arbitrary: scoped },
      { weight: 2, arbitrary: reduced },
      { weight: 2, arbitrary: absent },
      { weight: 1, arbitrary: fc.array(part, { maxLength: 4 }) },
      { weight: 1, arbitrary: unknown },
    ),
  };
}).rule;
