/** Attacks and exposures as another program computes them from the papers' definitions (membership.json, membership.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { extrapolatedExposure, rankExposure } from '../../engine/methods/privacy/canary-exposure.js';
import type { Attacked } from '../../engine/methods/privacy/membership/attacked.js';
import { lossOf, scaledConfidences } from '../../engine/methods/privacy/membership/confidence.js';
import { type LiraOptions, liraScores } from '../../engine/methods/privacy/membership/lira.js';
import { truePositiveRate } from '../../engine/methods/privacy/membership/low-fpr.js';
import { type RmiaOptions, rmiaScores } from '../../engine/methods/privacy/membership/rmia.js';
import type { Shadows } from '../../engine/methods/privacy/membership/shadows.js';
import { unitsOf } from '../../engine/methods/evaluation/units.js';
import { normalCdf } from '../../engine/numerics/distributions/normal.js';
import {
  type SkewNormal,
  fitSkewNormal,
  skewNormalLogCdf,
  skewNormalLogDensity,
} from '../../engine/numerics/distributions/skew-normal.js';
import { rocAuc } from '../../engine/numerics/metrics/ranking.js';

type Matrix = readonly (readonly number[])[];
const reference = JSON.parse(readFileSync(new URL('membership.json', import.meta.url), 'utf8')) as {
  readonly member: Matrix;
  readonly shadow: Matrix;
  readonly target: readonly number[];
  readonly targetMember: readonly number[];
  readonly populationShadow: Matrix;
  readonly populationTarget: readonly number[];
  readonly loss: readonly number[];
  readonly lira: readonly (LiraOptions & { readonly scores: readonly number[] })[];
  readonly rmia: readonly (RmiaOptions & { readonly scores: readonly number[] })[];
  readonly area: number;
  readonly truePositiveRateAtTenPercent: number;
  readonly probabilities: Matrix;
  readonly truth: readonly number[];
  readonly logits: readonly number[];
  readonly skewNormal: {
    readonly shapes: readonly number[];
    readonly points: readonly number[];
    readonly logCdf: Matrix;
    readonly logDensity: Matrix;
  };
  readonly exposure: {
    readonly losses: readonly number[];
    readonly canaries: readonly number[];
    readonly rank: readonly number[];
    readonly fit: SkewNormal & { readonly logLikelihood: number };
    readonly extrapolated: readonly number[];
  };
};

const shadowsOf = (confidences: Matrix, member?: Matrix): Shadows => ({
  rows: confidences[0]!.length,
  models: confidences.length,
  member: Uint8Array.from(member?.flat() ?? new Uint8Array(confidences.flat().length)),
  confidences: Float64Array.from(confidences.flat()),
});
const target = Float64Array.from(reference.target);
const shadows = shadowsOf(reference.shadow, reference.member);

function agree(found: ArrayLike<number>, expected: readonly number[], tolerance = 1e-9): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(found[i]! - value) / Math.max(1, Math.abs(value))).toBeLessThan(tolerance);
  });
}

describe('attacks', () => {
  test('the confidence on the logit scale, and the loss of it', () => {
    agree(scaledConfidences(reference.probabilities.flat(), reference.truth, 3), reference.logits);
    agree(target.map(lossOf), reference.loss);
  });

  test.each(reference.lira)('LiRA, online $online, $variance variance', ({ scores, ...options }) => {
    const found = liraScores(target, shadows, options);
    agree(options.online ? found : found.map(normalCdf), scores);
  });

  test.each(reference.rmia)('RMIA, online $online, γ $gamma, a $offlineA', ({ scores, ...options }) => {
    const population = {
      confidences: Float64Array.from(reference.populationTarget),
      shadows: shadowsOf(reference.populationShadow),
    };
    agree(rmiaScores(target, shadows, population, options).shares, scores);
  });

  test('the area and a true positive rate of their scores', () => {
    const scores = Float64Array.from(
      reference.lira.find(({ online, variance }) => online && variance === 'fixed')!.scores,
    );
    const member = Uint8Array.from(reference.targetMember);
    expect(rocAuc(member, scores)).toBeCloseTo(reference.area, 12);
    const attacked: Attacked = {
      scores,
      member,
      row: Int32Array.from(scores.keys()),
      target: new Int32Array(scores.length),
      targets: 1,
      units: unitsOf(scores.length, undefined, undefined),
    };
    expect(truePositiveRate(attacked, 0.1)).toBeCloseTo(reference.truePositiveRateAtTenPercent, 12);
  });
});

describe('canary exposure', () => {
  const { losses, canaries, fit } = reference.exposure;

  test.each(reference.skewNormal.shapes.map((shape, i) => ({ shape, i })))(
    'skew normal of shape $shape',
    ({ shape, i }) => {
      const standard = { location: 0, scale: 1, shape };
      const of = (f: (x: number, of: SkewNormal) => number) => reference.skewNormal.points.map((x) => f(x, standard));
      agree(of(skewNormalLogCdf), reference.skewNormal.logCdf[i]!);
      agree(of(skewNormalLogDensity), reference.skewNormal.logDensity[i]!);
    },
  );

  test('by rank', () => {
    agree(
      canaries.map((canary) => rankExposure(canary, losses)),
      reference.exposure.rank,
      1e-12,
    );
  });

  test('by a skew normal that is no less likely than SciPy’s', () => {
    const own = fitSkewNormal(losses);
    const likelihood = losses.reduce((sum, loss) => sum + skewNormalLogDensity(loss, own), 0);
    expect(likelihood).toBeGreaterThan(fit.logLikelihood - 1e-6);
    expect(likelihood).toBeLessThan(fit.logLikelihood + 1e-3);
    for (const name of ['location', 'scale', 'shape'] as const) expect(own[name] / fit[name]).toBeCloseTo(1, 2);
    canaries.forEach((canary, i) => {
      const { exposure } = extrapolatedExposure(canary, losses);
      expect(Math.abs(exposure / reference.exposure.extrapolated[i]! - 1)).toBeLessThan(0.01);
      expect(-skewNormalLogCdf(canary, fit) / Math.LN2).toBeCloseTo(reference.exposure.extrapolated[i]!, 9);
    });
  });

  test('a canary that is memorised is told beyond the sample’s reach', () => {
    expect(rankExposure(0, losses)).toBeCloseTo(Math.log2(losses.length + 1), 12);
    expect(extrapolatedExposure(20, losses).exposure).toBeGreaterThan(100);
    expect(() => fitSkewNormal([1, 1, 1])).toThrow(RangeError);
    expect(() => fitSkewNormal([])).toThrow(RangeError);
  });
});
