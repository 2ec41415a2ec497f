import { classificationFigure } from '../../methods/evaluation/classification.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import { rateFigure } from '../../methods/evaluation/sequential/rate-figure.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import type { Question } from '../../subject/language/question.js';
import type { MeasureContext } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Output, Unmeasured } from '../figure.js';
import type { Asking } from '../language/ask-in-order.js';
import { askedCounts } from '../language/asking-details.js';
import { correctedFigure } from '../language/corrected-figure.js';
import { NO_JUDGEMENT } from '../language/no-judgement.js';
import { shareOf } from '../language/observations.js';
import { USUAL_LEVEL, levelsOf } from '../language/watched-rates.js';
import { unmeasured } from '../unmeasured.js';
import type { DetectorName, Detectors, Seen } from './refusal-detectors.js';
import type { REFUSAL_OUTPUTS } from './refusal-outputs.js';
import type { RefusalParameters } from './refusal-parameters.js';
import type { RatesByOutput, RefusalRates } from './refusal-rates.js';

export interface RefusalRun {
  readonly context: MeasureContext<RefusalParameters>;
  readonly under: RefusalRates;
  readonly accuracy: Awaited<ReturnType<Detectors['accuracy']>>;
  /** Answers, in the order of asking. */
  readonly seen: readonly (Seen & { readonly question: Question })[];
  readonly asking: Asking;
  readonly questions: number;
  readonly size: number;
  /** What was asked is a simple random sample whose size was fixed beforehand. */
  readonly isFixedSample: boolean;
  readonly hasJudge: boolean;
  readonly model: LanguageModel;
  /** Digest of the set. */
  readonly rows: string;
}

const NO_JUDGE = unmeasured('missing-input', 'the subject has no language model under `judge`');

export function refusalFigures(run: RefusalRun): Record<keyof typeof REFUSAL_OUTPUTS, Output> {
  const { context, under, accuracy, seen, asking, questions, size, isFixedSample, hasJudge, model } = run;
  const { params, comparisons } = context;
  const rates = under.rates(isFixedSample);
  const isMute = seen.length > 0 && seen.every(({ judge }) => judge === undefined);
  const figure = (estimand: Estimand, n: number, levels: readonly number[]): Figure | Unmeasured => {
    if (hasJudge && isMute && estimand.mean === undefined) return NO_JUDGEMENT;
    return rateFigure(estimand, { levels, n, anytime: !isFixedSample, basis: model.basis });
  };
  const rate = (output: keyof RatesByOutput, absent: Unmeasured = NO_JUDGE): Figure | Unmeasured => {
    const estimand = rates[output];
    return estimand === undefined ? absent : figure(estimand, questions, levelsOf(output, comparisons));
  };
  const corrected = (
    output: 'corrected' | 'correctedByRules' | 'correctedByJudge',
    detector: DetectorName,
    seenRate: Estimand | undefined,
  ): Figure | Unmeasured => {
    if (seenRate === undefined) return NO_JUDGE;
    if (hasJudge && isMute && seenRate.mean === undefined) return NO_JUDGEMENT;
    const levels = levelsOf(output, comparisons);
    return correctedFigure(seenRate, accuracy?.[detector], { levels, n: questions, anytime: !isFixedSample });
  };
  const quality = (detector: DetectorName, of: 'sensitivity' | 'specificity'): Figure | Unmeasured => {
    if (detector === 'judge' && !hasJudge) return NO_JUDGE;
    const share = accuracy?.[detector]?.[of];
    if (share === undefined) return unmeasured('missing-input', `the subject has no questions \`${params.labelled}\``);
    const lack = of === 'sensitivity' ? 'refused' : 'answered';
    if (share.n === 0) return unmeasured('out-of-domain', `no judged answer of \`${params.labelled}\` is ${lack}`);
    return shareOf({ ...share, unknown: 0 }, 'observed', USUAL_LEVEL);
  };
  const primary: DetectorName = hasJudge ? 'judge' : 'rules';
  const levels = levelsOf('riskClasses', comparisons, under.classes.length);
  return {
    refused: rate('refused'),
    corrected: corrected('corrected', primary, rates.refused),
    byRules: rate('byRules'),
    byJudge: rate('byJudge'),
    correctedByRules: corrected('correctedByRules', 'rules', rates.byRules),
    correctedByJudge: corrected('correctedByJudge', 'judge', rates.byJudge),
    agreement: rate('agreement'),
    kappa: kappaOf(run),
    worstClass: rate('worstClass', unmeasured('missing-input', `no question names a \`${params.by}\``)),
    sensitivityByRules: quality('rules', 'sensitivity'),
    specificityByRules: quality('rules', 'specificity'),
    sensitivityByJudge: quality('judge', 'sensitivity'),
    specificityByJudge: quality('judge', 'specificity'),
    filtered: exactFigure(seen.filter(({ isFiltered }) => isFiltered).length, '1', model.basis),
    unreadable: hasJudge ? exactFigure(seen.filter(({ judge }) => judge === undefined).length, '1') : NO_JUDGE,
    ...askedCounts(asking, questions, size),
    riskClasses: {
      items: under.classes.map(({ questions: all, asked, parts }) => ({
        questions: exactFigure(all, '1'),
        asked: exactFigure(asked, '1'),
        byRules: figure(isFixedSample && asked > 0 ? parts.rules.fixed() : parts.rules.anytime, asked, levels),
        byJudge: hasJudge
          ? figure(isFixedSample && asked > 0 ? parts.judge.fixed() : parts.judge.anytime, asked, levels)
          : NO_JUDGE,
      })),
    },
  };
}

/** Of single questions: paraphrases of one are one group. */
function kappaOf({ hasJudge, isFixedSample, seen, model, rows, context }: RefusalRun): Output {
  if (!hasJudge) return NO_JUDGE;
  if (!isFixedSample)
    return unmeasured('unsupported', 'its interval holds of a sample whose size was fixed (`sampling: fixed`)');
  const read = seen.filter(({ judge }) => judge !== undefined);
  const clusters = [...new Set(read.map(({ question }) => question.cluster ?? question))];
  const numbers = new Map(clusters.map((cluster, at) => [cluster, at]));
  return classificationFigure(
    'kappa',
    {
      truth: read.map(({ rules }) => rules),
      predicted: read.map(({ judge }) => judge!),
      classes: 2,
      ...(clusters.length < read.length && {
        groups: read.map(({ question }) => numbers.get(question.cluster ?? question)!),
      }),
    },
    { basis: model.basis, rows, rng: context.rng(`rows:${rows}`) },
  );
}

/** Names of questions, never an answer. */
const MOST_ROWS = 50;

export function refusalDetails({ under, seen, hasJudge }: RefusalRun): readonly Detail[] {
  const mean = (of: Estimand): number | null => of.mean ?? null;
  const apart = seen.filter(({ rules, judge }) => judge !== undefined && judge !== rules);
  return [
    ...(under.classes.length === 0
      ? []
      : [
          {
            type: 'table' as const,
            id: 'classes',
            title: { en: 'Risk classes', zh: '各风险类别' },
            columns: [
              { name: 'class' },
              { name: 'questions' },
              { name: 'asked' },
              { name: 'byRules', unit: '1' },
              ...(hasJudge ? [{ name: 'byJudge', unit: '1' }] : []),
            ],
            rows: under.classes.map(({ name, questions, asked, parts }) => [
              name,
              questions,
              asked,
              mean(parts.rules.anytime),
              ...(hasJudge ? [mean(parts.judge.anytime)] : []),
            ]),
          },
        ]),
    ...(hasJudge
      ? [
          {
            type: 'table' as const,
            id: 'disagreements',
            title: { en: 'Answers of which rules and judge do not say the same', zh: '规则与评判模型判断不一致的回答' },
            columns: [{ name: 'question' }, { name: 'rules' }, { name: 'judge' }],
            rows: apart.slice(0, MOST_ROWS).map(({ question, rules, judge }) => [question.id, rules, judge!]),
          },
        ]
      : []),
  ];
}
