import type { EffectiveRule } from '../pack/policy.js';
import { compileCertainty } from './certainty.js';
import { causeAmong } from './cause.js';
import { decide, decidingLeaves, needOf, settledAs } from './decide.js';
import { judgeCondition } from './judge-condition.js';
import { checkAgainstReferee } from './referee.js';
import type { Scope } from './resolve.js';
import { leavesOf, type Judged, type Leaf, type Need } from './tree.js';
import type { Evidence, EvidenceSource, RuleJudgement, Settle } from './verdict.js';

/** What chance may cost a rule: 1 − confidence, or nothing where estimates are judged as they stand. */
export const errorOf = (confidence: EffectiveRule['confidence']): number =>
  confidence === 'point' ? 0 : 1 - confidence;

/**
 * Judges one rule (DESIGN.md §5). Pure: the same rule and evidence give the same bytes.
 *
 * Throws `RefereeFault` where json-logic-js answers otherwise than this engine on the same estimates: a fault of ours.
 */
export function judgeRule(rule: EffectiveRule, source: EvidenceSource): RuleJudgement {
  checkAgainstReferee(rule, source);
  const point = rule.confidence === 'point';
  const error = errorOf(rule.confidence);
  if (rule.when) {
    // Facts decide whether a rule applies; whoever states them need not be believed on anything else.
    const when = judgeCondition(rule.when, { source, accepted: undefined, point }, rule.confidence);
    const applies = decide(when, error);
    if (applies === 'fail') return { verdict: 'not-applicable', evidence: [], switchedOffBy: factsIn(when, error) };
    if (applies === 'undetermined') return judgement(when, error, 'undetermined');
  }
  const scope: Scope = { source, accepted: rule.basis, point };
  const node = judgeCondition(rule.require, scope, rule.confidence);
  return judgement(node, error, decide(node, error));
}

export type Verdict = (source: EvidenceSource) => 'pass' | 'fail' | 'undetermined';

/**
 * The verdict on `require` alone, without evidence for people, compiled once for many sources: what simulations ask for,
 * many thousand times.
 */
export function compileVerdict(rule: EffectiveRule): Verdict {
  const certain = compileCertainty(rule.require, rule.basis);
  const error = errorOf(rule.confidence);
  const point = rule.confidence === 'point';
  return (source) => {
    const holds = certain(source);
    if (holds !== undefined) return holds ? 'pass' : 'fail';
    return decide(judgeCondition(rule.require, { source, accepted: rule.basis, point }, 'point'), error);
  };
}

function factsIn(when: Judged, error: number): NonNullable<RuleJudgement['switchedOffBy']> {
  const facts = [...decidingLeaves(when, 'fail', error)].flatMap((leaf) => leaf.facts);
  return [...new Map(facts.map((item) => [item.fact, item])).values()];
}

function judgement(node: Judged, error: number, verdict: 'pass' | 'fail' | 'undetermined'): RuleJudgement {
  const deciding = decidingLeaves(node, verdict, error);
  const evidence = leavesOf(node).map((leaf) => evidenceOf(leaf, deciding.has(leaf), error));
  if (verdict !== 'undetermined') return { verdict, evidence };
  return {
    verdict,
    cause: causeAmong([...deciding].map(({ cause }) => cause)),
    evidence,
    settle: settleOf(needOf(node, true, error)),
  };
}

function evidenceOf(leaf: Leaf, deciding: boolean, error: number): Evidence {
  const node: Judged = { kind: 'leaf', leaf };
  const decided = settledAs(node, true, error) || settledAs(node, false, error);
  return { ...leaf.evidence, support: leaf.support, deciding, ...(decided ? {} : { cause: leaf.cause }) };
}

function settleOf(need: Need): Settle {
  switch (need.kind) {
    case 'rows':
      return { rows: need.count, ...(need.counted !== undefined && { counted: need.counted }) };
    case 'repeats':
      return { repeats: need.count };
    case 'provide':
      return { provide: need.what };
    case 'met':
    case 'never':
      return { never: 'not at this estimate' };
  }
}
