/** A model could not be trained or tested on these data: the figures that needed it are unmeasured with this cause. */
export class EstimatorFault extends Error {
  constructor(
    readonly unmeasured: 'unsupported' | 'out-of-domain' | 'failed' | 'timed-out',
    message: string,
  ) {
    super(message);
  }
}
