/** One case of a PolicyTest, and how a rule is judged on it. */
import type { Text } from '../document/text.js';
import type { Place } from '../document/source-text.js';
import { judgeRule } from '../judge/judge-rule.js';
import type { EvidenceSource, RuleJudgement, RuleVerdict } from '../judge/verdict.js';
import type { EffectiveParameter, EffectiveRule } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';
import type { Output } from '../plugins/figure.js';
import { givenOutput, isNoOutput, NOT_GIVEN } from './given-output.js';

export interface Expected {
  readonly verdict: RuleVerdict;
  /** Of an undetermined rule, where the test names one. */
  readonly cause?: string;
  readonly place: Place;
}

export interface PolicyCase {
  readonly name: Text;
  /** Of a table, 1 the first. */
  readonly row?: number;
  readonly place: Place;
  readonly facts: Readonly<Record<string, unknown>>;
  /** By the parameter's id. */
  readonly parameters: Readonly<Record<string, EffectiveParameter['value']>>;
  /** As written, by alias and output. */
  readonly measurements: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** By the rule's id, `<layer>/<rule-id>`. */
  readonly expected: ReadonlyMap<string, Expected>;
}

type Evidenced = Pick<PolicyCase, 'facts' | 'measurements'>;

/** The verdict of a rule on a case. */
export function judgeCase(rule: EffectiveRule, given: Evidenced, catalogue: Catalogue): RuleJudgement {
  return judgeRule(rule, evidenceOf(rule, given, catalogue));
}

/** Every output of the rule's measurements: as the case says, else not measured. */
function evidenceOf(rule: EffectiveRule, given: Evidenced, catalogue: Catalogue): EvidenceSource {
  const measurements: Record<string, Record<string, Output>> = {};
  for (const [alias, { plugin }] of Object.entries(rule.measurements)) {
    const outputs: Record<string, Output> = {};
    for (const [name, spec] of Object.entries(catalogue[plugin]!.outputs)) {
      const value = given.measurements[alias]?.[name];
      const output = value === undefined ? NOT_GIVEN : givenOutput(value, spec);
      outputs[name] = isNoOutput(output) ? { unmeasured: 'failed', detail: output.fault } : output;
    }
    measurements[alias] = outputs;
  }
  return { measurements, facts: given.facts };
}

export const meets = ({ verdict, cause }: RuleJudgement, expected: Expected): boolean =>
  verdict === expected.verdict && (expected.cause === undefined || cause === expected.cause);
