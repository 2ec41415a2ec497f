/** Energy and time that an edited copy of a model saves: both serve by turns under the run's meter, as in energy/comparison. */
import { repeatedRatio } from '../../methods/energy/repeated-ratio.js';
import type { ReadingPair } from '../../methods/energy/repeated-ratio.js';
import type { MeasureContext } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Basis, Figure, Output, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { Judged, Original } from './candidate.js';
import { servePaired } from './paired-serving.js';
import { servingOf } from './serving.js';

export interface ServingParameters {
  /** Whether both models are to serve. */
  readonly energy: boolean;
  readonly batch: number;
  readonly seconds: number;
}

export interface Served {
  readonly energySaved: Output;
  readonly timeSaved: Output;
}

const bothAre = (output: Output): Served => ({ energySaved: output, timeSaved: output });

/** Where nothing is saved no model serves. */
export async function servedSavings(
  context: MeasureContext<ServingParameters>,
  { part, edits }: Original,
  held: Judged | undefined,
): Promise<Served & { readonly meter?: string }> {
  const { energy: asked, batch, seconds } = context.params;
  if (held === undefined) return bothAre(exactFigure(0, '1', part.model.basis));
  if (!asked) return bothAre(unmeasured('missing-input', '`energy: false` has neither model serve'));
  const smaller = await edits.open(held.file);
  try {
    const [own, other] = [smaller, part.model].map((model) => servingOf(model, part.table, batch, context.signal));
    const { energy, time, reading, fault } = await servePaired(context, own!, other!, seconds);
    return {
      energySaved:
        fault === undefined
          ? savedShare(energy, reading?.basis ?? 'estimated')
          : unmeasured(fault.unmeasured, fault.message),
      timeSaved: savedShare(time, 'observed'),
      ...(reading !== undefined && { meter: reading.meter }),
    };
  } finally {
    await smaller.close();
  }
}

/** 1 less the ratio; its noise by the delta method. */
function savedShare(pairs: readonly ReadingPair[], basis: Basis): Figure | Unmeasured {
  const found = repeatedRatio(pairs);
  if (found === undefined)
    return unmeasured(
      'out-of-domain',
      `${pairs.length} pairs of readings tell no ratio, or not how far chance reaches`,
    );
  const ratio = Math.exp(found.mean);
  const uncertainty: Figure['uncertainty'] =
    found.kind === 'student-t'
      ? { kind: 'student-t', scale: ratio * found.scale, df: found.df }
      : { kind: 'range', lower: 1 - Math.exp(found.upper), upper: 1 - Math.exp(found.lower) };
  return { estimate: 1 - ratio, unit: '1', n: pairs.length, uncertainty, basis };
}

/** Of zeros among the weights: an operator multiplies by them as by any number. */
export const ZEROS_SAVE_NOTHING: Unmeasured = unmeasured(
  'unsupported',
  'zeros among the weights save bytes of a compressed file, and no operation, time or energy',
);
