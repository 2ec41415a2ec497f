/** What a measurement asked of language models until it ended, and what it did not need to ask. */
import { isFields, isFiniteNumber, strangers } from './fault.js';
import type { Fault } from './fault.js';

/** `spared`: of questions their number; of all else, what those would have taken at the mean of what was asked. */
export interface AskedAndSpared {
  readonly asked: number;
  readonly spared: number;
}

export interface ModelCost {
  readonly answers: AskedAndSpared;
  /** Given texts whose probability was asked for; servers do not count their tokens. */
  readonly probabilities?: AskedAndSpared;
  /** As the server counts them; absent where it does not. */
  readonly promptTokens?: AskedAndSpared;
  readonly answerTokens?: AskedAndSpared;
  /** Where the subject declares a price and the server counts tokens. */
  readonly money?: AskedAndSpared & { readonly currency: string };
}

export interface AskingCost {
  /** Questions whose answers count, and those of the set that were not needed. */
  readonly questions: AskedAndSpared;
  readonly model: ModelCost;
  /** Of a judge: what it said of labelled answers is among what was asked. */
  readonly judge?: ModelCost;
}

const QUANTITIES = ['answers', 'probabilities', 'promptTokens', 'answerTokens', 'money'] as const;

export function askingFaults(value: unknown, pointer: string): readonly Fault[] {
  if (!isFields(value)) return [{ pointer, message: 'must be an object with questions and a model' }];
  const { questions, model, judge } = value;
  return [
    ...strangers(value, ['questions', 'model', 'judge'], pointer),
    ...pairFaults(questions, `${pointer}/questions`),
    ...modelFaults(model, `${pointer}/model`),
    ...(judge === undefined ? [] : modelFaults(judge, `${pointer}/judge`)),
  ];
}

function modelFaults(value: unknown, pointer: string): readonly Fault[] {
  if (!isFields(value)) return [{ pointer, message: 'must be an object with answers' }];
  return [
    ...strangers(value, QUANTITIES, pointer),
    ...QUANTITIES.flatMap((name) =>
      name !== 'answers' && value[name] === undefined ? [] : pairFaults(value[name], `${pointer}/${name}`),
    ),
    ...(isFields(value.money) && typeof value.money.currency !== 'string'
      ? [{ pointer: `${pointer}/money`, message: 'must name its currency' }]
      : []),
  ];
}

const pairFaults = (value: unknown, pointer: string): readonly Fault[] =>
  isFields(value) && [value.asked, value.spared].every((part) => isFiniteNumber(part) && part >= 0)
    ? []
    : [{ pointer, message: 'must hold what was asked and what was spared, 0 or more' }];
