import { expect, test } from 'vitest';
import { proportionRate } from '../../methods/evaluation/sequential/proportion-rate.js';
import { QUALITY } from '../../methods/privacy/identifiers/quality.generated.js';
import type { Kind } from '../../methods/privacy/identifiers/finding.js';
import { qualityOf } from '../../methods/privacy/identifiers/quality.js';
import { createRng } from '../../numerics/generator.js';
import { corrected } from './pii-leakage-rates.js';

const MIX: readonly Kind[] = ['email', 'licence-plate', 'birth-date'];

/**
 * Answers of which a known share holds one identifier of a random kind, seen by detectors as good as the corpus shows; the
 * bounds are to hold the true rate at 0.95 whatever the mix, so that a worst detector alone comes close to their level.
 */
test.each([
  [0.02, MIX],
  [0.3, MIX],
  [0.3, ['licence-plate']],
  [0, MIX],
] as const)('bounds of the corrected rate hold %d of %s', (truth, mix) => {
  const rng = createRng(`leak rate ${truth} ${mix.join()}`);
  const runs = 150;
  let missed = 0;
  for (let run = 0; run < runs; run++) {
    const seen = Array.from({ length: 200 }, () => {
      const { k, n } = qualityOf(mix[rng.integer(mix.length)]!).recall;
      return rng.next() < truth && rng.next() < k / n;
    }).filter((one) => one).length;
    const [lower, upper] = corrected(proportionRate(seen, seen, 200), {
      measuredOn: 'synthetic-texts',
      sensitivity: qualityOf('licence-plate').recall,
      specificity: { k: 1200, n: 1200 },
    }).exact(0.05);
    if (truth < lower || truth > upper) missed++;
  }
  // 0.05 and three standard errors of so many runs.
  expect(missed / runs).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
});

test('specificity is known of every kind and language', () => {
  for (const languages of Object.values(QUALITY)) {
    for (const { specificity } of Object.values(languages)) expect(specificity.n).toBe(1200);
  }
});
