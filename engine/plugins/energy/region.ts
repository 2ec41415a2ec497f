/** The carbon intensity of a region that a document names, or why there is none. */
import { nearest } from '../../document/nearest.js';
import { gridFactor, gridFactors } from '../../methods/energy/grid-factors.js';
import type { GridFactor } from '../../methods/energy/grid-factors.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

const KNOWN =
  'Known are countries (DEU, by ISO 3166-1 alpha-3), provinces of Canada (CA-QC), Nordic bidding zones (SE2), regions of Google Cloud (gcp/europe-west1) and, where the average of the world is meant, WORLD';

/** `unsupported` with near names where the region is not known. */
export function factorOf(region: string): GridFactor | Unmeasured {
  const known = gridFactor(region);
  if (known !== undefined) return known;
  const near = nearTo(region).map((factor) => `${factor.region} (${factor.name})`);
  const hint = near.length === 0 ? '.' : `; did you mean ${near.join(' or ')}?`;
  return unmeasured('unsupported', `there is no grid factor of the region ${region.slice(0, 100)}${hint} ${KNOWN}`);
}

/** By code, or by name. */
function nearTo(region: string): readonly GridFactor[] {
  const factors = gridFactors();
  const code = nearest(
    region,
    factors.map((factor) => factor.region),
  );
  const name = nearest(
    region,
    factors.map((factor) => factor.name),
  );
  return factors.filter((factor) => factor.region === code || factor.name === name).slice(0, 2);
}
