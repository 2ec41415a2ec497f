import { askingFaults } from './asking-cost.js';
import type { MeasureResult, PluginDeclaration } from './contract.js';
import { isUnmeasured } from './figure.js';
import type { Output } from './figure.js';
import { isFields, strangers } from './fault.js';
import type { Fault } from './fault.js';
import { detailFaults } from './validate-detail.js';
import { namedFaults } from './validate-output.js';

/**
 * Faults of what a plugin gave, against what it declared: every declared output and no other, units, ranges, finite
 * numbers, sound uncertainties, details of known shapes, a day of the evidence where one is declared. `result` may be
 * anything (a command's answer). Where the list is empty, `result` is a `MeasureResult`.
 */
export function validateResult(
  declaration: Pick<PluginDeclaration, 'outputs' | 'dated'>,
  result: unknown,
): readonly Fault[] {
  if (!isFields(result)) return [{ pointer: '', message: 'must be an object with outputs' }];
  const details: unknown = result.details ?? [];
  const dated = declaration.dated === true;
  const faults = namedFaults(declaration.outputs, result.outputs, '/outputs');
  return [
    ...strangers(result, ['outputs', 'details', 'asking', 'backend', 'meter', ...(dated ? ['dated'] : [])], ''),
    ...faults,
    ...(dated && faults.length === 0 ? dateFaults(result.dated, result.outputs as MeasureResult['outputs']) : []),
    ...(Array.isArray(details)
      ? details.flatMap((detail: unknown, index) => detailFaults(detail, `/details/${index}`))
      : [{ pointer: '/details', message: 'must be a list' }]),
    ...(result.asking === undefined ? [] : askingFaults(result.asking, '/asking')),
    ...(result.backend === undefined || typeof result.backend === 'string'
      ? []
      : [{ pointer: '/backend', message: 'must be text' }]),
    ...(result.meter === undefined || typeof result.meter === 'string'
      ? []
      : [{ pointer: '/meter', message: 'must be text' }]),
  ];
}

/** What came to nothing needs no day. */
function dateFaults(dated: unknown, outputs: Readonly<Record<string, Output>>): readonly Fault[] {
  if (dated === undefined) {
    const message = 'must say of which day the evidence is, as the plugin is `dated`';
    return Object.values(outputs).every(isUnmeasured) ? [] : [{ pointer: '/dated', message }];
  }
  if (!isFields(dated))
    return [{ pointer: '/dated', message: 'must be an object with `of`, and `day` where it is known' }];
  const { of, day } = dated;
  return [
    ...strangers(dated, ['of', 'day'], '/dated'),
    ...(typeof of === 'string' && of !== '' ? [] : [{ pointer: '/dated/of', message: 'must be text' }]),
    ...(day === undefined || isDay(day) ? [] : [{ pointer: '/dated/day', message: 'must be a day, YYYY-MM-DD' }]),
  ];
}

const isDay = (day: unknown): boolean =>
  typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day));

/** `result` as a `MeasureResult` where it keeps the contract. */
export const keepsContract = (
  declaration: Pick<PluginDeclaration, 'outputs' | 'dated'>,
  result: unknown,
): result is MeasureResult => validateResult(declaration, result).length === 0;
