import { partsOf } from '../plugins/contract.js';
import type { CatalogueEntry, Need } from '../plugins/contract.js';
import type { PlanInput, PlanSubject } from './plan-subject.js';

export type SubjectRoot = keyof PlanSubject['settings'];

/**
 * The parts of a subject that a plugin may read, by its declaration. The key covers exactly these, and the view
 * that the plugin gets refuses the others (`engine/measure/restricted-view.ts`): a figure cannot rest on something
 * that its key does not name. Facts are words about the subject; only measurements of its training may read them.
 */
export function readableRoots(entry: Pick<CatalogueEntry, 'needs' | 'reads' | 'about'>): readonly SubjectRoot[] {
  const roots = new Set<SubjectRoot>();
  for (const need of partsOf(entry)) {
    if (need === 'training' || need === 'storage' || need === 'judge' || need === 'questions') roots.add(need);
    else if (need !== 'history') {
      // Which columns are features, and what a class index means, follows from the target.
      roots.add('target');
      if (need === 'model' || need === 'predecessor' || need === 'estimator') roots.add(need);
      if (need.startsWith('data')) roots.add('data');
    }
  }
  if (entry.about === 'training') roots.add('facts');
  return [...roots].sort();
}

/** The inputs that a plugin reads. `data` is the one table, else `data.train`; `target` alone reads no file. */
export function readableInputs(parts: readonly Need[], inputs: readonly PlanInput[]): readonly PlanInput[] {
  const whole = inputs.some(({ role }) => role === 'data') ? 'data' : 'data.train';
  const isRead = (role: string): boolean =>
    parts.some((need) => {
      if (need === 'data') return role === whole;
      return role === need || (!need.startsWith('data') && role.startsWith(`${need}.`));
    });
  return inputs.filter(({ role }) => isRead(role)).sort((a, b) => (a.role < b.role ? -1 : a.role > b.role ? 1 : 0));
}
