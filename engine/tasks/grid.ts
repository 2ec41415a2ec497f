/** The grid that a check draws its electricity from: what runs it may stand elsewhere than the subject. */
import type { Diagnostic } from '../document/diagnostic.js';
import type { GridFactor } from '../methods/energy/grid-factors.js';

export interface Grid {
  readonly factor: GridFactor;
  /** Of where it is: the word of who runs the check, or nobody's. */
  readonly basis: 'declared' | 'estimated';
}

export async function gridOf(region: string | undefined): Promise<Grid | { readonly fault: Diagnostic }> {
  if (region === undefined) {
    const { factorOfAnywhere } = await import('../methods/energy/grid-factors.js');
    return { factor: factorOfAnywhere(), basis: 'estimated' };
  }
  const { factorOf } = await import('../plugins/energy/region.js');
  const factor = factorOf(region);
  if ('unmeasured' in factor)
    return { fault: { code: 'ASSAY1619', severity: 'error', message: factor.detail, file: '--region' } };
  return { factor, basis: 'declared' };
}
