/** The facts that a layer's rules may ask: its own, and those of the layers below it where it has imports. */
import type { Diagnostic } from '../document/diagnostic.js';
import type { FactDeclaration } from '../document/types.generated.js';
import { faultAt, type Layer, type View } from './layer.js';

export interface Facts {
  readonly facts: Readonly<Record<string, FactDeclaration>>;
  readonly diagnostics: readonly Diagnostic[];
}

export function factsOf(layer: Layer, view: View): Facts {
  const facts: Record<string, FactDeclaration> = {};
  const declaredBy: Record<string, Layer> = {};
  const diagnostics: Diagnostic[] = [];
  if (layer.document.kind === 'Profile') {
    for (const other of view.layers.values()) {
      if (other.document.kind !== 'Standard') continue;
      for (const [name, fact] of Object.entries(other.document.facts ?? {})) {
        facts[name] = fact;
        declaredBy[name] = other;
      }
    }
  }
  for (const [name, fact] of Object.entries(layer.document.facts ?? {})) {
    const below = facts[name];
    if (below !== undefined && meaning(below) !== meaning(fact)) {
      const { file, positions } = declaredBy[name]!;
      const place = `${file}:${positions.key(['facts', name]).range.line}`;
      const message = `the fact ${name} is declared otherwise by a standard that this profile imports (${place})`;
      diagnostics.push(faultAt(layer.positions, ['facts', name], 'key', { code: 'ASSAY1320', message }));
    }
    facts[name] = fact;
  }
  return { facts, diagnostics };
}

const meaning = ({ values, type, unit }: FactDeclaration): string => JSON.stringify([values, type, unit]);
