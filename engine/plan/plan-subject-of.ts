import type { LoadedSubject } from '../subject/loaded.js';
import type { PlanSubject } from './plan-subject.js';

/** What planning must know of a loaded subject. */
export function planSubjectOf(
  loaded: Pick<LoadedSubject, 'task' | 'inputs' | 'model' | 'settings' | 'lacks'>,
): PlanSubject {
  const { task, inputs, model, settings, lacks } = loaded;
  return {
    task,
    inputs: [
      ...inputs.map(({ role, digest }) => ({ role, digest })),
      ...(model === undefined ? [] : [{ role: 'model', digest: model.digest }]),
    ],
    settings,
    lacks,
  };
}
