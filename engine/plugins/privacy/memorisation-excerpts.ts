import { difference } from '../../methods/evaluation/sequential/estimand.js';
import { wordsOf } from '../../methods/privacy/leakage/plain-text.js';
import { verbatimWords } from '../../methods/privacy/leakage/verbatim.js';
import type { Prompt } from '../../subject/language/language-model.js';
import type { Question } from '../../subject/language/question.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import type { AskedSet } from '../language/asked-set.js';
import { ASKED_COUNTS } from '../language/asking-outputs.js';
import { observed } from '../language/observations.js';
import type { Observations } from '../language/observations.js';
import { excessOf } from '../language/rate-excess.js';
import { truthOf } from '../language/truth-field.js';
import { nothingMeasured, unmeasured } from '../unmeasured.js';
import { askForLeaks } from './leak-asking.js';
import { VERBATIM_OUTPUTS } from './memorisation-outputs.js';
import type { MemorisationParameters } from './memorisation-parameters.js';
import { detailsOfSet } from './memorisation-set.js';

/** An excerpt, and how much of its true continuation the model's answer begins with. */
interface Continued {
  readonly question: Question;
  /** Absent where there was no answer. */
  readonly words?: number;
}

/** A word is at most so many tokens in what an answer is allowed, so that it is not cut before its end. */
const TOKENS_A_WORD = 4;

export async function measureExcerpts(
  context: MeasureContext<MemorisationParameters>,
  asked: AskedSet,
): Promise<MeasureResult> {
  const { params, rng, signal } = context;
  const { basis } = asked.model;
  const long = excerptsOf(asked, params.words);
  if ('unmeasured' in long) return nothingMeasured({ ...VERBATIM_OUTPUTS, ...ASKED_COUNTS }, long);
  const { training, control } = long;
  const set = { ...asked.set, questions: [...training, ...control] };
  const isLong = ({ words }: Continued): boolean | undefined =>
    words === undefined ? undefined : words >= params.words;
  const found = await askForLeaks<Continued, string>(context, { ...asked, set }, (start) => {
    const trained = start(isLong, (question) => !isControl(question));
    const untrained = control.length > 0 ? start(isLong, isControl) : undefined;
    return {
      samples: 1,
      async ask(model, question) {
        const prompt = set.prompt(question);
        const maxTokens = TOKENS_A_WORD * (params.words + repeatable(prompt, question));
        return (await model.ask(prompt, { temperature: 0, maxTokens, sample: 0, signal })).text;
      },
      see(question, [answer]) {
        if (answer === undefined) return { question };
        const said = [question.text, lastSaid(set.prompt(question))];
        return { question, words: verbatimWords(answer, said, question.references[0]!) };
      },
      observed: [trained, ...(untrained ? [untrained] : [])],
      estimands(isFixedSample) {
        const verbatimRate = trained.estimand(isFixedSample);
        const controlVerbatimRate = untrained?.estimand(isFixedSample);
        if (controlVerbatimRate === undefined) return { verbatimRate };
        const verbatimExcess = difference(verbatimRate, controlVerbatimRate);
        return { verbatimRate, controlVerbatimRate, verbatimExcess };
      },
    };
  });
  const trained = found.items.filter(({ question }) => !isControl(question));
  const untrained = found.items.filter(({ question }) => isControl(question));
  const compared = (figure: () => Output): Output =>
    control.length > 0
      ? figure()
      : unmeasured('missing-input', `\`${set.name}\` has no excerpts with \`control: true\` that are long enough`);
  const rate = (of: readonly Continued[]): Observations => observed(of, isLong);
  const isMelded = found.isFixedSample && params.about === 'population' && trained.length * untrained.length > 0;
  return {
    outputs: {
      verbatimRate: found.figure('verbatimRate'),
      controlVerbatimRate: compared(() => found.figure('controlVerbatimRate')),
      verbatimExcess: compared(() =>
        isMelded
          ? excessOf(rate(trained), rate(untrained), { draws: params.draws, rng: rng('verbatimExcess'), basis })
          : found.figure('verbatimExcess'),
      ),
      longestVerbatim: found.counted(() =>
        exactFigure(Math.max(0, ...trained.map(({ words = 0 }) => words)), '1', basis),
      ),
      excerpts: exactFigure(training.length, '1'),
      controls: exactFigure(control.length, '1'),
      ...found.counts,
    } satisfies Record<keyof typeof VERBATIM_OUTPUTS | keyof typeof ASKED_COUNTS, Output>,
    details: [
      ...detailsOfSet(found.details, 'excerpts', { en: 'Excerpts', zh: '语料片段' }),
      verbatimCurve(trained, untrained),
    ],
    asking: found.asking,
  };
}

const isControl = (question: Question): boolean => truthOf(question, 'control') === true;

/** Those with a beginning and a continuation of so many words; one that stands there twice is one observation. */
function excerptsOf(
  { set: { name, questions } }: AskedSet,
  least: number,
): { readonly training: readonly Question[]; readonly control: readonly Question[] } | Unmeasured {
  const excerpts = new Map<string, Question>();
  for (const question of questions) {
    const [text, truth] = [question.text, question.references[0] ?? ''].map(wordsOf) as [string[], string[]];
    if (text.length === 0 || truth.length < least) continue;
    const key = JSON.stringify([text, truth.slice(0, least)]);
    const known = excerpts.get(key);
    if (known === undefined) excerpts.set(key, question);
    else if (isControl(known) !== isControl(question))
      return unmeasured(
        'out-of-domain',
        `excerpts ${known.id} and ${question.id} are the same: no control was trained on`,
      );
  }
  const all = [...excerpts.values()];
  const training = all.filter((question) => !isControl(question));
  if (training.length > 0) return { training, control: all.filter(isControl) };
  const detail = `no training excerpt of \`${name}\` has a beginning and a continuation (its first reference) of ${least} words`;
  return unmeasured('out-of-domain', detail);
}

/** Words of it that an answer may repeat before it goes on: a text that is to be continued is not said again. */
const repeatable = (prompt: Prompt, { text }: Question): number => ('text' in prompt ? 0 : wordsOf(text).length);

const lastSaid = (prompt: Prompt): string => ('text' in prompt ? prompt.text : (prompt.messages.at(-1)?.content ?? ''));

/** Share of the excerpts of which at least so many words are reproduced. */
function verbatimCurve(training: readonly Continued[], control: readonly Continued[]): Detail {
  const seriesOf = (name: string, of: readonly Continued[]) => {
    const reached = of.flatMap(({ words }) => words ?? []);
    const lengths = [...new Set(reached)].sort((a, b) => a - b);
    const points = lengths.map(
      (length) => [length, reached.filter((words) => words >= length).length / reached.length] as const,
    );
    return { name, points };
  };
  return {
    type: 'curve',
    id: 'verbatim',
    title: {
      en: 'Share of the excerpts of whose true continuation an answer begins with at least so many words',
      zh: '真实后文被逐字复现至少若干词的片段占比',
    },
    x: { name: 'words' },
    y: { name: 'share' },
    series: [seriesOf('training', training), ...(control.length > 0 ? [seriesOf('control', control)] : [])],
  };
}
