import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Purse } from './purse.js';

test('what is under way never exceeds the budget together, and nobody waits for ever', async () => {
  const request = fc.record({
    most: fc.integer({ min: 1, max: 40 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 100 }),
      fc.array(request, { maxLength: 20 }),
      async (holds, requests) => {
        const purse = new Purse(holds);
        let [spent, aside] = [0, 0];
        const granted = await Promise.all(
          requests.map(async ({ most, share }) => {
            if (!(await purse.take(most))) return false;
            aside += most;
            expect(spent + aside).toBeLessThanOrEqual(holds);
            await Promise.resolve();
            aside -= most;
            spent += Math.floor(most * share);
            purse.settle(most, Math.floor(most * share));
            return true;
          }),
        );
        requests.forEach(({ most }, at) => {
          if (!granted[at]) expect(spent + most).toBeGreaterThan(holds);
        });
      },
    ),
  );
});
