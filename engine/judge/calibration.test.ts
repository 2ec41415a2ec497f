/** The calibration of `node dist/bench/calibrate-judge.js`, on fewer scenarios and samples: the same code. */
import { describe, expect, it } from 'vitest';
import { calibrate, type Scenario } from '../../bench/judge-calibration/scenario.js';
import { allScenarios } from '../../bench/judge-calibration/scenarios.js';

const LIMIT_MS = 600_000;

/** Every third of the cheap ones, every fifth of those with real resampling or joint draws. */
const small = (scenarios: readonly Scenario[]): readonly Scenario[] => {
  const cheap = scenarios.filter(({ weight }) => weight === undefined);
  const dear = scenarios.filter(({ weight }) => weight !== undefined);
  return [...cheap.filter((_, index) => index % 3 === 0), ...dear.filter((_, index) => index % 5 === 0)];
};

describe('at the limit, wrong verdicts are at most as frequent as α', () => {
  const scenarios = allScenarios();
  for (const section of new Set(scenarios.map((scenario) => scenario.section))) {
    it(
      section,
      () => {
        const rows = small(scenarios.filter((scenario) => scenario.section === section)).map((one) =>
          calibrate(one, 400),
        );
        expect(rows.length).toBeGreaterThan(5);
        expect(rows.filter(({ holds }) => !holds)).toEqual([]);
        // The engine decides at all: most subjects four standard errors above their limits pass.
        expect(rows.filter(({ power }) => power > 0.5).length).toBeGreaterThan(rows.length / 2);
      },
      LIMIT_MS,
    );
  }

  it('a suite that can fail: verdicts at too small a confidence miss', () => {
    const loose = scenarios.find(({ name }) => name.startsWith('student-t, 10 normal'))!;
    const row = calibrate(
      {
        ...loose,
        make: (rng, shift) => {
          const { rule, source } = loose.make(rng, shift);
          return { source, rule: { ...rule, confidence: 0.8 } };
        },
      },
      400,
    );
    expect(row.holds).toBe(false);
  });
});
