/** What a subject says of its training, typed as its schema has it. */
import type { TrainingEvidence, TrainingHardware } from '../../document/types.generated.js';
import type { SubjectView } from '../../subject/view.js';

export type { TrainingEvidence, TrainingHardware };

/** Absent evidence is empty: whoever needs a part of it says which. */
export const trainingOf = ({ training }: SubjectView): TrainingEvidence => (training ?? {}) as TrainingEvidence;
