import { askedSet } from '../language/asked-set.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { AskedSet } from '../language/asked-set.js';
import { faultsUnmeasured, nothingMeasured } from '../unmeasured.js';
import { measureCanaries } from './memorisation-canaries.js';
import { measureExcerpts } from './memorisation-excerpts.js';
import { CANARY_OUTPUTS, outputs, VERBATIM_OUTPUTS } from './memorisation-outputs.js';
import type { MemorisationParameters } from './memorisation-parameters.js';

export const memorisation = definePlugin<MemorisationParameters>({
  id: 'privacy/memorisation',
  version: '1.0.0',
  title: { en: 'Training text that a language model knows by heart', zh: '语言模型逐字记住的训练文本' },
  about: 'model',
  needs: ['model', 'questions'],
  deterministic: true,
  outputs,
  /** Canaries (Carlini et al., USENIX Security 2019) and verbatim continuation (Carlini et al., ICLR 2023). */
  async measure(context) {
    const { canaries, excerpts } = context.params;
    const parts = [
      await partOf(context, canaries, CANARY_OUTPUTS, measureCanaries),
      await partOf(context, excerpts, VERBATIM_OUTPUTS, measureExcerpts),
    ];
    const backend = parts.find((part) => part.backend !== undefined)?.backend;
    return {
      outputs: Object.assign({}, ...parts.map((part) => part.outputs)) as MeasureResult['outputs'],
      details: parts.flatMap(({ details = [] }) => details),
      ...(backend !== undefined && { backend }),
    };
  },
});

type Measure = (context: MeasureContext<MemorisationParameters>, asked: AskedSet) => Promise<MeasureResult>;

/** One set's figures: a subject may have canaries, or excerpts, or both. */
const partOf = (
  context: MeasureContext<MemorisationParameters>,
  name: string,
  specs: Readonly<Record<string, OutputSpec>>,
  measure: Measure,
): Promise<MeasureResult> =>
  faultsUnmeasured(specs, async () => {
    const asked = await askedSet(context, name);
    if ('unmeasured' in asked) return nothingMeasured(specs, asked);
    return { ...(await measure(context, asked)), backend: asked.model.backend };
  });
