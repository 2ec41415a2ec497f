import { DEFAULT_BUDGET } from '../backends/device.js';
import type { LogicalDevice, Trained } from '../backends/device.js';
import type { MeasureResult } from './contract.js';
import type { Detail } from './detail.js';

/** For a record: which backend trained, on what logical device, how many models at once within which budget. */
export function trainedOn(
  how: Trained | undefined,
  { kind, memory = DEFAULT_BUDGET }: LogicalDevice,
): Pick<MeasureResult, 'backend' | 'details'> {
  if (how === undefined) return {};
  return {
    backend: how.backend,
    details: [
      {
        type: 'table',
        id: 'training',
        title: { en: 'How the models were trained', zh: '模型的训练方式' },
        columns: [{ name: 'backend' }, { name: 'device' }, { name: 'modelsAtOnce' }, { name: 'budgetMiB' }],
        rows: [[how.backend, kind, how.atOnce, kind === 'cpu' ? null : Math.round(memory / 2 ** 20)]],
      },
      ...refusals(how.refused),
    ],
  };
}

const refusals = (refused: readonly string[] = []): readonly Detail[] =>
  refused.length === 0
    ? []
    : [
        {
          type: 'text',
          id: 'backends',
          title: { en: 'Backends that could not train it', zh: '无法训练该模型的后端' },
          text: refused.join('\n'),
        },
      ];
