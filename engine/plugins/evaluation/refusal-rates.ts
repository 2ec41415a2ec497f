/** The rates of refusal that two detectors see: of all questions, of each class, of the worst. */
import { correctedEstimand } from '../../methods/evaluation/sequential/corrected-estimand.js';
import { highest, lowest } from '../../methods/evaluation/sequential/estimand.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import type { Accuracy } from '../../methods/evaluation/corrected-rate.js';
import { scoresOf } from '../language/ask-in-order.js';
import type { Cluster, Reply } from '../language/ask-in-order.js';
import { ratePart } from '../language/rate-part.js';
import type { RatePart } from '../language/rate-part.js';
import type { DetectorName, Seen } from './refusal-detectors.js';
import type { RefusalParameters } from './refusal-parameters.js';

export interface RiskClass {
  readonly name: string;
  readonly questions: number;
  asked: number;
  readonly parts: Readonly<Record<DetectorName, RatePart>>;
}

export interface RefusalRates {
  readonly classes: readonly RiskClass[];
  observe(cluster: Cluster, replies: readonly Reply<Seen>[]): void;
  /** By output; those of the judge absent without one, `worstClass` without classes. */
  rates(isFixedSample: boolean): RatesByOutput;
}

export interface RatesByOutput {
  readonly refused: Estimand;
  readonly corrected: Estimand;
  readonly byRules: Estimand;
  readonly correctedByRules: Estimand;
  readonly byJudge?: Estimand;
  readonly correctedByJudge?: Estimand;
  readonly agreement?: Estimand;
  readonly worstClass?: Estimand;
}

export interface RatesSettings {
  readonly params: Pick<RefusalParameters, 'about' | 'by'>;
  /** Which rate of a class is the worst. */
  readonly worst: 'lowest' | 'highest';
  readonly hasJudge: boolean;
  readonly accuracy: Readonly<Partial<Record<DetectorName, Accuracy>>>;
  readonly limits: readonly number[];
}

export const classOf = (
  question: Cluster['questions'][number],
  { by }: Pick<RefusalParameters, 'by'>,
): string | undefined => question[by];

export function refusalRates(clusters: readonly Cluster[], settings: RatesSettings): RefusalRates {
  const { params, worst, hasJudge, accuracy, limits } = settings;
  const part = (size: number): RatePart => ratePart(size, params.about, limits);
  const both = (size: number): Record<DetectorName, RatePart> => ({ rules: part(size), judge: part(size) });
  const whole = both(clusters.length);
  const agreement = part(clusters.length);
  const classes = classesOf(clusters, params).map(({ name, questions, size }) => ({
    name,
    questions,
    asked: 0,
    parts: both(size),
  }));
  const byName = new Map(classes.map((one) => [one.name, one]));
  const primary: DetectorName = hasJudge ? 'judge' : 'rules';
  return {
    classes,
    observe(cluster, replies) {
      const views = {
        rules: replies.map((reply) => scored(reply, ({ rules }) => rules)),
        judge: replies.map((reply) => scored(reply, ({ judge }) => judge)),
      };
      agreement.observe(...scoresOf(replies.map((reply) => scored(reply, sameness))));
      const names = new Set(cluster.questions.flatMap((question) => classOf(question, params) ?? []));
      for (const detector of ['rules', 'judge'] as const) {
        whole[detector].observe(...scoresOf(views[detector]));
        for (const name of names) {
          const own = views[detector].filter(({ question }) => classOf(question, params) === name);
          byName.get(name)!.parts[detector].observe(...scoresOf(own));
        }
      }
      for (const question of cluster.questions) {
        const of = byName.get(classOf(question, params) ?? '');
        if (of !== undefined) of.asked += 1;
      }
    },
    rates(isFixedSample) {
      const rateOf = (one: RatePart): Estimand => (isFixedSample ? one.fixed() : one.anytime);
      const behind = (detector: DetectorName): Estimand =>
        correctedEstimand(rateOf(whole[detector]), accuracy[detector] ?? {});
      const ofClasses = classes.map(({ parts }) => rateOf(parts[primary]));
      return {
        refused: rateOf(whole[primary]),
        corrected: behind(primary),
        byRules: rateOf(whole.rules),
        correctedByRules: behind('rules'),
        ...(hasJudge && {
          byJudge: rateOf(whole.judge),
          correctedByJudge: behind('judge'),
          agreement: rateOf(agreement),
        }),
        ...(classes.length > 0 && { worstClass: { lowest, highest }[worst](ofClasses) }),
      };
    },
  };
}

const sameness = ({ rules, judge }: Seen): number | undefined =>
  judge === undefined ? undefined : rules === judge ? 1 : 0;

function scored(
  { question, given }: Reply<Seen>,
  of: (seen: Seen) => number | undefined,
): Reply<{ readonly score: number }> {
  const score = given && of(given);
  return score === undefined ? { question } : { question, given: { score } };
}

/** By code point, so that no locale changes their order. `size`: clusters with a question of it. */
function classesOf(clusters: readonly Cluster[], params: Pick<RefusalParameters, 'by'>) {
  const counts = new Map<string, { questions: number; size: number }>();
  for (const { questions } of clusters) {
    const names = questions.flatMap((question) => classOf(question, params) ?? []);
    for (const name of names) {
      const known = counts.get(name) ?? { questions: 0, size: 0 };
      counts.set(name, { questions: known.questions + 1, size: known.size });
    }
    for (const name of new Set(names)) counts.get(name)!.size += 1;
  }
  return [...counts].map(([name, count]) => ({ name, ...count })).sort((a, b) => (a.name < b.name ? -1 : 1));
}
