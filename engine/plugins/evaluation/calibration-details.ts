import { clopperPearson } from '../../numerics/intervals.js';
import { reliabilityBins } from '../../numerics/metrics/calibration.js';
import type { Units } from '../../methods/evaluation/units.js';
import type { Detail } from '../detail.js';

/** The reliability curve; its band is each bin's 95 % Clopper–Pearson interval where rows are independent. */
export function calibrationDetails(
  outcomes: Uint8Array,
  confidence: Float64Array,
  units: Units,
  bins: number,
): readonly Detail[] {
  const filled = reliabilityBins(outcomes, confidence, bins, units.weighted ? units.weights : undefined).filter(
    ({ rows }) => rows > 0,
  );
  return [
    {
      type: 'curve',
      id: 'reliability',
      title: { en: 'How often what the model is so sure of is so', zh: '可靠性曲线' },
      x: { name: 'mean probability', unit: '1' },
      y: { name: 'frequency', unit: '1' },
      series: [
        {
          name: 'model',
          points: filled.map(({ meanProbability, frequency }) => [meanProbability, frequency] as const),
          ...(units.plain && {
            band: filled.map(({ rows, frequency }) => clopperPearson(Math.round(rows * frequency), rows, 0.95)),
          }),
        },
      ],
    },
    {
      type: 'table',
      id: 'bins',
      title: { en: 'Bins', zh: '分箱' },
      columns: [
        { name: 'rows' },
        { name: 'meanProbability', unit: '1' },
        { name: 'frequency', unit: '1' },
        { name: 'gap', unit: '1' },
      ],
      rows: filled.map(({ rows, meanProbability, frequency }) => [
        rows,
        meanProbability,
        frequency,
        frequency - meanProbability,
      ]),
    },
  ];
}
