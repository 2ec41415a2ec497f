/** From a name to where it is given and to all who use it. */
import { posix } from 'node:path';
import type { LooseDocument } from './loose-document.js';
import { namesOf } from './names.js';
import { occurrencesIn, sameSymbol, type Occurrence, type Symbol } from './occurrences.js';
import { holds, sameRange, type Location, type Position } from './place.js';
import type { Workspace } from './workspace.js';

export interface Found {
  readonly document: LooseDocument;
  readonly occurrence: Occurrence;
}

/** What is named at a position. */
export function occurrenceAt(workspace: Workspace, file: string, position: Position): Found | undefined {
  const document = workspace.document(file);
  if (document === undefined) return undefined;
  const all = occurrencesIn(document, namesOf(document, workspace));
  const occurrence = all.find(({ range }) => holds(range, position)) ?? wider(all, document, position);
  return occurrence && { document, occurrence };
}

/** The cursor stands in the part of a scalar that says where the name is from: `parameters.`, `sustainable-ai/`. */
function wider(all: readonly Occurrence[], { positions }: LooseDocument, position: Position): Occurrence | undefined {
  return all.find(({ pointer, range }) => {
    const places = [positions.key(pointer), positions.value(pointer)].filter(({ range: whole }) =>
      holds(whole, { line: range.line, column: range.column }),
    );
    return places.some(({ range: whole }) => whole.line === whole.endLine && holds(whole, position));
  });
}

export function definitionsAt(workspace: Workspace, file: string, position: Position): readonly Location[] {
  const found = occurrenceAt(workspace, file, position);
  if (found === undefined) return [];
  const { meaning, pointer } = found.occurrence;
  if (meaning.kind === 'path') return target(workspace, meaning.path);
  if (meaning.kind === 'plugin' || meaning.kind === 'output') return [];
  const definitions = meaning.symbols.flatMap((symbol) => definitionsOf(workspace, symbol));
  // Of an alias that a rule declares for itself, its own comes before that of other rules.
  const near = definitions.filter(
    ({ document, occurrence }) =>
      document.file === file &&
      occurrence.pointer[0] === 'rules' &&
      pointer[0] === 'rules' &&
      occurrence.pointer[1] === pointer[1],
  );
  const shared = definitions.filter(({ occurrence }) => occurrence.pointer[0] !== 'rules' || !isAlias(meaning.symbols));
  const chosen = near.length > 0 && isAlias(meaning.symbols) ? near : shared.length > 0 ? shared : definitions;
  return chosen.map(locationOf);
}

const isAlias = ([symbol]: readonly Symbol[]): boolean => symbol?.kind === 'alias';

function definitionsOf(workspace: Workspace, symbol: Symbol): readonly Found[] {
  return usesIn(workspace, symbol.file, symbol).filter(
    ({ occurrence: { meaning } }) => meaning.kind === 'symbols' && meaning.isDefinition,
  );
}

function target(workspace: Workspace, path: string): readonly Location[] {
  const file = workspace.source.kind(path) === 'folder' ? posix.join(path, 'pack.yaml') : path;
  if (workspace.source.kind(file) !== 'file') return [];
  return [{ file, range: { line: 1, column: 1, endLine: 1, endColumn: 1 } }];
}

export function referencesAt(
  workspace: Workspace,
  file: string,
  position: Position,
  withDefinitions: boolean,
): readonly Location[] {
  const found = occurrenceAt(workspace, file, position);
  if (found?.occurrence.meaning.kind !== 'symbols') return [];
  return usesOf(workspace, found.occurrence.meaning.symbols, file)
    .filter(({ occurrence: { meaning } }) => withDefinitions || (meaning.kind === 'symbols' && !meaning.isDefinition))
    .map(locationOf);
}

/** Every place, in every document under the roots and beside `file`, that names one of the symbols; each once. */
export function usesOf(workspace: Workspace, symbols: readonly Symbol[], file: string): readonly Found[] {
  const found: Found[] = [];
  for (const symbol of symbols) {
    const beside = [file, symbol.file, ...symbols.map((each) => each.file), ...yamlBeside(workspace, symbol.file)];
    for (const path of workspace.filesWith([symbol.name], beside)) {
      for (const use of usesIn(workspace, path, symbol)) {
        const isNew = found.every(
          (other) => other.document.file !== path || !sameRange(other.occurrence.range, use.occurrence.range),
        );
        if (isNew) found.push(use);
      }
    }
  }
  return found;
}

const yamlBeside = ({ source }: Workspace, file: string): readonly string[] =>
  source
    .list(posix.dirname(file))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => posix.join(posix.dirname(file), name));

function usesIn(workspace: Workspace, file: string, symbol: Symbol): readonly Found[] {
  const document = workspace.document(file);
  if (document === undefined) return [];
  return occurrencesIn(document, namesOf(document, workspace)).flatMap((occurrence) => {
    const { meaning } = occurrence;
    const isUse = meaning.kind === 'symbols' && meaning.symbols.some((each) => sameSymbol(each, symbol));
    return isUse ? [{ document, occurrence }] : [];
  });
}

export const locationOf = ({ document, occurrence }: Found): Location => ({
  file: document.file,
  range: occurrence.range,
});
