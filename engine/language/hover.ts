/** What stands at a position, in words. */
import type { Range } from '../document/diagnostic.js';
import { compiledFor } from '../document/kinds.js';
import { shapeAt } from '../document/shape-at.js';
import { isOperator } from '../rules/operators.js';
import { Cards } from './cards.js';
import { isLogic, usePointer } from './grammar.js';
import { spotAt, type LooseDocument, type Spot } from './loose-document.js';
import { entryOf, namesOf, type Names } from './names.js';
import { occurrenceAt } from './navigation.js';
import type { Meaning, Symbol } from './occurrences.js';
import { recordOf } from './own.js';
import type { Position } from './place.js';
import { settingAt } from './settings.js';
import type { Workspace } from './workspace.js';

export interface Hover {
  readonly markdown: string;
  readonly range: Range;
}

export function hoverAt(workspace: Workspace, file: string, position: Position): Hover | undefined {
  const document = workspace.document(file);
  if (document === undefined) return undefined;
  const cards = new Cards(workspace.language);
  const found = occurrenceAt(workspace, file, position);
  if (found !== undefined) {
    const names = namesOf(document, workspace);
    const markdown = about(found.occurrence.meaning, names, cards, document, workspace);
    if (markdown !== undefined) return { markdown, range: found.occurrence.range };
  }
  const spot = spotAt(document.root, document.text.offset(position.line, position.column));
  if (spot === undefined || spot.role !== 'key') return undefined;
  const markdown = aboutKey(spot, document, cards, workspace);
  return markdown === undefined ? undefined : { markdown, range: document.text.place(spot.start, spot.end).range };
}

function about(
  meaning: Meaning,
  names: Names,
  cards: Cards,
  document: LooseDocument,
  workspace: Workspace,
): string | undefined {
  switch (meaning.kind) {
    case 'path':
      return undefined;
    case 'plugin': {
      const entry = entryOf(names, meaning.plugin);
      return entry && cards.plugin(entry);
    }
    case 'output': {
      const entry = entryOf(names, meaning.plugin);
      if (entry === undefined || !Object.hasOwn(entry.outputs, meaning.output)) return undefined;
      const spec = entry.outputs[meaning.output]!;
      const item = meaning.item !== undefined && spec.type === 'list' ? spec.items[meaning.item] : undefined;
      if (meaning.item !== undefined) return item && cards.output(meaning.item, item, entry);
      return cards.output(meaning.output, spec, entry);
    }
    case 'symbols':
      return symbolCard(meaning.symbols[0], names, cards, document, workspace);
  }
}

function symbolCard(
  symbol: Symbol | undefined,
  names: Names,
  cards: Cards,
  document: LooseDocument,
  workspace: Workspace,
): string | undefined {
  if (symbol === undefined) return undefined;
  const layer = [...names.files].find(([, files]) => files.includes(symbol.file))?.[0] ?? names.layer;
  switch (symbol.kind) {
    case 'parameter': {
      const parameter = names.parameters.get(`${layer}.${symbol.name}`);
      return parameter && cards.parameter(parameter, recordOf(document.value, 'set')[parameter.id]);
    }
    case 'fact': {
      const fact = names.facts.get(symbol.name);
      return fact && cards.fact(symbol.name, fact);
    }
    case 'clause': {
      const clause = names.clauses.get(symbol.name);
      return clause && cards.clause(symbol.name, clause);
    }
    case 'alias': {
      const entry = entryOf(names, names.allAliases.get(symbol.name)?.[0]?.plugin ?? '');
      return entry && cards.plugin(entry);
    }
    case 'rule': {
      const home = document.file === symbol.file ? undefined : workspace.document(symbol.file);
      const named = home === undefined ? names : namesOf(home, workspace);
      const rule = named.rules.get(`${layer}/${symbol.name}`);
      return rule && cards.rule(rule, named);
    }
  }
}

function aboutKey(spot: Spot, document: LooseDocument, cards: Cards, workspace: Workspace): string | undefined {
  const { pointer } = spot;
  const key = String(pointer.at(-1));
  if (isLogic(document, pointer.slice(0, -1))) return isOperator(key) ? cards.operator(key) : undefined;
  const use = usePointer(document, pointer);
  if (use !== undefined) {
    const setting = settingAt(namesOf(document, workspace), document, use, pointer);
    if (setting !== undefined) return cards.setting(key, setting);
  }
  if (document.kind === undefined) return undefined;
  const shape = shapeAt(compiledFor(document.kind).shape, document.value, pointer);
  return shape?.description === undefined ? undefined : cards.shape(key, shape);
}
