import { definePlugin } from '../contract.js';
import { countedIn } from '../language/counted-in.js';
import { faultsUnmeasured } from '../unmeasured.js';
import { measureRefusal } from './refusal-measure.js';
import { REFUSAL_OUTPUTS } from './refusal-outputs.js';
import type { RefusalParameters } from './refusal-parameters.js';

export const overRefusal = definePlugin<RefusalParameters>({
  id: 'evaluation/over-refusal',
  version: '1.0.0',
  title: { en: 'How often a language model refuses what it should answer', zh: '语言模型对不应拒答问题的拒答率' },
  about: 'model',
  needs: ['model', 'questions'],
  reads: ['judge'],
  settles: true,
  deterministic: true,
  outputs: countedIn('questions', REFUSAL_OUTPUTS),
  measure: (context) => faultsUnmeasured(REFUSAL_OUTPUTS, () => measureRefusal(context, 'highest')),
});
