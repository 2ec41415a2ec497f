import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchedEnergy, generationEnergy, unbatchedEnergy } from './generation-energy.js';

const JOULES_PER_KWH = 3.6e6;

describe('energy of generated tokens', () => {
  it('is what EcoLogits gives', () => {
    // Its own output for 132 of 440 billion parameters, 10,000 tokens, batch 64: request_energy, in kWh, with a PUE of 1.2.
    const request = 0.03833790589818617;
    const model = { active: 132e9, total: 440e9, bits: 16 };
    expect(batchedEnergy(model, 64)).toBeCloseTo(((request / 1.2) * JOULES_PER_KWH) / 10_000, 10);
  });

  it('is the older methodology’s upper end for one request at a time', () => {
    // 7 billion parameters of 4 bits on one card: (8.91e-5 · 7 + 1.43e-3 + 1.96 · 5.19e-4) Wh, and 1 kW / 8 for 0.0279 s.
    const card = 3.07094e-3 * 3600;
    const rest = (8.02e-4 * 7 + 2.23e-2 + 1.96 * 7e-6) * 125;
    expect(unbatchedEnergy({ active: 7e9, total: 7e9, bits: 4 })).toBeCloseTo(card + rest, 10);
  });

  it('takes more for larger models and for fewer requests at a time', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e9, max: 2e11, noNaN: true }),
        fc.integer({ min: 1, max: 511 }),
        fc.constantFrom(4, 8, 16),
        (size, batch, bits) => {
          const model = { active: size, total: size, bits };
          expect(batchedEnergy(model, batch + 1)).toBeLessThan(batchedEnergy(model, batch));
          const larger = { ...model, active: 1.1 * size, total: 1.1 * size };
          expect(batchedEnergy(larger, batch)).toBeGreaterThan(batchedEnergy(model, batch));
          const { estimate, lower, upper } = generationEnergy(model, null);
          expect(lower).toBeLessThan(estimate);
          expect(estimate).toBeLessThan(upper);
        },
      ),
    );
  });
});
