import type { LoadedSubject } from '../subject/loaded.js';
import type { PlanSubject } from './plan-subject.js';

/** What planning must know of a loaded subject. */
export function planSubjectOf(
  loaded: Pick<LoadedSubject, 'task' | 'inputs' | 'model' | 'predecessor' | 'judge' | 'settings' | 'lacks'>,
): PlanSubject {
  const { task, inputs, model, predecessor, judge, settings, lacks } = loaded;
  return {
    task,
    inputs: [
      ...inputs.map(({ role, digest }) => ({ role, digest })),
      ...(model === undefined ? [] : [{ role: 'model', digest: model.digest }]),
      ...(predecessor === undefined ? [] : [{ role: 'predecessor', digest: predecessor.digest }]),
      ...(judge === undefined ? [] : [{ role: 'judge', digest: judge.digest }]),
      // It changes with every check, so what reads it is measured each time.
      ...(lacks.includes('history') ? [] : [{ role: 'history', digest: null }]),
    ],
    settings,
    lacks,
  };
}
