import { otherModels, testSetUse } from '../measure/test-set-log.js';
import type { LoadedSubject } from '../subject/loaded.js';

/** The subject with what the cache knows of earlier checks; as it is where there is no cache, or nothing to look up. */
export function withHistory(subject: LoadedSubject, folder: string | undefined): LoadedSubject {
  const use = testSetUse(subject.spec);
  if (folder === undefined || use === undefined) return subject;
  return {
    ...subject,
    spec: { ...subject.spec, history: { otherModels: otherModels(folder, use) } },
    lacks: subject.lacks.filter((need) => need !== 'history'),
  };
}
