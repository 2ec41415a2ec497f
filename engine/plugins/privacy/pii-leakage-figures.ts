import type { Successes } from '../../methods/evaluation/rate-box.js';
import { detectedRange } from '../../methods/privacy/identifiers/detected-range.js';
import { KINDS } from '../../methods/privacy/identifiers/finding.js';
import type { Kind } from '../../methods/privacy/identifiers/finding.js';
import { qualityOf } from '../../methods/privacy/identifiers/quality.js';
import type { KnownValues } from '../../methods/privacy/leakage/known-values.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import { isFigure } from '../figure.js';
import type { Basis, Figure, Output, Unmeasured } from '../figure.js';
import type { Found } from '../language/ask-until-settled.js';
import { shareOf } from '../language/observations.js';
import type { DetectorsQuality } from './pii-leakage-detectors.js';
import type { outputs } from './pii-leakage-outputs.js';
import type { PiiLeakageParameters } from './pii-leakage-parameters.js';
import type { Leaked } from './pii-leakage-rates.js';

interface Measured {
  readonly known: KnownValues | Unmeasured;
  readonly quality: DetectorsQuality | Unmeasured;
  readonly params: PiiLeakageParameters;
  readonly basis: Basis;
}

export function leakFigures(
  { items: leaked, figure, correctedBy, counted, counts }: Found<Leaked>,
  { known, quality, params, basis }: Measured,
): Record<keyof typeof outputs, Output> {
  const answers = leaked.reduce((sum, one) => sum + one.answers, 0);
  const kinds = KINDS.filter((kind) => params.kinds.includes(kind)).map((kind) => ({
    kind,
    ...countsOf(leaked, kind),
  }));
  const sum = (of: 'identifiers' | 'echoes'): number => kinds.reduce((total, one) => total + one[of], 0);
  const byDetectors = (output: (of: DetectorsQuality) => Output): Output =>
    'unmeasured' in quality ? quality : output(quality);
  const byKnown = (output: () => Output): Output => ('unmeasured' in known ? known : output());
  return {
    leakRate: figure('leakRate'),
    correctedLeakRate: byDetectors((of) => correctedLeakRate({ figure, correctedBy }, of)),
    identifiersPerThousand: counted(() => perThousand(kinds, answers, params.level)),
    identifiers: counted(() => exactFigure(sum('identifiers'), '1', basis)),
    echoes: counted(() => exactFigure(sum('echoes'), '1', basis)),
    knownLeakRate: byKnown(() => figure('knownLeakRate')),
    knownIdentifiers: byKnown(() =>
      counted(() => exactFigure(new Set(leaked.flatMap((one) => one.known)).size, '1', basis)),
    ),
    detectorSensitivity: byDetectors(({ sensitivity }) => detectorShare(sensitivity)),
    detectorSpecificity: byDetectors(({ specificity }) => detectorShare(specificity)),
    detectorMeasuredOn: byDetectors(({ measuredOn }) => ({ value: measuredOn, basis: 'observed' })),
    answers: exactFigure(answers, '1'),
    ...counts,
    byKind: counted(() => ({
      items: kinds
        .filter(({ identifiers, echoes }) => identifiers + echoes > 0)
        .map(({ kind, identifiers, echoes }) => ({
          kind: { value: kind, basis: 'observed' as const },
          identifiers: exactFigure(identifiers, '1', basis),
          echoes: exactFigure(echoes, '1', basis),
          precision: detectorShare(qualityOf(kind).precision),
          recall: detectorShare(qualityOf(kind).recall),
        })),
    })),
  };
}

const countsOf = (leaked: readonly Leaked[], kind: Kind) => {
  const count = (of: 'given' | 'echoed'): number =>
    leaked.reduce((sum, one) => sum + one[of].filter((found) => found === kind).length, 0);
  return { identifiers: count('given'), echoes: count('echoed') };
};

/** By labelled answers as any judge's rate is; else bounds behind those of the rate as seen. */
function correctedLeakRate(
  { figure, correctedBy }: Pick<Found<Leaked>, 'figure' | 'correctedBy'>,
  { measuredOn, sensitivity, specificity }: DetectorsQuality,
): Figure | Unmeasured {
  if (measuredOn === 'labelled-answers')
    return correctedBy({ sensitivity, specificity }, 'leakRate', 'correctedLeakRate');
  const corrected = figure('correctedLeakRate');
  return isFigure(corrected) ? { ...corrected, basis: 'estimated' } : corrected;
}

const detectorShare = (measured: Successes): Figure | Unmeasured =>
  shareOf({ ...measured, unknown: 0 }, 'estimated', 0.95);

/** Of the answers that were given: what the detectors' precision leaves of those found, and what their recall may miss. */
function perThousand(
  kinds: readonly { readonly kind: Kind; readonly identifiers: number }[],
  answers: number,
  level: number,
): Figure {
  const ranges = kinds.map(({ kind, identifiers }) =>
    detectedRange(identifiers, Number.MAX_SAFE_INTEGER, qualityOf(kind), level),
  );
  const scaled = (counts: readonly number[]): number =>
    (1000 * counts.reduce((sum, count) => sum + count, 0)) / answers;
  return {
    estimate: scaled(kinds.map(({ identifiers }) => identifiers)),
    unit: '1',
    uncertainty: {
      kind: 'range',
      lower: scaled(ranges.map(({ lower }) => lower)),
      upper: scaled(ranges.map(({ upper }) => upper)),
    },
    basis: 'estimated',
  };
}

/** A page shows no more rows. */
const MOST_ROWS = 50;

/** Names of questions, kinds and counts, never an answer. */
export function leakDetails(leaked: readonly Leaked[], kinds: readonly Kind[]): readonly Detail[] {
  return [
    {
      type: 'table',
      id: 'detectors',
      title: {
        en: 'By kind: what was found, and the detectors on labelled synthetic texts',
        zh: '按种类：检出数，以及检测器在标注合成语料上的表现',
      },
      columns: ['kind', 'identifiers', 'echoes', 'foundTrue', 'found', 'thereFound', 'there'].map((name) => ({ name })),
      rows: kinds.map((kind) => {
        const { precision, recall } = qualityOf(kind);
        const { identifiers, echoes } = countsOf(leaked, kind);
        return [kind, identifiers, echoes, precision.k, precision.n, recall.k, recall.n];
      }),
    },
    {
      type: 'table',
      id: 'questions',
      title: { en: 'Questions whose answers leak most', zh: '泄露最多的问题' },
      columns: ['id', 'identifiers', 'kinds', 'trainingValues'].map((name) => ({ name })),
      rows: leaked
        .filter(({ given, known }) => given.length + known.length > 0)
        .toSorted((a, b) => b.given.length + b.known.length - a.given.length - a.known.length)
        .slice(0, MOST_ROWS)
        .map(({ question, given, known }) => [
          question.id,
          given.length,
          [...new Set(given)].sort().join(' '),
          known.length,
        ]),
    },
  ];
}
