import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import { isFigure } from '../figure.js';
import type { Output } from '../figure.js';
import { ASKING_SECONDS } from '../language/ask-in-order.js';
import { askedSet } from '../language/asked-set.js';
import type { AskedSet } from '../language/asked-set.js';
import { ASKED_COUNTS } from '../language/asking-outputs.js';
import { costOfBoth } from '../language/reckoned-cost.js';
import { faultsUnmeasured, nothingMeasured } from '../unmeasured.js';
import { measureCanaries } from './memorisation-canaries.js';
import { measureExcerpts } from './memorisation-excerpts.js';
import { CANARY_OUTPUTS, outputs, VERBATIM_OUTPUTS } from './memorisation-outputs.js';
import type { MemorisationParameters } from './memorisation-parameters.js';

type Context = MeasureContext<MemorisationParameters>;
type Specs = Readonly<Record<string, OutputSpec>>;

export const memorisation = definePlugin<MemorisationParameters>({
  id: 'privacy/memorisation',
  version: '1.0.0',
  title: { en: 'Training text that a language model knows by heart', zh: '语言模型逐字记住的训练文本' },
  about: 'model',
  needs: ['model', 'questions'],
  settles: true,
  deterministic: true,
  limits: { seconds: ASKING_SECONDS },
  outputs,
  /** Canaries (Carlini et al., USENIX Security 2019) and verbatim continuation (Carlini et al., ICLR 2023). */
  async measure(context) {
    const { canaries, excerpts } = context.params;
    const parts = [
      await measureSet(context, canaries, [CANARY_OUTPUTS, VERBATIM_OUTPUTS], measureCanaries),
      await measureSet(context, excerpts, [VERBATIM_OUTPUTS, CANARY_OUTPUTS], measureExcerpts),
    ];
    const costs = parts.flatMap(({ asking }) => asking ?? []);
    const backend = parts.find((part) => part.backend !== undefined)?.backend;
    return {
      outputs: { ...parts[0]!.outputs, ...parts[1]!.outputs, ...countsOfBoth(parts) },
      details: parts.flatMap(({ details = [] }) => details),
      ...(costs.length > 0 && { asking: costs.reduce(costOfBoth) }),
      ...(backend !== undefined && { backend }),
    };
  },
});

/** One set's figures, what rules compare with the other's left out: a subject may have canaries, or excerpts, or both. */
const measureSet = (
  context: Context,
  name: string,
  [own, others]: readonly [Specs, Specs],
  measure: (context: Context, asked: AskedSet) => Promise<MeasureResult>,
): Promise<MeasureResult> => {
  const specs = { ...own, ...ASKED_COUNTS };
  return faultsUnmeasured(specs, async () => {
    const asked = await askedSet(context, name);
    if ('unmeasured' in asked) return nothingMeasured(specs, asked);
    const comparisons = context.comparisons.filter(({ output }) => !Object.hasOwn(others, output));
    return { ...(await measure({ ...context, comparisons }, asked)), backend: asked.model.backend };
  });
};

/** Of the sets that were asked; a subject may have one of them alone. */
const countsOfBoth = (parts: readonly MeasureResult[]): Record<string, Output> =>
  Object.fromEntries(
    Object.keys(ASKED_COUNTS).map((name) => {
      const counts = parts.map((part) => part.outputs[name]!);
      const known = counts.filter(isFigure);
      if (known.length === 0) return [name, counts[0]!];
      return [
        name,
        exactFigure(
          known.reduce((sum, { estimate }) => sum + estimate, 0),
          '1',
        ),
      ];
    }),
  );
