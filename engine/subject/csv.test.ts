import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, parseDecimal } from './csv-number.js';
import { scanCsv } from './csv-scan.js';
import { inspectCsv } from './inspect-csv.js';
import { bufferOf, readTable } from './read-table.js';
import type { ColumnSpec, CsvFormat } from './spec.js';

const format: CsvFormat = { separator: ',', missing: ['', 'NA', '?'] };
const source = (text: string | Uint8Array, more: Partial<CsvFormat> = {}) => ({
  bytes: typeof text === 'string' ? Buffer.from(text) : text,
  file: 't.csv',
  format: { ...format, ...more },
});
const numeric = (...names: string[]): ColumnSpec[] => names.map((name) => ({ name, type: 'numeric', roles: [] }));
const categorical = (...names: string[]): ColumnSpec[] =>
  names.map((name) => ({ name, type: 'categorical', roles: [] }));

/** Columns as plain values, missing as `null`. */
function values(text: string, columns: ColumnSpec[], more: Partial<CsvFormat> = {}): unknown {
  const { table, diagnostics } = readTable(source(text, more), columns, 'sha256:x');
  expect(diagnostics).toEqual([]);
  return table!.columns.map((column) =>
    column.type === 'numeric'
      ? [...column.values].map((value) => (Number.isNaN(value) ? null : value))
      : [...column.codes].map((code) => (code === -1 ? null : column.levels[code])),
  );
}

describe('a table read from CSV', () => {
  it.each<[string, string, ColumnSpec[], unknown, Partial<CsvFormat>?]>([
    [
      'plain',
      'a,b\n1,x\n2,y\n',
      [...numeric('a'), ...categorical('b')],
      [
        [1, 2],
        ['x', 'y'],
      ],
    ],
    ['without a last line end', 'a\n1\n2', numeric('a'), [[1, 2]]],
    [
      'CRLF and CR',
      'a,b\r\n1,2\r3,4\r\n',
      numeric('a', 'b'),
      [
        [1, 3],
        [2, 4],
      ],
    ],
    ['a byte order mark', '\ufeffa\n1\n', numeric('a'), [[1]]],
    ['quotes, separators and line ends inside', 'a\n"x, ""y""\r\nz"\n', categorical('a'), [['x, "y"\r\nz']]],
    ['quoted header and numbers', '"a","b"\n"1","-2.5"\n', numeric('b', 'a'), [[-2.5], [1]]],
    ['semicolons', 'a;b\n1;2\n', numeric('b'), [[2]], { separator: ';' }],
    ['tabs', 'a\tb\n1\t2\n', numeric('b'), [[2]], { separator: '\t' }],
    ['labels trimmed', 'a\n x \nx\n', categorical('a'), [['x', 'x']]],
    [
      'missing values',
      'a,b\nNA,?\n,\n',
      [...numeric('a'), ...categorical('b')],
      [
        [null, null],
        [null, null],
      ],
    ],
    ['a number that stands for missing', 'a\n-999\n-9\n', numeric('a'), [[null, -9]], { missing: ['-999'] }],
    ['NaN where it is listed', 'a\nNaN\n1\n', numeric('a'), [[null, 1]], { missing: ['NaN'] }],
    ['empty texts where they are not listed', 'a,b\n,1\n', categorical('a'), [['']], { missing: ['NA'] }],
    ['empty lines at the end', 'a,b\n1,2\n\n\n', numeric('a'), [[1]]],
    ['empty lines inside one column', 'a\n1\n\n2\n\n', numeric('a'), [[1, null, 2]]],
    ['only the columns asked', 'a,b,c\nx,1,y\n', numeric('b'), [[1]]],
    ['languages', '名,ü\n北京,ß\n', categorical('名', 'ü'), [['北京'], ['ß']]],
  ])('%s', (_, text, columns, expected, more = {}) => {
    expect(values(text, columns, more)).toEqual(expected);
  });

  it.each([
    ['-12', -12], ['+1.5', 1.5], ['.5', 0.5], ['5.', 5], ['6.02e23', 6.02e23], ['1E-7', 1e-7], ['007', 7],
    ['0.1', 0.1], ['-0', 0], ['123456789012345678', 123456789012345680], ['3.141592653589793238', Math.PI],
    ['1e400', Infinity], ['-1e400', -Infinity],
    ['', NaN], ['.', NaN], ['-', NaN], ['1,5', NaN], ['1 000', NaN], ['0x10', NaN], ['1_0', NaN], ['NaN', NaN],
    ['Infinity', NaN], ['1e', NaN], ['1.2.3', NaN], ['１２', NaN],
  ])('the number %s', (text, expected) => {
    expect(parseDecimal(Buffer.from(text), 0, Buffer.byteLength(text))).toBe(expected);
    expect(decimalOf(text)).toBe(expected);
  }); // prettier-ignore

  it('numbers are rounded as ECMAScript rounds them', () => {
    const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
    const text = fc.oneof(
      number.map((value) => String(value).replace('e+', 'e')),
      fc
        .tuple(fc.bigInt(0n, 10n ** 20n), fc.nat(25))
        .map(([digits, at]) => `${digits}`.padStart(at + 1, '0').replace(new RegExp(`(?=.{${at}}$)`), '.')),
    );
    fc.assert(
      fc.property(text, (decimal) => parseDecimal(Buffer.from(decimal), 0, decimal.length) === Number(decimal) + 0),
      { numRuns: 5000 },
    );
  });
});

describe('faults of form, each at its place', () => {
  const faultsOf = (text: string | Uint8Array, more: Partial<CsvFormat> = {}): unknown =>
    inspectCsv(source(text, more), true).diagnostics.map(({ code, range }) => [code, range?.line, range?.column]);
  it.each<[string, string | Uint8Array, unknown, Partial<CsvFormat>?]>([
    ['a short row', 'a,b\n1,2\n3\n4,5\n', [['ASSAY1410', 3, 1]]],
    ['a long row, at its first field too many', 'a,b\n1,2,3\n', [['ASSAY1410', 2, 5]]],
    [
      'several',
      'a,b\n1\n2,3\n4\n',
      [
        ['ASSAY1410', 2, 1],
        ['ASSAY1410', 4, 1],
      ],
    ],
    ['an empty line inside', 'a,b\n\n1,2\n', [['ASSAY1410', 2, 1]]],
    ['after a field of two lines', 'a,b\n"x\ny",1\n2\n', [['ASSAY1410', 4, 1]]],
    ['after CRLF inside quotes', 'a,b\r\n"x\r\ny",1\r\n2\r\n', [['ASSAY1410', 4, 1]]],
    ['a quote that is not closed', 'a,b\n1,"2\n3,4\n', [['ASSAY1411', 2, 3]]],
    ['a bare quote', 'a,b\n1,x"y\n', [['ASSAY1412', 2, 4]]],
    ['text after a quote', 'a,b\n1,"x"y\n', [['ASSAY1412', 2, 6]]],
    ['a space before a quote', 'a,b\n1, "x"\n', [['ASSAY1412', 2, 4]]],
    ['columns count UTF-16', 'a,b\n😀,x"\n', [['ASSAY1412', 2, 5]]],
    ['a name twice', 'a,b,a\n1,2,3\n', [['ASSAY1409', 1, 5]]],
    ['a name twice after trimming', 'a, a\n1,2\n', [['ASSAY1409', 1, 3]]],
    ['no name', 'a,,b\n1,2,3\n', [['ASSAY1408', 1, 3]]],
    ['an empty file', '', [['ASSAY1406', 1, 1]]],
    ['a byte order mark alone', '\ufeff', [['ASSAY1406', 1, 1]]],
    ['an empty first line', '\na\n1\n', [['ASSAY1406', 1, 1]]],
    ['NUL', 'a,b\n1,\0\n', [['ASSAY1404', 2, 3]]],
    ['Latin-1', Buffer.from('a,b\n1,\xfc\n', 'latin1'), [['ASSAY1405', 2, 3]]],
    ['a character cut off', Buffer.from([97, 10, 0xe4, 0xb8]), [['ASSAY1405', 2, 1]]],
    ['UTF-16', Buffer.from('\ufeffa\n1', 'utf16le'), [['ASSAY1405', 1, 1]]],
    ['the wrong separator', 'a;b\n1;2\n', [['ASSAY1423', 1, 1]]],
    ['a field of more than a mebibyte', `a\n${'x'.repeat(2 ** 20 + 1)}\n`, [['ASSAY1413', 2, 1]]],
    ['too many fields', `${'a,'.repeat(70_000)}\n`, [['ASSAY1413', 1, 131_073]]],
  ])('%s', (_, text, expected, more = {}) => {
    expect(faultsOf(text, more)).toEqual(expected);
  });

  it('lists 20 faults and counts the rest', () => {
    const { diagnostics } = inspectCsv(source(`a,b\n${'1\n'.repeat(50)}`), true);
    expect(diagnostics).toHaveLength(20);
    expect(diagnostics.at(-1)?.message).toContain('30 more');
  });

  it.each([
    ['a text', 'a,b\n1,1\n2,x\n', 'ASSAY1414', 3],
    ['a decimal comma', 'a,b\n1,1\n2,"1,5"\n', 'ASSAY1414', 4],
    ['NaN', 'a,b\n1,1\n2,NaN\n', 'ASSAY1415', 3],
    ['infinity', 'a,b\n1,1\n2,-inf\n', 'ASSAY1415', 3],
    ['an overflow', 'a,b\n1,1\n2,1e999\n', 'ASSAY1415', 3],
  ])('%s in a numeric column', (_, text, code, column) => {
    const { table, diagnostics } = readTable(source(text), numeric('b'), 'sha256:x');
    expect(table).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code, range: { line: 3, column } }]);
  });

  it('no message shows a value', () => {
    const { diagnostics } = readTable(source('b\nMaria 1970\n'), numeric('b'), 'sha256:x');
    expect(JSON.stringify(diagnostics)).not.toContain('Maria');
  });

  it('a header without rows', () => {
    expect(readTable(source('a\n'), numeric('a'), 'x').diagnostics).toMatchObject([{ code: 'ASSAY1407' }]);
  });
});

describe('inferred types', () => {
  it.each([
    ['numbers', 'a\n1\n-2.5\n', 'numeric'],
    ['numbers with missing ones', 'a,b\n?,1\n1,1\n', 'numeric'],
    ['a text late', 'a\n1\n2\nx\n', 'categorical'],
    ['a word for what is no number does not make it categorical', 'a\n1\nnan\n', 'numeric'],
    ['no value', 'a,b\n,1\n', null],
  ])('%s', (_, text, type) => {
    expect(inspectCsv(source(text), true).look?.types?.[0]).toBe(type);
  });
});

describe('against csv-parse', () => {
  const field = fc.oneof(
    fc.constantFrom('', '1', '-2.5', 'a b', '"', '""', 'x,y', 'l\nm', 'r\r\ns', ';', '北'),
    fc.string({ maxLength: 6 }),
  );
  const quoted = (text: string): string => (/[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const scan = (text: string): string[][] | string => {
    const bytes = Buffer.from(text);
    const records: string[][] = [];
    let fault: string | undefined;
    scanCsv(bytes, 0x2c, 0, ({ count, starts, ends, quoted: style }) => {
      const cell = (i: number): string => bytes.toString('utf8', starts[i], ends[i]);
      records.push(Array.from({ length: count }, (_, i) => (style[i] === 2 ? cell(i).replaceAll('""', '"') : cell(i))));
      return true;
    }, (kind) => (fault ??= kind)); // prettier-ignore
    return fault ?? records;
  };

  it('reads what was written, as csv-parse does', () => {
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), (table, end) => {
        const text = table.map((row) => row.map(quoted).join(',') + end).join('');
        expect(scan(text)).toEqual(table);
        expect(parse(text, { relax_column_count: true, record_delimiter: end })).toEqual(table);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds fault with the same texts', () => {
    const soup = fc.array(fc.constantFrom('a', ',', '"', '\n'), { maxLength: 14 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(soup, (text) => {
        let expected: string[][] | 'fault';
        try {
          expected = parse(text, { relax_column_count: true, record_delimiter: '\n' });
        } catch {
          expected = 'fault';
        }
        const found = scan(text);
        if (expected === 'fault') expect(typeof found).toBe('string');
        else expect(found).toEqual(expected);
      }),
      { numRuns: 5000 },
    );
  });
});

it('a table is the same whatever memory its bytes lie in', () => {
  const whole = Buffer.from('xxxa\n1\n');
  expect(readTable(source(bufferOf(whole.subarray(3))), numeric('a'), 'd').table?.rowCount).toBe(1);
});
