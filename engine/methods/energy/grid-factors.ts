/**
 * Average carbon intensity of electricity, location-based (GHG Protocol, Scope 2 Guidance): gCO2e/kWh of a region in a
 * year. Data and their licence: scripts/generate/data/energy/README.md.
 */
import { FACTOR_ROWS } from './grid-factors.generated.js';
import type { Band } from './band.js';
import type { RegionKind } from './factor-row.js';

export interface GridFactor {
  /** `DEU`, `CA-QC`, `SE2`, `gcp/europe-west1`, `WORLD`. */
  readonly region: string;
  readonly name: string;
  readonly kind: RegionKind;
  /** ISO 3166-1 alpha-3; `null` for the world. */
  readonly country: string | null;
  readonly gramsPerKWh: Band;
  /** `null` where the source states none. */
  readonly year: number | null;
  readonly source: string;
}

const SOURCES: Readonly<Record<RegionKind, string>> = {
  country: 'Our World in Data, life cycle, in mlco2/codecarbon@b05965e',
  province:
    'mix of sources in mlco2/codecarbon@b05965e, with a factor for each source (those of a life cycle unverified)',
  'bidding-zone': 'averages of ENTSO-E data in mlco2/codecarbon@b05965e',
  'cloud-region': 'cloud.google.com/sustainability/region-carbon in mlco2/codecarbon@b05965e',
  world: 'IEA, Global Energy & CO2 Status Report 2019, as mlco2/codecarbon@b05965e has it',
};

/** For a region only where that is named. */
const WORLD: GridFactor = {
  region: 'WORLD',
  name: 'World average',
  kind: 'world',
  country: null,
  gramsPerKWh: { estimate: 475, lower: 475, upper: 475 },
  year: 2018,
  source: SOURCES.world,
};

const LISTED = FACTOR_ROWS.map(
  ([region, name, kind, country, grams, year, lower = grams, upper = grams]): GridFactor => {
    const gramsPerKWh = { estimate: grams, lower, upper };
    return { region, name, kind, country, gramsPerKWh, year, source: SOURCES[kind] };
  },
);

const FACTORS: ReadonlyMap<string, GridFactor> = new Map([...LISTED, WORLD].map((factor) => [factor.region, factor]));

/** `undefined` for a region that is not known: never another one's, never the world's. */
export const gridFactor = (region: string): GridFactor | undefined => FACTORS.get(region);

/** Where nobody says where: the average of the world, from the cleanest published grid to the dirtiest. */
export function factorOfAnywhere(): GridFactor {
  const bands = gridFactors().map(({ gramsPerKWh }) => gramsPerKWh);
  return {
    ...WORLD,
    gramsPerKWh: {
      estimate: WORLD.gramsPerKWh.estimate,
      lower: Math.min(...bands.map(({ lower }) => lower)),
      upper: Math.max(...bands.map(({ upper }) => upper)),
    },
  };
}

export const gridFactors = (): readonly GridFactor[] => [...FACTORS.values()];
