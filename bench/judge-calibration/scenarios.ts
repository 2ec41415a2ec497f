import { arithmeticScenarios } from './arithmetic.js';
import { combinations } from './combinations.js';
import { oneFigure } from './one-figure.js';
import type { Scenario } from './scenario.js';

/** In the order of the page. */
export const allScenarios = (): readonly Scenario[] => [...oneFigure(), ...combinations(), ...arithmeticScenarios()];
