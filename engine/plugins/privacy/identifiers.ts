import { CATEGORIES } from '../../methods/privacy/identifiers/column-names.js';
import type { Measured } from '../../methods/privacy/identifiers/detected-range.js';
import { CHECKSUM_KINDS, KINDS } from '../../methods/privacy/identifiers/finding.js';
import type { Kind } from '../../methods/privacy/identifiers/finding.js';
import { isTelephoneRegion } from '../../methods/privacy/identifiers/phone.js';
import { pooled, qualityOf } from '../../methods/privacy/identifiers/quality.js';
import { scanColumn } from '../../methods/privacy/identifiers/scan-column.js';
import type { ScanSettings } from '../../methods/privacy/identifiers/scan-column.js';
import {
  categories,
  identifiedCells,
  identifierColumn,
  kindCells,
  total,
} from '../../methods/privacy/identifiers/table-ranges.js';
import type { Count, Errors } from '../../methods/privacy/identifiers/table-ranges.js';
import type { CategoricalColumn } from '../../subject/table.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Output } from '../figure.js';
import { unmeasured, unmeasuredAll } from '../unmeasured.js';
import { identifiersDetails } from './identifiers-details.js';
import type { PartColumn } from './identifiers-details.js';
import { outputs } from './identifiers-outputs.js';

export interface IdentifiersParameters {
  readonly parts: readonly ('whole' | 'test')[];
  readonly regions: readonly string[];
  readonly columnShare: number;
  readonly kinds: readonly Kind[];
  readonly smallZips: readonly string[];
  readonly level: number;
}

export const identifiers = definePlugin<IdentifiersParameters>({
  id: 'privacy/identifiers',
  version: '1.0.0',
  title: { en: 'Direct identifiers and secrets in columns and free text', zh: '列与自由文本中的直接标识符与机密' },
  about: 'data',
  needs: ['data'],
  reads: ['data.test'],
  deterministic: true,
  outputs,
  /**
   * Scans the files as they are written: what a document leaves out, names otherwise or calls missing is looked at too.
   * Counts are bands, for the detectors find some that are none and miss others; how many was measured on synthetic
   * texts, hence `estimated`.
   */
  async measure(context) {
    const { params } = context;
    const unknown = params.regions.filter((region) => !isTelephoneRegion(region));
    if (unknown.length > 0) {
      return { outputs: unmeasuredAll(outputs, 'unsupported', `no numbering plan is known of ${unknown.join(', ')}`) };
    }
    const columns = await scannedColumns(context);
    if (columns === undefined) {
      return {
        outputs: unmeasuredAll(outputs, 'missing-input', 'the subject has none of the parts that are to be scanned'),
      };
    }
    if (columns.every(({ column }) => column.cells === 0)) {
      return { outputs: unmeasuredAll(outputs, 'out-of-domain', 'the data have no cell with a text') };
    }
    const kinds = KINDS.filter((kind) => params.kinds.includes(kind));
    const errors: Errors = { qualityOf, level: params.level, kinds: new Set(kinds) };
    const hipaa = categories(
      columns.map(({ column }) => column),
      errors,
    );
    return {
      outputs: {
        ...countsOf(columns, errors),
        hipaaCategories: counted(hipaa.count),
        ...qualities(kinds),
        byKind: { items: kinds.flatMap((kind) => itemOf(kind, columns, errors)) },
        byCategory: {
          items: hipaa.found.map((category) => ({
            category: { value: category, basis: 'observed' as const },
            columns: exactFigure(
              namesOf(columns.filter(({ column }) => column.categories.includes(category))).size,
              '1',
            ),
          })),
        },
      },
      details: identifiersDetails(
        columns,
        kinds,
        CATEGORIES.filter((category) => hipaa.found.includes(category)),
      ),
    };
  },
});

async function scannedColumns({
  subject,
  params,
  signal,
  progress,
}: MeasureContext<IdentifiersParameters>): Promise<readonly PartColumn[] | undefined> {
  const settings: ScanSettings = {
    regions: params.regions,
    kinds: new Set(params.kinds),
    columnShare: params.columnShare,
    smallZips: new Set(params.smallZips),
  };
  const scanned: PartColumn[] = [];
  let tables = 0;
  for (const part of params.parts) {
    const table = await subject.rawTable(part);
    if (table === undefined) continue;
    tables++;
    for (const [index, column] of table.columns.entries()) {
      await checkpoint(signal);
      scanned.push({ part, column: scanColumn(textsOf(column), settings) });
      progress(index + 1, table.columns.length, part);
    }
  }
  return tables === 0 ? undefined : scanned;
}

function textsOf({ name, levels, codes }: CategoricalColumn): Parameters<typeof scanColumn>[0] {
  const counts = new Float64Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return { name, texts: levels, counts };
}

const namesOf = (columns: readonly PartColumn[]): ReadonlySet<string> =>
  new Set(columns.map(({ column }) => column.name));

function countsOf(parts: readonly PartColumn[], errors: Errors): Readonly<Record<string, Output>> {
  const columns = parts.map(({ column }) => column);
  const cells = columns.reduce((sum, column) => sum + column.cells, 0);
  const identified = total(columns.map((column) => identifiedCells(column, errors)));
  const ofKinds = (...kinds: readonly Kind[]): Count =>
    total(columns.flatMap((column) => kinds.map((kind) => kindCells(column, kind, errors))));
  const looked = (kinds: readonly Kind[], figure: () => Output): Output =>
    kinds.every((kind) => errors.kinds.has(kind))
      ? figure()
      : unmeasured('unsupported', `not looked for: \`kinds\` lacks ${kinds.join(' or ')}`);
  const zips = (of: 'fineZips' | 'smallZips'): Output =>
    looked(['zip-code'], () =>
      exactFigure(
        columns.reduce((sum, column) => sum + column[of], 0),
        '1',
      ),
    );
  return {
    identifierColumns: counted(byColumnName(parts, errors)),
    identifierCells: counted(identified),
    foundCells: exactFigure(identified.found, '1'),
    cellsPerThousand: counted(identified, cells / 1000),
    secrets: looked(['secret'], () => counted(ofKinds('secret'))),
    agesOver89: looked(['age-over-89'], () => counted(ofKinds('age-over-89'))),
    fineDates: looked(['date', 'birth-date'], () => counted(ofKinds('date', 'birth-date'))),
    fineZips: zips('fineZips'),
    smallZips: zips('smallZips'),
    columns: exactFigure(namesOf(parts).size, '1'),
    freeTextColumns: exactFigure(namesOf(parts.filter(({ column }) => column.freeText)).size, '1'),
    cells: exactFigure(cells, '1'),
  };
}

/** A column that stands in both parts is one; it is what it is in the part where it shows most. */
function byColumnName(parts: readonly PartColumn[], errors: Errors): Count {
  const byName = new Map<string, Count[]>();
  for (const { column } of parts) {
    byName.set(column.name, [...(byName.get(column.name) ?? []), identifierColumn(column, errors)]);
  }
  return total(
    [...byName.values()].map((each) => {
      return {
        found: Math.max(...each.map(({ found }) => found)),
        lower: Math.max(...each.map(({ lower }) => lower)),
        upper: Math.max(...each.map(({ upper }) => upper)),
      };
    }),
  );
}

/** Exact where the band has no width. */
function counted({ found, lower, upper }: Count, per = 1): Figure {
  if (lower === upper) return exactFigure(found / per, '1');
  const uncertainty = { kind: 'range', lower: lower / per, upper: upper / per } as const;
  return { estimate: found / per, unit: '1', uncertainty, basis: 'estimated' };
}

function itemOf(kind: Kind, columns: readonly PartColumn[], errors: Errors) {
  const holding = columns.filter(({ column }) => column.kinds.has(kind));
  const cells = total(columns.map(({ column }) => kindCells(column, kind, errors)));
  if (holding.length === 0 && cells.upper === 0) return [];
  const { precision, recall } = qualityOf(kind);
  return [
    {
      kind: { value: kind, basis: 'observed' as const },
      columns: exactFigure(namesOf(holding).size, '1'),
      cells: counted(cells),
      precision: proportion(precision),
      recall: proportion(recall),
    },
  ];
}

function qualities(kinds: readonly Kind[]): Readonly<Record<string, Output>> {
  const withCheckDigit = kinds.filter((kind) => CHECKSUM_KINDS.some((known) => known === kind));
  const all = kinds.map(qualityOf);
  const checked = withCheckDigit.map(qualityOf);
  const lowest = (measured: readonly Measured[]): Output =>
    proportion(measured.toSorted((a, b) => a.k / a.n - b.k / b.n)[0]!);
  const none = unmeasured('unsupported', 'no kind with a check digit is looked for');
  return {
    checksumPrecision: checked.length === 0 ? none : proportion(pooled(checked.map(({ precision }) => precision))),
    checksumRecall: checked.length === 0 ? none : proportion(pooled(checked.map(({ recall }) => recall))),
    lowestPrecision: lowest(all.map(({ precision }) => precision)),
    lowestRecall: lowest(all.map(({ recall }) => recall)),
  };
}

const proportion = ({ k, n }: Measured): Figure => ({
  estimate: k / n,
  unit: '1',
  n,
  uncertainty: { kind: 'proportion', k, n },
  basis: 'estimated',
});
