/** Where a document names something, and what. */
import type { Range } from '../document/diagnostic.js';
import type { Pointer } from '../document/words.js';
import type { Place } from '../document/source-text.js';
import type { LooseDocument } from './loose-document.js';
import { besideOf, usesIn, type Names } from './names.js';
import { isRecord, listOf, own, recordOf, textOf } from './own.js';

/** What has a name that others use. */
export const SYMBOL_KINDS = ['parameter', 'alias', 'clause', 'rule', 'fact'] as const;
export type SymbolKind = (typeof SYMBOL_KINDS)[number];

/** A name, by the file that gives it: two copies of a standard have names of their own. */
export interface Symbol {
  readonly kind: SymbolKind;
  readonly file: string;
  readonly name: string;
}

export type Meaning =
  /** Several where nothing says which is meant: a test's alias that two standards have. */
  | { readonly kind: 'symbols'; readonly symbols: readonly Symbol[]; readonly isDefinition: boolean }
  | { readonly kind: 'output'; readonly plugin: string; readonly output: string; readonly item?: string }
  | { readonly kind: 'plugin'; readonly plugin: string }
  | { readonly kind: 'path'; readonly path: string };

export interface Occurrence {
  readonly meaning: Meaning;
  readonly pointer: Pointer;
  /** Of the name alone, where it stands as it is; else of the whole scalar. */
  readonly range: Range;
  /** What stands beside the name in `range`: of a scalar with escapes all the rest. */
  readonly write: (name: string) => string;
}

export const sameSymbol = (a: Symbol, b: Symbol): boolean =>
  a.kind === b.kind && a.file === b.file && a.name === b.name;

/** All that a document names, in no order. */
export function occurrencesIn(document: LooseDocument, names: Names): readonly Occurrence[] {
  const finder = new Finder(document, names);
  finder.find();
  return finder.found;
}

/** Of a scalar, the part that is the name. */
interface Part {
  readonly before: string;
  readonly name: string;
}

class Finder {
  readonly found: Occurrence[] = [];
  readonly #value: unknown;

  constructor(
    private readonly document: LooseDocument,
    private readonly names: Names,
  ) {
    this.#value = document.value;
  }

  find(): void {
    switch (this.document.kind) {
      case 'Standard':
        return this.#layer();
      case 'Profile':
        this.#profile();
        return this.#layer();
      case 'Pack':
        return this.#paths(['standards']);
      case 'Subject':
        this.#paths(['policies']);
        for (const name of Object.keys(recordOf(this.#value, 'facts'))) this.#fact(name, ['facts', name], 'key');
        return;
      case 'Waiver':
        for (const [index, waiver] of listOf(this.#value, 'waivers').entries()) {
          this.#qualifiedRule(textOf(waiver, 'rule'), ['waivers', index, 'rule'], 'value');
        }
        return;
      case 'PolicyTest':
        return this.#test();
      default:
    }
  }

  #profile(): void {
    for (const [index, entry] of listOf(this.#value, 'imports').entries()) {
      this.#path(textOf(entry, 'pack'), ['imports', index, 'pack']);
      for (const [place, id] of listOf(entry, 'exclude').entries()) {
        this.#qualifiedRule(id, ['imports', index, 'exclude', place], 'value');
      }
    }
    for (const id of Object.keys(recordOf(this.#value, 'set'))) this.#parameter(id, '', ['set', id], 'key');
    for (const id of Object.keys(recordOf(this.#value, 'raise'))) this.#qualifiedRule(id, ['raise', id], 'key');
    this.#paths(['waivers']);
    for (const [index, use] of listOf(this.#value, 'plugins').entries()) {
      this.#path(textOf(use, 'manifest'), ['plugins', index, 'manifest']);
    }
  }

  #layer(): void {
    const here = [this.document.file];
    for (const name of Object.keys(recordOf(this.#value, 'parameters'))) {
      this.#symbol('parameter', here, { before: '', name }, ['parameters', name], 'key', true);
    }
    for (const name of Object.keys(recordOf(this.#value, 'facts'))) {
      this.#symbol('fact', here, { before: '', name }, ['facts', name], 'key', true);
    }
    for (const [index, clause] of listOf(this.#value, 'clauses').entries()) {
      this.#symbol('clause', here, plain(textOf(clause, 'id')), ['clauses', index, 'id'], 'value', true);
    }
    this.#uses(recordOf(this.#value, 'measurements'), ['measurements']);
    for (const [index, rule] of listOf(this.#value, 'rules').entries()) {
      const at = ['rules', index];
      this.#symbol('rule', here, plain(textOf(rule, 'id')), [...at, 'id'], 'value', true);
      this.#symbol('clause', here, plain(textOf(rule, 'clause')), [...at, 'clause'], 'value');
      const measure = recordOf(rule, 'measure');
      this.#uses(measure, [...at, 'measure']);
      const aliases = new Map([...this.names.aliases, ...usesIn(measure)]);
      for (const role of ['when', 'require']) this.#logic(own(rule, role), [...at, role], aliases);
    }
  }

  #uses(uses: Readonly<Record<string, unknown>>, pointer: Pointer): void {
    for (const [alias, use] of Object.entries(uses)) {
      this.#symbol('alias', [this.document.file], plain(alias), [...pointer, alias], 'key', true);
      const plugin = textOf(use, 'plugin');
      if (plugin !== undefined) {
        this.#add({ kind: 'plugin', plugin }, plain(plugin), [...pointer, alias, 'plugin'], 'value');
      }
      this.#logic(own(use, 'with'), [...pointer, alias, 'with'], new Map());
    }
  }

  /** `var` in rules and settings. `item` is the list whose items a name means. */
  #logic(logic: unknown, pointer: Pointer, aliases: ReadonlyMap<string, string>, item?: ListOutput): void {
    if (Array.isArray(logic)) {
      logic.forEach((part, index) => this.#logic(part, [...pointer, index], aliases, item));
      return;
    }
    if (!isRecord(logic)) return;
    for (const [operator, value] of Object.entries(logic)) {
      const at = [...pointer, operator];
      if (operator !== 'var') {
        const list =
          ['all', 'some', 'none'].includes(operator) && Array.isArray(value) ? listOutput(value, aliases) : item;
        if (list === item || !Array.isArray(value)) this.#logic(value, at, aliases, item);
        else value.forEach((part, index) => this.#logic(part, [...at, index], aliases, index === 1 ? list : item));
      } else if (typeof value === 'string') this.#variable(value, at, aliases, item);
      else if (Array.isArray(value) && typeof value[0] === 'string')
        this.#variable(value[0], [...at, 0], aliases, item);
    }
  }

  #variable(name: string, pointer: Pointer, aliases: ReadonlyMap<string, string>, item?: ListOutput): void {
    const dot = name.indexOf('.');
    const [root, rest] = dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)];
    if (root === 'parameters') return this.#parameter(rest, 'parameters.', pointer, 'value');
    if (root === 'subject') return this.#fact(rest, pointer, 'value', 'subject.');
    if (item !== undefined) {
      return this.#add({ kind: 'output', ...item, item: name }, plain(name), pointer, 'value');
    }
    const plugin = aliases.get(root);
    if (plugin === undefined) return;
    this.#symbol('alias', [this.document.file], plain(root), pointer, 'value');
    if (rest !== '')
      this.#add({ kind: 'output', plugin, output: rest }, { before: `${root}.`, name: rest }, pointer, 'value');
  }

  #test(): void {
    this.#path(textOf(this.#value, 'policy'), ['policy']);
    this.#given(this.#value, []);
    for (const [index, one] of listOf(this.#value, 'cases').entries()) {
      this.#given(one, ['cases', index]);
      for (const rule of Object.keys(recordOf(one, 'expect')))
        this.#rule(rule, ['cases', index, 'expect', rule], 'key');
    }
    for (const [index, table] of listOf(this.#value, 'tables').entries()) {
      this.#given(table, ['tables', index]);
      for (const [place, column] of listOf(table, 'columns').entries()) {
        const at = ['tables', index, 'columns', place];
        if (typeof column !== 'string') continue;
        const [root = '', ...more] = column.split('.');
        const rest = more.join('.');
        if (rest === '' || column.includes('/')) this.#rule(column, at, 'value');
        else if (root === 'parameters') this.#parameter(rest, 'parameters.', at, 'value');
        else if (root === 'subject') this.#fact(rest, at, 'value', 'subject.');
        else {
          this.#testedAlias(root, at, 'value');
          this.#testedOutput(root, { before: `${root}.`, name: rest }, at, 'value');
        }
      }
    }
  }

  #given(value: unknown, pointer: Pointer): void {
    for (const name of Object.keys(recordOf(value, 'facts'))) this.#fact(name, [...pointer, 'facts', name], 'key');
    for (const name of Object.keys(recordOf(value, 'parameters'))) {
      this.#parameter(name, '', [...pointer, 'parameters', name], 'key');
    }
    for (const [alias, outputs] of Object.entries(recordOf(value, 'measurements'))) {
      const at = [...pointer, 'measurements', alias];
      this.#testedAlias(alias, at, 'key');
      if (!isRecord(outputs)) continue;
      for (const output of Object.keys(outputs)) {
        this.#testedOutput(alias, { before: '', name: output }, [...at, output], 'key');
      }
    }
  }

  #testedAlias(alias: string, pointer: Pointer, at: 'key' | 'value'): void {
    const files = new Set((this.names.allAliases.get(alias) ?? []).map(({ file }) => file));
    this.#symbol('alias', [...files], plain(alias), pointer, at);
  }

  #testedOutput(alias: string, part: Part, pointer: Pointer, at: 'key' | 'value'): void {
    const plugin = this.names.allAliases.get(alias)?.[0]?.plugin;
    if (plugin !== undefined) this.#add({ kind: 'output', plugin, output: part.name }, part, pointer, at);
  }

  #fact(name: string, pointer: Pointer, at: 'key' | 'value', before = ''): void {
    const files = this.names.facts.has(name) ? [...new Set([...this.names.files.values()].flat())] : [];
    this.#symbol('fact', files, { before, name }, pointer, at);
  }

  /** `x` of the document's own layer, `layer.x` of another. */
  #parameter(path: string, before: string, pointer: Pointer, at: 'key' | 'value'): void {
    const dot = path.indexOf('.');
    const layer = dot < 0 ? this.names.layer : path.slice(0, dot);
    const name = path.slice(dot + 1);
    this.#symbol('parameter', this.#files(layer), { before: before + path.slice(0, dot + 1), name }, pointer, at);
  }

  #qualifiedRule(id: unknown, pointer: Pointer, at: 'key' | 'value'): void {
    if (typeof id !== 'string') return;
    const slash = id.indexOf('/');
    const part = { before: id.slice(0, slash + 1), name: id.slice(slash + 1) };
    this.#symbol('rule', this.#files(id.slice(0, Math.max(0, slash))), part, pointer, at);
  }

  /** As tests name rules: without the layer where it is plain. */
  #rule(name: string, pointer: Pointer, at: 'key' | 'value'): void {
    if (name.includes('/')) return this.#qualifiedRule(name, pointer, at);
    const id = ruleNamed(name, this.names);
    const layer = id?.slice(0, id.indexOf('/')) ?? '';
    this.#symbol('rule', this.#files(layer), plain(name), pointer, at);
  }

  #files(layer: string): readonly string[] {
    return this.names.files.get(layer) ?? [];
  }

  #paths(pointer: readonly [string]): void {
    for (const [index, path] of listOf(this.#value, pointer[0]).entries()) this.#path(path, [...pointer, index]);
  }

  #path(path: unknown, pointer: Pointer): void {
    if (typeof path !== 'string') return;
    this.#add({ kind: 'path', path: besideOf(this.document.file, path) }, plain(path), pointer, 'value');
  }

  #symbol(
    kind: SymbolKind,
    files: readonly string[],
    part: Part | undefined,
    pointer: Pointer,
    at: 'key' | 'value',
    isDefinition = false,
  ): void {
    if (part === undefined || files.length === 0) return;
    const symbols = files.map((file): Symbol => ({ kind, file, name: part.name }));
    this.#add({ kind: 'symbols', symbols, isDefinition }, part, pointer, at);
  }

  #add(meaning: Meaning, part: Part | undefined, pointer: Pointer, at: 'key' | 'value'): void {
    if (part === undefined) return;
    const { positions } = this.document;
    const place = at === 'key' ? positions.key(pointer) : positions.value(pointer);
    const scalar = at === 'key' ? pointer.at(-1) : undefined;
    this.found.push({
      meaning,
      pointer,
      ...written(place, part, String(scalar ?? textAt(this.document.value, pointer))),
    });
  }
}

const plain = (name: string | undefined): Part | undefined => (name === undefined ? undefined : { before: '', name });

const textAt = (value: unknown, pointer: Pointer): unknown =>
  pointer.reduce<unknown>((at, key) => (Array.isArray(at) ? at[Number(key)] : own(at, String(key))), value);

export interface ListOutput {
  readonly plugin: string;
  readonly output: string;
}

/** Of the parts of `all`, `some` or `none`, the list that they go through. */
export function listOutput(parts: readonly unknown[], aliases: ReadonlyMap<string, string>): ListOutput | undefined {
  const [alias = '', output = ''] = (textOf(parts[0], 'var') ?? '').split('.');
  const plugin = aliases.get(alias);
  return plugin === undefined || output === '' ? undefined : { plugin, output };
}

/** The full id of a rule that a test names. */
export function ruleNamed(name: string, { rules, layer }: Names): string | undefined {
  if (rules.has(`${layer}/${name}`)) return `${layer}/${name}`;
  const others = [...rules.keys()].filter((id) => id.endsWith(`/${name}`));
  return others.length === 1 ? others[0] : undefined;
}

/** Where the name stands in its scalar, and how another is written there. */
function written(place: Place, { before, name }: Part, whole: string): Pick<Occurrence, 'range' | 'write'> {
  const { range, source } = place;
  const text = range.line === range.endLine ? source.slice(range.column - 1, range.endColumn - 1) : '';
  const quote = /^(["']).*\1$/.test(text) ? 1 : 0;
  if (text.slice(quote, text.length - quote) === whole) {
    const column = range.column + quote + before.length;
    return {
      range: { line: range.line, column, endLine: range.line, endColumn: column + name.length },
      write: (other) => other,
    };
  }
  const after = whole.slice(before.length + name.length);
  return { range, write: (other) => JSON.stringify(before + other + after) };
}
