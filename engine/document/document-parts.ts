/** What of a document stays as it is while a person types in one place of it. */
import { ValueBuilder } from './build-value.js';
import { MAX_LEXEMES, parsePart } from './parse-yaml.js';
import { SourceText } from './source-text.js';
import { isMap, isScalar, isSeq, YAMLMap, YAMLSeq, type Node, type Pair } from './yaml.js';

/** A key of the root with its value, or an item of a list under one, as parsed by itself. */
interface Part {
  readonly node: Node;
  readonly value: unknown;
  readonly lexemes: number;
  /** The offset in the document to which the ranges of its nodes are counted. */
  base: number;
}

/** Where parts begin. */
interface Section {
  readonly start: number;
  /** Starts of the items of the list that it holds; its own part ends at the first. */
  readonly items: readonly number[];
  readonly end: number;
}

/**
 * Reads a document part by part, and parses those alone that it has not read before: keys of the root, and items of
 * the lists under them. It gives exactly what the whole would give, or nothing: of a document with anything
 * to complain about, with anchors or aliases, or of another form than block style at the root, the whole is to be read.
 */
export class DocumentParts {
  #known = new Map<string, Part[]>();

  read(source: SourceText): { readonly root: Node; readonly value: unknown } | undefined {
    const { text } = source;
    const sections = sectionsOf(text);
    if (sections === undefined) return undefined;
    const before = this.#known;
    const now = new Map<string, Part[]>();
    let lexemes = 0;
    const take = (start: number, end: number): Part | undefined => {
      const own = text.slice(start, end);
      const part = before.get(own)?.pop() ?? parsed(own, start);
      if (part === undefined) return undefined;
      move(part, start);
      lexemes += part.lexemes;
      now.set(own, [...(now.get(own) ?? []), part]);
      return part;
    };
    this.#known = now;
    const root = new YAMLMap();
    const value: Record<string, unknown> = {};
    let end: [number, number] = [0, 0];
    for (const section of sections) {
      const head = take(section.start, section.items[0] ?? section.end);
      if (head === undefined || !isMap(head.node) || head.node.items.length !== 1) return undefined;
      const [[key, own]] = Object.entries(head.value as object) as [[string, unknown]];
      if (Object.hasOwn(value, key)) return undefined;
      let pair = head.node.items[0] as Pair<Node, Node | null>;
      value[key] = own;
      const [, headEnd, headAfter] = rangeOf(head.node);
      let ends: [number, number] = [headEnd, headAfter];
      if (section.items.length > 0) {
        const items = section.items.map((start, index) => take(start, section.items[index + 1] ?? section.end));
        const list = listOf(items);
        if (list === undefined || !isBare(pair.value)) return undefined;
        pair = Object.assign(Object.create(Object.getPrototypeOf(pair) as object) as typeof pair, pair, {
          value: list.node,
        });
        value[key] = list.value;
        ends = [list.after, list.after];
      }
      root.items.push(pair);
      end = ends;
    }
    if (lexemes > MAX_LEXEMES) return undefined;
    root.range = [rangeOf(root.items[0]!.key as Node)[0], ...end];
    return { root: root as Node, value };
  }
}

/** A key with nothing behind it. */
const isBare = (node: Node | null): boolean => node === null || (isScalar(node) && node.value === null && !node.source);

function listOf(
  parts: readonly (Part | undefined)[],
): { readonly node: Node; readonly value: unknown[]; readonly after: number } | undefined {
  const node = new YAMLSeq();
  const value: unknown[] = [];
  let range: [number, number, number] = [0, 0, 0];
  for (const part of parts) {
    if (part === undefined || !isSeq(part.node) || part.node.items.length !== 1) return undefined;
    node.items.push(part.node.items[0]);
    value.push((part.value as unknown[])[0]);
    const [start, end, after] = rangeOf(part.node);
    range = [value.length === 1 ? start : range[0], end, after];
  }
  node.range = range;
  return { node: node as Node, value, after: range[2] };
}

const rangeOf = (node: Node): [number, number, number] => node.range ?? [0, 0, 0];

/** Something like an anchor or an alias: what one part names another may use. */
const NAMED = /(^|[\s[{,:])[&*][^\s]/;

function parsed(text: string, base: number): Part | undefined {
  if (NAMED.test(text)) return undefined;
  const source = new SourceText('', text);
  const part = parsePart(source);
  if (part === undefined) return undefined;
  const builder = new ValueBuilder(source);
  const value = builder.build(part.contents);
  if (builder.diagnostics.length > 0) return undefined;
  const found: Part = { node: part.contents, value, lexemes: part.lexemes, base: 0 };
  move(found, base);
  return found;
}

/** Counts the ranges of a part's nodes to where it stands now. */
function move(part: Part, base: number): void {
  const by = base - part.base;
  part.base = base;
  if (by !== 0) shift(part.node, by);
}

function shift(node: Node | null, by: number): void {
  if (node === null) return;
  if (node.range) node.range = [node.range[0] + by, node.range[1] + by, node.range[2] + by];
  if (isMap(node)) {
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      shift(pair.key, by);
      shift(pair.value, by);
    }
  } else if (isSeq(node)) for (const item of node.items) shift(item as Node, by);
}

/** A key of the root, in block style. */
const KEY = /^[A-Za-z_"']/;

/** `undefined` where a line at the margin is neither a key nor an item of a list under one. */
function sectionsOf(text: string): readonly Section[] | undefined {
  const sections: Section[] = [];
  let start: number | undefined;
  let items: number[] = [];
  /** How far the items of this section's list stand in; `undefined` until its first line, −1 where it is no list. */
  let indent: number | undefined;
  const close = (end: number): void => {
    if (start !== undefined) sections.push({ start, items, end });
    [start, items, indent] = [undefined, [], undefined];
  };
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', at);
    const end = next === -1 ? text.length : next + 1;
    const line = text.slice(at, end);
    const depth = /^ */.exec(line)![0].length;
    const isItem = /^-(\s|$)/.test(line.slice(depth));
    if (/^[ \t]*(#|\r?\n?$)/.test(line)) {
      // Blank, or a comment: part of what it stands in.
    } else if (depth === 0 && !isItem) {
      if (!KEY.test(line)) return undefined;
      close(at);
      start = at;
      indent = /:[ \t]*(#.*)?\r?\n?$/.test(line) ? undefined : -1;
    } else if (start === undefined) return undefined;
    else if (indent === undefined) {
      indent = isItem ? depth : -1;
      if (isItem) items = [at];
    } else if (indent >= 0) {
      if (depth < indent || (depth === indent && !isItem)) return undefined;
      if (depth === indent) items.push(at);
    } else if (depth === 0) return undefined;
    at = end;
  }
  close(text.length);
  return sections.length === 0 ? undefined : sections;
}
