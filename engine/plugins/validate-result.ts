import { askingFaults } from './asking-cost.js';
import type { MeasureResult, PluginDeclaration } from './contract.js';
import { isFields, strangers } from './fault.js';
import type { Fault } from './fault.js';
import { detailFaults } from './validate-detail.js';
import { namedFaults } from './validate-output.js';

/**
 * Faults of what a plugin gave, against what it declared: every declared output and no other, units, ranges, finite
 * numbers, sound uncertainties, details of known shapes. `result` may be anything (a command's answer). Where the
 * list is empty, `result` is a `MeasureResult`.
 */
export function validateResult(declaration: Pick<PluginDeclaration, 'outputs'>, result: unknown): readonly Fault[] {
  if (!isFields(result)) return [{ pointer: '', message: 'must be an object with outputs' }];
  const details: unknown = result.details ?? [];
  return [
    ...strangers(result, ['outputs', 'details', 'asking', 'backend', 'meter'], ''),
    ...namedFaults(declaration.outputs, result.outputs, '/outputs'),
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

/** `result` as a `MeasureResult` where it keeps the contract. */
export const keepsContract = (
  declaration: Pick<PluginDeclaration, 'outputs'>,
  result: unknown,
): result is MeasureResult => validateResult(declaration, result).length === 0;
