import type { SessionChoice } from '../../backends/onnxruntime.js';
import { ModelFault } from '../../subject/view.js';
import { EstimatorFault } from '../estimator-fault.js';
import { openAnswers } from './answers.js';
import { trainGroup } from './train-group.js';
import type { Group } from './group.js';
import type { TrainedGroup } from './train-group.js';

/** Models to be trained at once, and what they are to answer: plain data, fit for a worker thread. */
export interface Part extends Group {
  /** Of each model, as `networkRows` has them. */
  readonly tests: readonly Float32Array[];
}

export interface TrainedPart extends Omit<TrainedGroup, 'numbers'> {
  /** Of each model, test rows × outputs. */
  readonly answers: readonly Float32Array[];
}

/** A fault as data, because a thread's errors lose their class. */
export interface FailedPart {
  readonly fault: Pick<EstimatorFault, 'unmeasured' | 'message'>;
}

export async function trainPart(
  part: Part,
  choice: SessionChoice,
  pause: () => Promise<void>,
): Promise<TrainedPart | FailedPart> {
  try {
    const { numbers, ...taken } = await trainGroup(part, choice, pause);
    const answers = await openAnswers(part.shape, choice);
    try {
      return { answers: await answers.to(numbers, part.tests), ...taken };
    } finally {
      await answers.close();
    }
  } catch (fault) {
    if (fault instanceof EstimatorFault) return { fault: { unmeasured: fault.unmeasured, message: fault.message } };
    if (fault instanceof ModelFault) return { fault: { unmeasured: 'failed', message: `mlp: ${fault.message}` } };
    throw fault;
  }
}
