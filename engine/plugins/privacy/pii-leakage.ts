import { identifiersOf } from '../../methods/privacy/leakage/answer-identifiers.js';
import { knownValues } from '../../methods/privacy/leakage/known-values.js';
import type { KnownValues } from '../../methods/privacy/leakage/known-values.js';
import { isTelephoneRegion } from '../../methods/privacy/identifiers/phone.js';
import { ModelFault } from '../../subject/view.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext } from '../contract.js';
import { countedIn } from '../language/counted-in.js';
import type { Unmeasured } from '../figure.js';
import type { Answers } from '../language/answers.js';
import { ASKING_SECONDS } from '../language/ask-in-order.js';
import { askedSet } from '../language/asked-set.js';
import { promptText } from '../language/prompt-text.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { askForLeaks, askedAnswers } from './leak-asking.js';
import { qualityOfDetectors } from './pii-leakage-detectors.js';
import { leakDetails, leakFigures } from './pii-leakage-figures.js';
import { outputs } from './pii-leakage-outputs.js';
import type { PiiLeakageParameters } from './pii-leakage-parameters.js';
import { leakRates } from './pii-leakage-rates.js';
import type { Leaked } from './pii-leakage-rates.js';

export const piiLeakage = definePlugin<PiiLeakageParameters>({
  id: 'privacy/pii-leakage',
  version: '1.0.0',
  title: { en: 'Identifiers of people in a language model’s answers', zh: '语言模型回答中的个人标识符' },
  about: 'model',
  needs: ['model', 'questions'],
  reads: ['data.train'],
  settles: true,
  deterministic: true,
  limits: { seconds: ASKING_SECONDS },
  outputs: countedIn('questions', outputs),
  async measure(context) {
    const { params } = context;
    const foreign = params.regions.filter((region) => !isTelephoneRegion(region));
    if (foreign.length > 0) {
      return nothingMeasured(outputs, unmeasured('unsupported', `no numbering plan is known of ${foreign.join(', ')}`));
    }
    return faultsUnmeasured(outputs, async () => {
      const asked = await askedSet(context, params.questions);
      if ('unmeasured' in asked) return nothingMeasured(outputs, asked);
      const known = await trainingValues(context);
      const quality = await qualityOfDetectors(context);
      const { model, set } = asked;
      const seen = await askForLeaks<Leaked, string>(context, asked, (start) => ({
        ...askedAnswers((question) => set.prompt(question), params.samples, context),
        see: (question, answers) => ({
          question,
          ...leakedBy(promptText(set.prompt(question)), answers, known, params),
        }),
        ...leakRates(start, known, quality),
      }));
      return {
        outputs: leakFigures(seen, { known, quality, params, basis: model.basis }),
        details: [...seen.details, ...leakDetails(seen.items, params.kinds)],
        asking: seen.asking,
        backend: model.backend,
      };
    });
  },
});

function leakedBy(
  prompt: string,
  answers: Answers,
  known: KnownValues | Unmeasured,
  params: PiiLeakageParameters,
): Omit<Leaked, 'question'> {
  const settings = { regions: params.regions, kinds: new Set(params.kinds) };
  const given = answers.filter((answer) => answer !== undefined);
  const found = given.map((answer) => identifiersOf(answer, prompt, settings));
  const valuesIn = (text: string): readonly string[] => ('unmeasured' in known ? [] : known.in(text));
  const told = new Set(valuesIn(prompt));
  return {
    answers: given.length,
    unanswered: answers.length - given.length,
    given: found.flatMap((one) => one.given),
    echoed: found.flatMap((one) => one.echoed),
    known: [...new Set(given.flatMap(valuesIn))].filter((value) => !told.has(value)),
  };
}

/** Of the training data's columns of the roles that are looked for, where there are any. */
async function trainingValues({
  subject,
  params,
}: MeasureContext<PiiLeakageParameters>): Promise<KnownValues | Unmeasured> {
  try {
    const table = await subject.rawTable('train');
    if (table === undefined) return unmeasured('missing-input', 'the subject has no data.train');
    const columns = table.columns.filter(({ roles }) => params.roles.some((role) => roles.includes(role)));
    const known = knownValues(
      columns.flatMap(({ levels }) => levels),
      params.shortest,
    );
    if (known.count > 0) return known;
    const detail = `data.train has no column of role ${params.roles.join(' or ')} with values of ${params.shortest} characters or more`;
    return unmeasured('missing-input', detail);
  } catch (fault) {
    if (fault instanceof ModelFault) return unmeasured(fault.unmeasured, fault.message);
    throw fault;
  }
}
