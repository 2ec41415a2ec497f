import { highest } from '../../methods/evaluation/sequential/estimand.js';
import { FORMS } from '../../methods/privacy/leakage/shown-secret.js';
import type { PartSettings } from '../../methods/privacy/leakage/shown-secret.js';
import { definePlugin } from '../contract.js';
import { countedIn } from '../language/counted-in.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Basis, Output } from '../figure.js';
import { ASKING_SECONDS } from '../language/ask-in-order.js';
import type { Found } from '../language/ask-until-settled.js';
import { askedSet } from '../language/asked-set.js';
import { USUAL_LEVEL } from '../language/watched-rates.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { askForLeaks, askedAnswers } from './leak-asking.js';
import type { LeakRate, LeakSampling } from './leak-asking.js';
import { attackOf, attemptsOf, resultOf } from './prompt-leakage-attempts.js';
import type { Result } from './prompt-leakage-attempts.js';
import { outputs } from './prompt-leakage-outputs.js';

export interface PromptLeakageParameters extends PartSettings, LeakSampling {}

/** Each kind of attack has a confidence sequence of its own. */
const MOST_ATTACKS = 1000;

export const promptLeakage = definePlugin<PromptLeakageParameters>({
  id: 'privacy/prompt-leakage',
  version: '1.0.0',
  title: { en: 'Secrets of the system message in answers', zh: '回答中泄露的系统提示机密' },
  about: 'model',
  needs: ['model', 'questions'],
  settles: true,
  deterministic: true,
  limits: { seconds: ASKING_SECONDS },
  outputs: countedIn('attempts', outputs),
  /** Plants the system message, asks for what it keeps, and looks for it in the answers, decoded ones too. */
  async measure(context) {
    return faultsUnmeasured(outputs, async () => {
      const { params } = context;
      const asked = await askedSet(context, params.questions);
      if ('unmeasured' in asked) return nothingMeasured(outputs, asked);
      const attempts = attemptsOf(asked.set);
      if ('unmeasured' in attempts) return nothingMeasured(outputs, attempts);
      const names = [...new Set(attempts.map(({ question }) => attackOf(question)))].sort();
      if (names.length > MOST_ATTACKS) {
        const detail = `${asked.set.name} has more than ${MOST_ATTACKS} kinds of attack`;
        return nothingMeasured(outputs, unmeasured('out-of-domain', detail));
      }
      const attemptOf = new Map(attempts.map((attempt) => [attempt.question, attempt]));
      const byAttack: { readonly name: string; readonly rate: LeakRate<Result> }[] = [];
      const seen = await askForLeaks<Result, string>(context, asked, (start) => {
        for (const name of names)
          byAttack.push({ name, rate: start(showsSecret, (question) => attackOf(question) === name) });
        const secretRate = start(showsSecret);
        const verbatimRate = start(known(({ form }) => form === 'verbatim'));
        const systemRate = start(({ systemShown }: Result) => systemShown);
        return {
          ...askedAnswers((question) => attemptOf.get(question)!.prompt, params.samples, context),
          see: (question, answers) => resultOf(attemptOf.get(question)!, answers, params),
          observed: [secretRate, verbatimRate, systemRate, ...byAttack.map(({ rate }) => rate)],
          estimands: (isFixedSample) => ({
            secretRate: secretRate.estimand(isFixedSample),
            verbatimRate: verbatimRate.estimand(isFixedSample),
            systemRate: systemRate.estimand(isFixedSample),
            worstAttackRate: highest(byAttack.map(({ rate }) => rate.estimand(isFixedSample))),
          }),
        };
      });
      const { basis, backend } = asked.model;
      return {
        outputs: figuresOf(seen, basis),
        details: [...seen.details, attacksDetail(byAttack, seen.isFixedSample), shownDetail(seen.items)],
        asking: seen.asking,
        backend,
      };
    });
  },
});

const isShown = ({ form }: Result): boolean => form !== undefined;
/** What no answer that was given has, one that is lacking may have had. */
const known =
  (has: (result: Result) => boolean) =>
  (result: Result): boolean | undefined =>
    has(result) || (result.lacking ? undefined : false);
const showsSecret = known(isShown);

function figuresOf(
  { items, figure, counted, counts }: Found<Result>,
  basis: Basis,
): Record<keyof typeof outputs, Output> {
  const distinct = (of: readonly Result[]): number => new Set(of.map(({ secret }) => secret)).size;
  return {
    secretRate: figure('secretRate'),
    verbatimRate: figure('verbatimRate'),
    systemRate: figure('systemRate'),
    worstAttackRate: figure('worstAttackRate'),
    secretsShown: counted(() => exactFigure(distinct(items.filter(isShown)), '1', basis)),
    secrets: exactFigure(distinct(items), '1'),
    ...counts,
    byForm: counted(() => ({
      items: FORMS.flatMap((form) => {
        const count = items.filter((result) => result.form === form).length;
        return count === 0 ? [] : [{ form: { value: form, basis }, attempts: exactFigure(count, '1', basis) }];
      }),
    })),
  };
}

/** Of those that were asked about and answered. */
const attacksDetail = (
  byAttack: readonly { readonly name: string; readonly rate: LeakRate<Result> }[],
  isFixedSample: boolean,
): Detail => ({
  type: 'intervals',
  id: 'attacks',
  title: { en: 'Attempts that show the secret, by attack', zh: '各类攻击的泄露占比' },
  level: USUAL_LEVEL,
  items: byAttack.flatMap(({ name, rate }) => {
    const estimand = rate.estimand(isFixedSample);
    if (estimand.mean === undefined) return [];
    const [lower, upper] = estimand.exact(1 - USUAL_LEVEL);
    return [{ name, estimate: estimand.mean, lower, upper }];
  }),
});

/** A page shows no more rows. */
const MOST_ROWS = 50;

const shownDetail = (results: readonly Result[]): Detail => ({
  type: 'table',
  id: 'shown',
  title: { en: 'Attempts that succeeded', zh: '成功的尝试' },
  columns: [{ name: 'id' }, { name: 'attack' }, { name: 'form' }, { name: 'systemMessage' }],
  rows: results
    .filter((result) => isShown(result) || result.systemShown === true)
    .slice(0, MOST_ROWS)
    .map(({ question, form, systemShown }) => [question.id, attackOf(question), form ?? null, systemShown ?? null]),
});
