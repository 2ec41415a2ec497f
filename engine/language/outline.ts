/** The parts of a document, for an editor's outline. */
import type { Range } from '../document/diagnostic.js';
import { textIn, type Text } from '../document/text.js';
import type { Pointer } from '../document/words.js';
import type { LooseDocument } from './loose-document.js';
import { isRecord, listOf, recordOf, textOf } from './own.js';
import type { Workspace } from './workspace.js';

export interface OutlineEntry {
  readonly name: string;
  readonly detail?: string;
  readonly kind: 'section' | 'parameter' | 'fact' | 'clause' | 'alias' | 'rule' | 'case';
  /** Of the whole. */
  readonly range: Range;
  /** Of the name. */
  readonly nameRange: Range;
  readonly children: readonly OutlineEntry[];
}

const MAPS = { parameters: 'parameter', facts: 'fact', measurements: 'alias' } as const;
const LISTS = {
  clauses: ['clause', 'id'],
  rules: ['rule', 'id'],
  cases: ['case', 'name'],
  tables: ['case', 'name'],
  waivers: ['rule', 'rule'],
} as const;

export function outlineOf(workspace: Workspace, file: string): readonly OutlineEntry[] {
  const document = workspace.document(file);
  if (document === undefined || !isRecord(document.value)) return [];
  return Object.keys(document.value).flatMap((section) => {
    const children = childrenOf(section, document, workspace.language);
    return children.length === 0 ? [] : [entry('section', section, [section], document, children)];
  });
}

function childrenOf(section: string, document: LooseDocument, language: string): readonly OutlineEntry[] {
  const { value } = document;
  if (Object.hasOwn(MAPS, section)) {
    const kind = MAPS[section as keyof typeof MAPS];
    return Object.entries(recordOf(value, section)).map(([name, one]) =>
      entry(kind, name, [section, name], document, [], detailOf(one, language)),
    );
  }
  if (!Object.hasOwn(LISTS, section)) return [];
  const [kind, key] = LISTS[section as keyof typeof LISTS];
  return listOf(value, section).map((one, index) => {
    const name = isRecord(one) ? textIn(one[key] as Text | undefined, language) : '';
    return entry(kind, name === '' ? `${index + 1}` : name, [section, index], document, [], detailOf(one, language));
  });
}

const detailOf = (value: unknown, language: string): string | undefined =>
  isRecord(value) && isText(value['title']) ? textIn(value['title'], language) : textOf(value, 'plugin');

const isText = (value: unknown): value is Text => typeof value === 'string' || isRecord(value);

function entry(
  kind: OutlineEntry['kind'],
  name: string,
  pointer: Pointer,
  { positions }: LooseDocument,
  children: readonly OutlineEntry[],
  detail?: string,
): OutlineEntry {
  const nameRange = positions.key(pointer).range;
  const whole = positions.value(pointer).range;
  const { endLine, endColumn } =
    whole.endLine > nameRange.endLine || (whole.endLine === nameRange.endLine && whole.endColumn > nameRange.endColumn)
      ? whole
      : nameRange;
  const range = { line: nameRange.line, column: nameRange.column, endLine, endColumn };
  return { name, kind, range, nameRange, children, ...(detail === undefined ? {} : { detail }) };
}
