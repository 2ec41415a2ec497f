import { covers, parseCell } from '../../methods/privacy/generalised-cell.js';
import { compareColumn } from '../../methods/privacy/mixed-distance.js';
import type { ComparedColumn } from '../../methods/privacy/mixed-distance.js';
import { countsOfCodes, revealedByFrequency } from '../../methods/privacy/replaced-values.js';
import { sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { Column, Table } from '../../subject/table.js';
import { columnOf } from '../../subject/table.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Output } from '../figure.js';
import { unmeasured, unmeasuredAll } from '../unmeasured.js';
import { countSuccesses, nearestReleased, rawColumn } from './attacked-tables.js';
import { reversedTexts } from './dictionary-attack.js';

export interface MaskingResidualParameters {
  readonly rows: number;
  readonly columns: readonly string[] | null;
}

const share = (en: string, zh: string): OutputSpec => ({ type: 'number', unit: '1', range: [0, 1], title: { en, zh } });

const outputs = {
  relinkedShare: share(
    'People whose nearest released row is their own (distance-based record linkage)',
    '最近的发布行恰为其本人的人员比例（基于距离的记录链接）',
  ),
  chanceShare: share('The same where released rows are taken at random', '随机选取发布行时的命中比例'),
  uniqueMatchShare: share(
    'People whom one released row alone fits, cell by cell',
    '仅有一条发布行与之逐格相符的人员比例',
  ),
  reversedColumns: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Columns with hashes that a dictionary reverses', zh: '可用字典还原哈希值的列数' },
  },
  frequencyRevealedShare: share(
    'Rows whose pseudonym is told by how often it occurs, in the column that is worst',
    '可由出现频率识破假名的行的比例（取最差列）',
  ),
} as const satisfies Readonly<Record<string, OutputSpec>>;

/** Where the release has as many rows as the data, they stand in the order of the rows that they were made from. */
export const maskingResidual = definePlugin<MaskingResidualParameters>({
  id: 'privacy/masking-residual',
  version: '1.0.0',
  title: { en: 'What of a masked table can still be linked to the original', zh: '脱敏数据仍可与原始数据关联的程度' },
  about: 'data',
  needs: ['data', 'data.released'],
  deterministic: true,
  outputs,
  async measure(context) {
    const { subject } = context;
    const original = await subject.table('whole');
    const released = await subject.table('released');
    if (original === undefined || released === undefined) {
      return { outputs: unmeasuredAll(outputs, 'missing-input', 'the data and data.released are needed') };
    }
    if (original.rowCount === 0 || released.rowCount === 0) {
      return { outputs: unmeasuredAll(outputs, 'out-of-domain', 'a table has no rows') };
    }
    return measureResidual(original, released, context);
  },
});

async function measureResidual(
  original: Table,
  released: Table,
  context: MeasureContext<MaskingResidualParameters>,
): Promise<MeasureResult> {
  const { params, signal } = context;
  const named = params.columns;
  const isQuasi = ({ roles }: Column): boolean => roles.includes('quasi-identifier');
  const common = original.columns.filter(({ name }) => columnOf(released, name) !== undefined);
  const hasQuasi = common.some(isQuasi);
  const known = common.filter((column) =>
    named !== null ? named.includes(column.name) : hasQuasi ? isQuasi(column) : column.roles.length > 0,
  );
  const absent = named?.filter((name) => !common.some((column) => column.name === name)) ?? [];
  const linked: Readonly<Record<'relinkedShare' | 'chanceShare' | 'uniqueMatchShare', Output>> =
    absent.length > 0 || known.length === 0
      ? missingColumns(absent)
      : await linkage(known, original, released, context);
  await checkpoint(signal);
  const replaced = common.flatMap((column) => replacedColumn(column, columnOf(released, column.name)!));
  const reversed = replaced.filter(({ reversedShare }) => reversedShare > 0);
  return {
    outputs: {
      ...linked,
      reversedColumns: exactFigure(reversed.length, '1'),
      frequencyRevealedShare: exactFigure(Math.max(0, ...replaced.map(({ revealedShare }) => revealedShare)), '1'),
    },
    details: replaced.length > 0 ? [replacedTable(replaced)] : [],
  };
}

function missingColumns(absent: readonly string[]) {
  const why = unmeasured(
    'missing-input',
    absent.length > 0
      ? `no such column in both tables: ${absent.join(', ')}`
      : 'no column with a role is in both tables',
  );
  return { relinkedShare: why, chanceShare: why, uniqueMatchShare: why };
}

/** An intruder who knows somebody's values of these columns looks for their row. */
async function linkage(
  known: readonly Column[],
  original: Table,
  released: Table,
  { params, rng, signal, progress }: MeasureContext<MaskingResidualParameters>,
) {
  const columns = known.map((column) =>
    compareColumn(column.name, rawColumn(columnOf(released, column.name)!), [rawColumn(column)]),
  );
  const people = sampleWithoutReplacement(original.rowCount, params.rows, rng('rows'));
  const paired = original.rowCount === released.rowCount;
  const near = nearestReleased(columns, released.rowCount, rng('ties'));
  const fitting = new Fitting(columns, released.rowCount);
  const n = people.length;
  const unique = await countSuccesses(
    n,
    (index) => fitting.one(people[index]!),
    { signal, progress },
    { before: 0, steps: 2 * n },
  );
  const relinked = paired
    ? await countSuccesses(
        n,
        (index) => near(0, people[index]!, 1)[0] === people[index],
        { signal, progress },
        { before: n, steps: 2 * n },
      )
    : undefined;
  progress(2 * n, 2 * n);
  return {
    relinkedShare: relinked
      ? proportion(relinked)
      : unmeasured(
          'out-of-domain',
          `${released.rowCount} rows are released of ${original.rowCount}: nothing tells which is whose`,
        ),
    chanceShare: exactFigure(1 / released.rowCount, '1'),
    // Of all people it is a count; which of equally near rows is taken, on the other hand, is chance.
    uniqueMatchShare: n === original.rowCount ? exactFigure(unique.k / n, '1') : proportion(unique),
  };
}

const proportion = ({ k, n }: { readonly k: number; readonly n: number }): Figure => ({
  estimate: k / n,
  unit: '1',
  n,
  uncertainty: { kind: 'proportion', k, n },
  basis: 'observed',
});

/** Which released rows may be of a person, cell by cell. */
class Fitting {
  private readonly covered = new Map<string, Uint8Array>();

  constructor(
    private readonly columns: readonly ComparedColumn[],
    private readonly rows: number,
  ) {}

  /** Whether exactly one may. */
  one(person: number): boolean {
    const tests = this.columns.map((column, index) => this.testOf(column, index, person));
    let found = 0;
    for (let row = 0; row < this.rows && found < 2; row++) if (tests.every((test) => test(row))) found += 1;
    return found === 1;
  }

  private testOf(column: ComparedColumn, index: number, person: number): (row: number) => boolean {
    const { released } = column;
    if (column.kind === 'numbers') {
      const value = column.originals[0]![person]!;
      return Number.isNaN(value) ? (row) => Number.isNaN(released[row]!) : (row) => released[row] === value;
    }
    const code = column.originals[0]![person]!;
    const key = `${index} ${code}`;
    const fits =
      this.covered.get(key) ?? Uint8Array.from(column.cells, (cell) => Number(covers(cell, column.values[code]!)));
    this.covered.set(key, fits);
    return (row) => fits[released[row]!] === 1;
  }
}

interface ReplacedColumn {
  readonly name: string;
  readonly reversedShare: number;
  readonly revealedShare: number;
}

/** Where released texts are none of the original's, they stand in for them: as hashes, as pseudonyms. */
function replacedColumn(original: Column, released: Column): readonly ReplacedColumn[] {
  if (released.type !== 'categorical') return [];
  const texts = textsOf(original);
  const own = new Set(texts.levels);
  const replaced = released.levels.filter(
    (level) => !own.has(level) && parseCell(level, original.type === 'numeric').kind === 'text',
  );
  if (replaced.length === 0 || replaced.length < released.levels.length / 2) return [];
  const counts = countsOfCodes(released.codes, released.levels.length);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  if (rows === 0) return [];
  const reversed = [...reversedTexts(released.levels, texts.levels)].reduce((sum, code) => sum + counts[code]!, 0);
  const revealed = revealedByFrequency(counts, countsOfCodes(texts.codes, texts.levels.length));
  return [{ name: original.name, reversedShare: reversed / rows, revealedShare: revealed / rows }];
}

/** Numbers as they are written. */
function textsOf(column: Column): { readonly codes: Int32Array; readonly levels: readonly string[] } {
  if (column.type === 'categorical') return column;
  const known = new Map<number, number>();
  const codes = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
  return { codes, levels: [...known.keys()].map(String) };
}

const replacedTable = (columns: readonly ReplacedColumn[]): Detail => ({
  type: 'table',
  id: 'replaced',
  title: { en: 'Columns of replaced values: rows that are given away', zh: '取值被替换的列：可被识破的行' },
  columns: [{ name: 'column' }, { name: 'hash reversed' }, { name: 'told by frequency' }],
  rows: columns.map(({ name, reversedShare, revealedShare }) => [name, reversedShare, revealedShare]),
});
