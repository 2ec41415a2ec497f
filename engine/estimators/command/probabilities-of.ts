import type { Predictions } from '../../subject/view.js';
import { EstimatorFault } from '../estimator-fault.js';

/** As `Estimator.answers` has it. Throws `EstimatorFault` where there are classes alone. */
export function probabilitiesOf(predictions: Predictions): Float64Array {
  if (predictions.kind === 'numbers') return predictions.values;
  if (predictions.probabilities !== undefined) return predictions.probabilities;
  throw new EstimatorFault('unsupported', 'the trainer gives no probabilities');
}
