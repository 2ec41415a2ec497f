import { classificationFigures } from '../methods/evaluation/classification.js';
import type { FigureOptions } from '../methods/evaluation/evidence.js';
import { regressionFigures } from '../methods/evaluation/regression.js';
import { evidenceOfPart } from './answered-part.js';
import type { AnsweredPart } from './answered-part.js';
import type { Figure, Unmeasured } from './figure.js';

/** Every metric of what a model answered for a part of the data, by name. */
export function figuresOfPart(
  part: AnsweredPart,
  options: FigureOptions,
): Readonly<Record<string, Figure | Unmeasured>> {
  if (part.kind === 'classes') return classificationFigures(evidenceOfPart(part), options);
  const { truth, predicted, groups, units } = part;
  return regressionFigures(
    { truth, predicted, ...(groups && { groups }), ...(units.weighted && { weights: units.weights }) },
    options,
  );
}
