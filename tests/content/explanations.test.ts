import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { SETS, explanationsPage, saidOf } from './explanations-page.js';

const PAGE = fileURLToPath(new URL('../../docs/explanations.md', import.meta.url));

test('docs/explanations.md is what the measurements say (vitest -u writes it)', async () => {
  const config = await resolveConfig(PAGE);
  const page = await format(await explanationsPage(), { ...config, parser: 'markdown' });
  await expect(page).toMatchFileSnapshot(PAGE);
});

describe('what the page says in words', async () => {
  const all = Object.fromEntries(await Promise.all(SETS.map(async (set) => [set.id, await saidOf(set)] as const)));
  const said = (set: string, method: string) => {
    const { a, b, faithfulness, infidelity } = all[set]!.find((one) => one.method === method)!;
    const or = (value: number | undefined): number => value ?? Number.NaN;
    return { a: or(a), b: or(b), faithfulness: or(faithfulness), infidelity: or(infidelity) };
  };
  const [even, paths, local, occluded] = ['SHAP, interventional', 'SHAP, path-dependent', 'LIME', 'occlusion'] as const;
  const permuted = 'permutation importance';
  const together = 'SHAP, a and b together';

  test('twins: paths favour the root, the others divide evenly and foretell more', () => {
    expect(said('twins', paths).a).toBeGreaterThan(2 * said('twins', paths).b);
    for (const method of [permuted, even, local, occluded]) {
      expect(said('twins', method).b / said('twins', method).a).toBeCloseTo(1, 1);
    }
    expect(said('twins', even).infidelity).toBeLessThan(said('twins', paths).infidelity - 0.05);
    expect(said('twins', even).infidelity).toBeGreaterThan(0.1);
    expect(said('twins', together).a).toBeCloseTo(0.5, 1);
  });

  test('a constant: paths give it a part, and the measures show that it has none', () => {
    expect(said('constant', paths).b).toBeGreaterThan(0.1);
    for (const method of [permuted, even, local, occluded]) expect(said('constant', method).b).toBeCloseTo(0, 9);
    expect(said('constant', paths).infidelity).toBeGreaterThan(0.1);
    expect(said('constant', paths).faithfulness).toBeLessThan(0.9);
    for (const method of [even, local, occluded]) {
      expect(said('constant', method).infidelity).toBeCloseTo(0, 9);
      expect(said('constant', method).faithfulness).toBeCloseTo(1, 9);
    }
  });

  test('exclusive or: one at a time counts twice, and no attribution to single features is faithful', () => {
    for (const method of [permuted, occluded]) {
      expect(said('xor', method).a + said('xor', method).b).toBeCloseTo(1, 1);
    }
    expect(said('xor', even).a + said('xor', even).b).toBeCloseTo(0.5, 1);
    for (const method of [even, paths, local, occluded]) {
      expect(said('xor', method).faithfulness).toBeLessThan(0.6);
      expect(said('xor', method).infidelity).toBeGreaterThan(0.08);
    }
    expect(said('xor', together).a).toBeCloseTo(0.5, 1);
  });
});
