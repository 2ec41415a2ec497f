/** Carbon of energy by where it was used. */
import { exactly, productOf, quotientOf, sumOf } from '../../methods/energy/band.js';
import type { Band } from '../../methods/energy/band.js';
import { gridFactor } from '../../methods/energy/grid-factors.js';
import type { GridFactor } from '../../methods/energy/grid-factors.js';
import { weakest } from '../figure.js';
import type { Basis, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { factorOf } from './region.js';
import type { EnergyPart } from './training-energy.js';

export interface LocatedEnergy {
  readonly factor: GridFactor;
  readonly kWh: Band;
}

export interface OperationalCarbon {
  /** gCO2e. */
  readonly carbon: Band;
  /** gCO2e/kWh, over all places by their energy. */
  readonly gramsPerKWh: Band;
  readonly places: readonly LocatedEnergy[];
  /** Of where it was used: a log's record, or somebody's word. */
  readonly basis: Basis;
  readonly notes: readonly string[];
}

/**
 * Location-based. A region that is named counts; where the log itself says the same country it is as good as the log,
 * where the log says another it is nothing but somebody's word. Without one what the log says counts, run by run: the cloud's
 * region where it has a factor, else the country.
 */
export function operationalCarbon(
  parts: readonly EnergyPart[],
  region: string | undefined,
): OperationalCarbon | Unmeasured {
  const placed = region === undefined ? byLog(parts) : byWord(parts, region);
  if ('unmeasured' in placed) return placed;
  const { places } = placed;
  const carbon = sumOf(places.map(({ kWh, factor }) => productOf(kWh, factor.gramsPerKWh)));
  const kWh = sumOf(places.map((place) => place.kWh));
  const [first, ...others] = places;
  const gramsPerKWh =
    others.length === 0 && first !== undefined ? first.factor.gramsPerKWh : meanFactor(places, kWh.estimate);
  return { ...placed, carbon, gramsPerKWh };
}

type Placed = Pick<OperationalCarbon, 'places' | 'basis' | 'notes'>;

function byWord(parts: readonly EnergyPart[], region: string): Placed | Unmeasured {
  const factor = factorOf(region);
  if ('unmeasured' in factor) return factor;
  const places = [{ factor, kWh: sumOf(parts.map(({ kWh }) => kWh)) }];
  const agrees =
    parts.length > 0 &&
    parts.every(({ country, cloud }) =>
      factor.kind === 'country'
        ? country === factor.country
        : factor.kind === 'cloud-region' && cloud === factor.region,
    );
  const logged = [...new Set(parts.map(({ country }) => country))];
  const others = logged.filter((country) => country !== undefined && country !== factor.country);
  return {
    places,
    basis: agrees ? 'logged' : 'declared',
    notes: others.length === 0 ? [] : [`the subject says ${region}, the log ${others.join(', ')}`],
  };
}

const NOWHERE = unmeasured(
  'missing-input',
  'training.region does not say where the energy was used, and no log does; the average of the world counts only where it is asked for, as WORLD',
);

function byLog(parts: readonly EnergyPart[]): Placed | Unmeasured {
  const places = new Map<string, LocatedEnergy>();
  if (parts.length === 0) return NOWHERE;
  const coarse = new Set<string>();
  for (const { kWh, country, cloud } of parts) {
    const inCloud = cloud === undefined ? undefined : gridFactor(cloud);
    if (inCloud === undefined && country === undefined) return NOWHERE;
    if (inCloud === undefined && cloud !== undefined) coarse.add(cloud);
    const factor = inCloud ?? factorOf(country ?? '');
    if ('unmeasured' in factor) return factor;
    const before = places.get(factor.region);
    places.set(factor.region, { factor, kWh: before === undefined ? kWh : sumOf([before.kWh, kWh]) });
  }
  const notes = [...coarse].map((cloud) => `there is no grid factor of ${cloud}: its country counts`);
  return { places: [...places.values()], basis: 'logged', notes };
}

/** Weighted by the energy as estimated. */
const meanFactor = (places: readonly LocatedEnergy[], kWh: number): Band =>
  quotientOf(
    sumOf(places.map((place) => productOf(exactly(place.kWh.estimate), place.factor.gramsPerKWh))),
    exactly(kWh),
  );

/** A published factor is an estimate of the grid. */
export const carbonBasis = (energy: Basis, place: Basis): Basis => weakest(energy, place, 'estimated');
