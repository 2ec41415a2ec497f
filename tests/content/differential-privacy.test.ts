import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import {
  LEVEL,
  REPEATS,
  accountedRows,
  auditedMechanisms,
  differentialPrivacyPage,
} from './differential-privacy-page.js';

const PAGE = fileURLToPath(new URL('../../docs/differential-privacy.md', import.meta.url));
const rows = accountedRows();
const audited = auditedMechanisms();

test('docs/differential-privacy.md is what the accountants and audits say (vitest -u writes it)', async () => {
  const config = await resolveConfig(PAGE);
  const page = await format(differentialPrivacyPage(rows, audited), { ...config, parser: 'markdown' });
  await expect(page).toMatchFileSnapshot(PAGE);
});

test.each(rows)(
  'q $rate, σ $deviation, $steps steps: RDP is not below PLD, and exact figures lie between its ends',
  (row) => {
    const rounding = 1e-9 * row.upper;
    expect(row.lower).toBeLessThanOrEqual(row.upper);
    expect(row.renyi).toBeGreaterThanOrEqual(row.lower - rounding);
    if (row.exact !== undefined) {
      expect(row.exact).toBeGreaterThanOrEqual(row.lower - rounding);
      expect(row.exact).toBeLessThanOrEqual(row.upper + rounding);
    }
    expect(row.upper - row.lower).toBeLessThanOrEqual(2e-3 * row.upper + 1e-4);
  },
);

test.each(audited)(
  '$method, ε $epsilon: a bound is too high as rarely as the level says',
  ({ tooHigh, mean, epsilon }) => {
    const rate = 1 - LEVEL;
    expect(tooHigh).toBeLessThanOrEqual(rate + 3 * Math.sqrt((rate * LEVEL) / REPEATS));
    if (epsilon >= 1) expect(mean).toBeGreaterThan(epsilon / 4);
  },
);
