/** What the last layer answers, and the loss that it is trained with. */
export type MlpLoss = 'binary' | 'multinomial' | 'regression';

/** The networks that train at once: all of one shape. */
export interface MlpShape {
  readonly models: number;
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly activation: 'relu' | 'tanh';
  readonly loss: MlpLoss;
}

/** One layer's place among the numbers of one model: its weights (from × to, row-major), then its intercepts. */
export interface Layer {
  readonly from: number;
  readonly to: number;
  readonly weights: number;
  readonly intercepts: number;
}

/** All numbers of one model lie one after another, so that an optimiser's step is one run of operators for all layers. */
export function layersOf({
  inputs,
  hidden,
  outputs,
}: Pick<MlpShape, 'inputs' | 'hidden' | 'outputs'>): readonly Layer[] {
  const widths = [inputs, ...hidden, outputs];
  let at = 0;
  return widths.slice(1).map((to, index) => {
    const from = widths[index]!;
    const layer = { from, to, weights: at, intercepts: at + from * to };
    at = layer.intercepts + to;
    return layer;
  });
}

/** How many numbers one model has. */
export function parametersOf(layers: readonly Layer[]): number {
  const last = layers[layers.length - 1]!;
  return last.intercepts + last.to;
}
