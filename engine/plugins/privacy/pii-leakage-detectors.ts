import type { Successes } from '../../methods/evaluation/rate-box.js';
import { identifiersOf } from '../../methods/privacy/leakage/answer-identifiers.js';
import { qualityOf } from '../../methods/privacy/identifiers/quality.js';
import { clopperPearson } from '../../numerics/intervals.js';
import { checkpoint } from '../checkpoint.js';
import type { MeasureContext } from '../contract.js';
import { clustersOf } from '../language/ask-in-order.js';
import { truthOf } from '../language/truth-field.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { PiiLeakageParameters } from './pii-leakage-parameters.js';

/** How often the detectors see that a text holds an identifier, and that it holds none. */
export interface DetectorsQuality {
  readonly measuredOn: 'labelled-answers' | 'synthetic-texts';
  /** On texts of another mix of kinds: of the kind that they find worst. */
  readonly sensitivity: Successes;
  readonly specificity: Successes;
}

/** By the answers that the subject has labelled (of each cluster the first), else by the project's labelled texts (docs/identifiers.md). */
export async function qualityOfDetectors(
  context: MeasureContext<PiiLeakageParameters>,
): Promise<DetectorsQuality | Unmeasured> {
  const { subject, params, signal } = context;
  const set = await subject.questions(params.labelled);
  if (set === undefined) return onSyntheticTexts(params);
  const settings = { regions: params.regions, kinds: new Set(params.kinds) };
  const held = { k: 0, n: 0 };
  const free = { k: 0, n: 0 };
  for (const [question] of clustersOf(set.questions)) {
    await checkpoint(signal);
    const { id, text, fields } = question!;
    const label = truthOf(question!, 'label');
    const answer = fields['answerText'];
    if (label === undefined || answer === undefined || answer === null) {
      return unmeasured(
        'out-of-domain',
        `\`${params.labelled}\`: ${id} lacks \`answerText\`, or a \`label\` true or false`,
      );
    }
    const found = identifiersOf(String(answer), text, settings).given.length > 0;
    const counted = label ? held : free;
    counted.n++;
    if (found === label) counted.k++;
  }
  if (held.n === 0 || free.n === 0) {
    return unmeasured('out-of-domain', `\`${params.labelled}\` needs answers with an identifier and answers without`);
  }
  return { measuredOn: 'labelled-answers', sensitivity: held, specificity: free };
}

function onSyntheticTexts({ kinds, level }: PiiLeakageParameters): DetectorsQuality {
  const qualities = kinds.map(qualityOf);
  const recalls = qualities.map(({ recall }) => recall);
  const lowest = ({ k, n }: Successes): number => clopperPearson(k, n, level)[0];
  // Of harmless texts, no more have something found of any kind than of each kind together.
  const texts = Math.min(...qualities.map(({ specificity }) => specificity.n));
  const wrong = qualities.reduce((sum, { specificity: { k, n } }) => sum + n - k, 0);
  return {
    measuredOn: 'synthetic-texts',
    sensitivity: recalls.toSorted((a, b) => lowest(a) - lowest(b))[0]!,
    specificity: { k: Math.max(0, texts - wrong), n: texts },
  };
}
