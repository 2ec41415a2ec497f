/** The scorers that need nothing but the answer's text, each as a function of it; libraries are loaded where they are used. */
import { chrf } from '../../methods/evaluation/scoring/chrf.js';
import { choiceOf } from '../../methods/evaluation/scoring/choice.js';
import { contains } from '../../methods/evaluation/scoring/contains.js';
import { exact } from '../../methods/evaluation/scoring/exact.js';
import { normalised } from '../../methods/evaluation/scoring/normalised.js';
import { number } from '../../methods/evaluation/scoring/number.js';
import { rougeL } from '../../methods/evaluation/scoring/rouge-l.js';
import { tokenF1 } from '../../methods/evaluation/scoring/token-f1.js';
import type { Question, ScorerSpec } from '../../subject/language/question.js';
import { ModelFault } from '../../subject/view.js';

/** In [0, 1]. */
export type TextScorer = (answer: string, question: Question) => number;

type TextScorerSpec = Exclude<ScorerSpec, { readonly type: 'judge' }>;

/**
 * With `extract`, what it finds is scored, and an answer in which it finds nothing scores 0. Throws ModelFault
 * (`unsupported`) where there is no such scorer, or its pattern or schema is none: those of parameters are unchecked.
 */
export async function textScorer(spec: TextScorerSpec): Promise<TextScorer> {
  try {
    return await compiled(spec);
  } catch (fault) {
    if (fault instanceof ModelFault) throw fault;
    throw new ModelFault(
      'unsupported',
      `the scorer ${spec.type}: ${fault instanceof Error ? fault.message : String(fault)}`,
    );
  }
}

async function compiled(spec: TextScorerSpec): Promise<TextScorer> {
  const score = await scorerOf(spec);
  const { extract } = { extract: undefined, ...spec };
  if (extract === undefined) return score;
  const { compilePattern, extracted } = await import('../../methods/evaluation/scoring/pattern.js');
  const from = compilePattern(extract);
  const lastOf = (answer: string): string | undefined => {
    try {
      return extracted(answer, from);
    } catch (fault) {
      throw fault instanceof RangeError ? new ModelFault('out-of-domain', fault.message) : fault;
    }
  };
  return (answer, question) => {
    const found = lastOf(answer);
    return found === undefined ? 0 : score(found, question);
  };
}

const COMPARED = { exact, normalised, contains, 'token-f1': tokenF1, 'rouge-l': rougeL } as const;

async function scorerOf(spec: TextScorerSpec): Promise<TextScorer> {
  switch (spec.type) {
    case 'exact':
    case 'normalised':
    case 'contains':
    case 'token-f1':
    case 'rouge-l':
      return (answer, { references }) => COMPARED[spec.type](answer, references);
    case 'chrf':
      return (answer, { references }) => chrf(answer, references, spec.wordOrder);
    case 'number':
      return (answer, { references }) => number(answer, references, spec);
    case 'choice':
      return (answer, { choices = [], answer: right }) => (choiceOf(answer, choices) === right ? 1 : 0);
    case 'json-schema': {
      const { jsonScorer } = await import('../../methods/evaluation/scoring/json-schema.js');
      return jsonScorer(spec.schema);
    }
    case 'pattern': {
      const { compilePattern, pattern } = await import('../../methods/evaluation/scoring/pattern.js');
      const fixed = spec.pattern === undefined ? undefined : [compilePattern(spec.pattern)];
      return (answer, { references }) => pattern(answer, fixed ?? references.map(compilePattern));
    }
    default:
      throw new ModelFault('unsupported', `there is no scorer ${String((spec as ScorerSpec).type)}`);
  }
}
