/** Which controls of a catalogue a profile's import names. */
import { nodesOf, type OscalCatalogue, type OscalNode, type OscalSelection } from './model.js';

/** Every control, each with those below it. */
export function controlsOf(catalogue: OscalCatalogue): ReadonlyMap<string, OscalNode> {
  return new Map([...nodesOf(catalogue)].flatMap(({ node }) => (node.kind === 'control' ? [[node.id, node]] : [])));
}

/** Ids of `controls` that the selections name, in their order; and those that they name and there are not. */
export function select(
  selections: readonly OscalSelection[],
  controls: ReadonlyMap<string, OscalNode>,
): { readonly ids: ReadonlySet<string>; readonly unknown: readonly string[] } {
  const ids = new Set<string>();
  const unknown: string[] = [];
  const take = (id: string, withChildren: boolean): void => {
    ids.add(id);
    if (withChildren) for (const below of controls.get(id)?.controls ?? []) take(below.id, true);
  };
  for (const { ids: named, patterns, withChildren } of selections) {
    for (const id of named) {
      if (controls.has(id)) take(id, withChildren);
      else unknown.push(id);
    }
    for (const pattern of patterns) for (const id of controls.keys()) if (matches(id, pattern)) take(id, withChildren);
  }
  return { ids, unknown };
}

/** Whether `text` is of the form of `pattern`, with `*` for any characters and `?` for one; in time of their product. */
export function matches(text: string, pattern: string): boolean {
  let reached = new Set([0]);
  for (const sign of pattern) {
    const next = new Set<number>();
    if (sign === '*') for (let at = Math.min(...reached); at <= text.length; at += 1) next.add(at);
    else for (const at of reached) if (at < text.length && (sign === '?' || text[at] === sign)) next.add(at + 1);
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(text.length);
}
