export type RegionKind = 'country' | 'province' | 'bidding-zone' | 'cloud-region' | 'world';

/** As published: grams of CO2e a kilowatt-hour of a region, and the band where it is computed from a mix. */
export type FactorRow = readonly [
  region: string,
  name: string,
  kind: Exclude<RegionKind, 'world'>,
  country: string,
  gramsPerKWh: number,
  year: number | null,
  lower?: number,
  upper?: number,
];
