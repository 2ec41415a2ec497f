import type { Key } from '../../sealing/key.js';
import { knownKey } from '../sealed-file.js';
import type { QuestionSetSpec, SealedSpec, SubjectSpec } from '../spec.js';

/** How a set is sealed, or its examples are: what the model is sent holds either. */
export const sealingOf = ({ file, examples }: QuestionSetSpec): SealedSpec | undefined =>
  file.sealed ?? examples?.file.sealed;

/** What opens the first of the sets that are sealed, and closes what is kept of answers. Throws ModelFault (`failed`). */
export function sealingKey({ questions = {} }: Pick<SubjectSpec, 'questions'>): Key | undefined {
  const [sealed] = Object.values(questions).flatMap((set) => sealingOf(set) ?? []);
  return sealed && knownKey(sealed);
}
