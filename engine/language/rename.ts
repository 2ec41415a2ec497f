/** A new name for a parameter, an alias, a clause or a rule, in all documents that use it. */
import type { Range } from '../document/diagnostic.js';
import { quoted } from '../document/words.js';
import { namesOf } from './names.js';
import { occurrenceAt, usesOf } from './navigation.js';
import { occurrencesIn, type Symbol, type SymbolKind } from './occurrences.js';
import type { Location, Position } from './place.js';
import type { Workspace } from './workspace.js';

export interface Edit extends Location {
  readonly text: string;
}

export type Renaming = { readonly edits: readonly Edit[] } | { readonly fault: string };

/** As the schemas have them. */
const FORMS: Readonly<Record<Exclude<SymbolKind, 'fact'>, { readonly form: RegExp; readonly words: string }>> = {
  parameter: { form: /^[a-z][A-Za-z0-9]*$/, words: 'a camelCase name' },
  alias: { form: /^[a-z][A-Za-z0-9]*$/, words: 'a camelCase name' },
  clause: { form: /^\S(.*\S)?$/, words: 'a text without spaces at its ends' },
  rule: { form: /^[A-Z0-9]+(-[A-Z0-9]+)*$/, words: 'capitals, digits and hyphens' },
};

/** What would be renamed at a position; `undefined` where that is nothing. */
export function renameable(
  workspace: Workspace,
  file: string,
  position: Position,
): { readonly range: Range; readonly name: string } | undefined {
  const found = occurrenceAt(workspace, file, position);
  const meaning = found?.occurrence.meaning;
  if (found === undefined || meaning?.kind !== 'symbols') return undefined;
  const [symbol] = meaning.symbols;
  return symbol === undefined || symbol.kind === 'fact'
    ? undefined
    : { range: found.occurrence.range, name: symbol.name };
}

export function rename(workspace: Workspace, file: string, position: Position, name: string): Renaming {
  const found = occurrenceAt(workspace, file, position);
  const meaning = found?.occurrence.meaning;
  if (meaning?.kind !== 'symbols') return { fault: 'nothing here has a name of its own' };
  const [symbol, ...others] = meaning.symbols;
  if (symbol === undefined || symbol.kind === 'fact') {
    return { fault: 'a fact is what subjects are asked: renaming it here would not rename it there' };
  }
  if (others.length > 0) return { fault: ambiguous(meaning.symbols) };
  const { form, words } = FORMS[symbol.kind];
  if (!form.test(name)) return { fault: `${quoted(name)} is no name of this kind: ${words}` };
  if (name === symbol.name) return { edits: [] };
  const taken = takenBy(workspace, symbol, name);
  if (taken !== undefined) return { fault: taken };
  const uses = usesOf(workspace, [symbol], file);
  const edits: Edit[] = [];
  for (const { document, occurrence } of uses) {
    if (occurrence.meaning.kind === 'symbols' && occurrence.meaning.symbols.length > 1) {
      return { fault: `${document.file}:${occurrence.range.line}: ${ambiguous(occurrence.meaning.symbols)}` };
    }
    if (!document.isWhole) return { fault: `${document.file} is not valid YAML: mend it first` };
    const text = occurrence.write(
      symbol.kind === 'clause' ? clauseText(name, occurrence.range, document.text.line(occurrence.range.line)) : name,
    );
    edits.push({ file: document.file, range: occurrence.range, text });
  }
  return { edits };
}

const ambiguous = (symbols: readonly Symbol[]): string =>
  `the name is given by ${symbols.map(({ file }) => file).join(' and by ')}, and it is not said which is meant`;

/** A clause id that is written without quotes may need them: `4.10` would be a number. */
function clauseText(name: string, { column, endColumn }: Range, line: string): string {
  const isQuoted = /["']/.test(line[column - 2] ?? '') && line[column - 2] === line[endColumn - 1];
  if (isQuoted) return line[column - 2] === '"' ? JSON.stringify(name).slice(1, -1) : name.replaceAll("'", "''");
  return /^[A-Za-z][\w.()§-]*$/.test(name) ? name : JSON.stringify(name);
}

function takenBy(workspace: Workspace, symbol: Symbol, name: string): string | undefined {
  const document = workspace.document(symbol.file);
  if (document === undefined) return undefined;
  const other = occurrencesIn(document, namesOf(document, workspace)).find(
    ({ meaning }) =>
      meaning.kind === 'symbols' &&
      meaning.isDefinition &&
      meaning.symbols.some((each) => each.kind === symbol.kind && each.file === symbol.file && each.name === name),
  );
  return other && `${quoted(name)} is taken: ${symbol.file}:${other.range.line}`;
}
