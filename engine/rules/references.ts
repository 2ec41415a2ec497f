import type { Condition, Reference } from './ast.js';

/** Every place where a condition reads something, in order. */
export function referencesIn(condition: Condition): readonly Reference[] {
  const found: Reference[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('root' in node) found.push(node as Reference);
    else for (const [key, part] of Object.entries(node)) if (key !== 'pointer') visit(part);
  };
  visit(condition);
  return found;
}
