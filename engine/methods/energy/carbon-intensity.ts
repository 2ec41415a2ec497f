/**
 * Software Carbon Intensity (Green Software Foundation, SCI Specification 1.1.0; ISO/IEC 21031): SCI = (O + M) per R with
 * O = E · I. E is gross (idle and reserved hardware included), I location-based, M of all hardware; measures of the
 * market count for nothing.
 */
import { exactly, quotientOf, sumOf } from './band.js';
import type { Band } from './band.js';

/** gCO2e a functional unit, from O and M in gCO2e. `units` is R, above 0. */
export const carbonIntensity = (operational: Band, embodied: Band, units: number): Band =>
  quotientOf(sumOf([operational, embodied]), exactly(units));
