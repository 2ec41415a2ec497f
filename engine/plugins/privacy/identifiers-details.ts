import { CATEGORY_TITLES } from '../../methods/privacy/identifiers/column-names.js';
import type { Category } from '../../methods/privacy/identifiers/column-names.js';
import type { Kind } from '../../methods/privacy/identifiers/finding.js';
import { qualityOf } from '../../methods/privacy/identifiers/quality.js';
import type { ScannedColumn } from '../../methods/privacy/identifiers/scan-column.js';
import type { Detail } from '../detail.js';

export interface PartColumn {
  readonly part: string;
  readonly column: ScannedColumn;
}

/** Names of columns and counts, never a cell. */
export function identifiersDetails(
  columns: readonly PartColumn[],
  kinds: readonly Kind[],
  categories: readonly Category[],
): readonly Detail[] {
  const held = columns.filter(({ column }) => column.kinds.size > 0 || column.categories.length > 0);
  return [
    {
      type: 'table',
      id: 'columns',
      title: { en: 'What the columns hold', zh: '各列所含内容' },
      columns: ['part', 'column', 'kind', 'cells', 'share', 'confirmed', 'columnOfKind', 'paragraphs'].map((name) => ({
        name,
      })),
      rows: held.flatMap(({ part, column }) => {
        const { name, cells, decided, byName } = column;
        const paragraphs = column.categories.join(' ');
        const found = [...column.kinds].map(
          ([kind, count]) =>
            [
              part,
              name,
              kind,
              count.cells,
              count.cells / cells,
              count.checked,
              decided.includes(kind),
              paragraphs,
            ] as const,
        );
        const named = [part, name, 'by name', cells, 1, 0, byName, paragraphs] as const;
        return byName || found.length === 0 ? [...found, named] : found;
      }),
    },
    {
      type: 'table',
      id: 'detectors',
      title: {
        en: 'The detectors on labelled synthetic texts: right of those found, found of those there',
        zh: '检测器在标注合成语料上的表现：检出中正确的、实有中检出的',
      },
      columns: ['kind', 'foundTrue', 'found', 'thereFound', 'there'].map((name) => ({ name })),
      rows: kinds.map((kind) => {
        const { precision, recall } = qualityOf(kind);
        return [kind, precision.k, precision.n, recall.k, recall.n];
      }),
    },
    {
      type: 'table',
      id: 'paragraphs',
      title: { en: 'Of 45 CFR 164.514(b)(2)(i)', zh: '涉及的 45 CFR 164.514(b)(2)(i) 款项' },
      columns: ['paragraph', 'kind', 'columns'].map((name) => ({ name })),
      rows: categories.map((category) => [
        category,
        CATEGORY_TITLES[category].en,
        columns
          .filter(({ column }) => column.categories.includes(category))
          .map(({ column }) => column.name)
          .join(', ')
          .slice(0, 400),
      ]),
    },
  ];
}
