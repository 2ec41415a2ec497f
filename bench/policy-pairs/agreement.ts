/** Comparing random policies by proof and by judging much evidence: where do the two disagree? */
import { judgeRule } from '../../engine/judge/judge-rule.js';
import type { EvidenceSource } from '../../engine/judge/verdict.js';
import { createRng } from '../../engine/numerics/generator.js';
import type { Output } from '../../engine/plugins/figure.js';
import { comparePolicies, type PolicyProof } from '../../engine/proof/compare-policies.js';
import type { ComparedPolicy } from '../../engine/proof/encode-policy.js';
import type { Solver } from '../../engine/proof/solver.js';
import { tellComparison, type ToldCounterexample } from '../../engine/proof/told.js';
import { EvidenceMaker } from './evidence-grid.js';
import { OUTPUTS, PolicyMaker } from './random-policy.js';

export interface Agreement {
  readonly pairs: number;
  /** Rules compared, in both directions. */
  readonly rules: number;
  readonly proved: number;
  readonly refuted: number;
  readonly undecided: number;
  /** Proved, and some evidence shows otherwise. */
  readonly wronglyProved: readonly string[];
  /** Refuted by evidence that judging does not bear out. */
  readonly wronglyRefuted: readonly string[];
  /** Undecided, and some of the judged evidence refutes it. */
  readonly missed: number;
  /** Refuted, and some of the judged evidence shows it too. */
  readonly seen: number;
  readonly seconds: readonly number[];
}

const ASKED = new Date('2026-11-26T00:00:00Z');

export async function agreementOver(
  pairs: number,
  evidences: number,
  seed: string,
  solver: Solver,
  now: () => number,
): Promise<Agreement> {
  const rng = createRng(`policy-pairs/${seed}`);
  const [policies, evidence] = [new PolicyMaker(rng), new EvidenceMaker(rng)];
  const counts = { rules: 0, proved: 0, refuted: 0, undecided: 0, missed: 0, seen: 0 };
  const wronglyProved: string[] = [];
  const wronglyRefuted: string[] = [];
  const seconds: number[] = [];
  const told = { path: '', digest: '', packs: [] };
  for (let pair = 0; pair < pairs; pair += 1) {
    const [base, other] = policies.pair();
    const start = now();
    const comparison = await comparePolicies({ base, other, asOf: ASKED }, solver);
    seconds.push((now() - start) / 1000);
    const grid = Array.from({ length: evidences }, () => evidence.evidence());
    const judged = grid.map((one) => [letThrough(base, one), letThrough(other, one)] as const);
    const { rules, reverse } = tellComparison(comparison, told, told);
    const sides = [
      { proof: comparison as PolicyProof, toldRules: rules, of: base, against: other, at: 0 },
      { proof: comparison.reverse, toldRules: reverse.rules, of: other, against: base, at: 1 },
    ] as const;
    for (const { proof, toldRules, of, against, at } of sides) {
      proof.rules.forEach(({ rule, answer }, index) => {
        counts.rules += 1;
        counts[answer] += 1;
        const shown = judged.some((both) => showsWeaker(rule.id, of, against, both[at]!, both[1 - at]!));
        const place = `${seed} pair ${pair} ${at === 0 ? 'forward' : 'reverse'} ${rule.id}`;
        if (answer === 'proved' && shown) wronglyProved.push(place);
        if (answer === 'undecided' && shown) counts.missed += 1;
        if (answer === 'refuted') {
          if (shown) counts.seen += 1;
          const { counterexample } = toldRules[index]!;
          if (!isBorneOut(rule.id, of, against, counterexample)) wronglyRefuted.push(place);
        }
      });
    }
  }
  return { pairs, ...counts, wronglyProved, wronglyRefuted, seconds };
}

type Through = ReadonlyMap<string, boolean>;

const letThrough = ({ policy }: ComparedPolicy, evidence: EvidenceSource): Through =>
  new Map(
    policy.rules.map((rule) => {
      const { verdict } = judgeRule(rule, evidence);
      return [rule.id, verdict === 'pass' || verdict === 'not-applicable'];
    }),
  );

/** Whether a rule holds back what the other policy does not, without waivers or with all that it allows. */
function showsWeaker(id: string, of: ComparedPolicy, against: ComparedPolicy, own: Through, others: Through): boolean {
  if (own.get(id) === true) return false;
  const rule = of.policy.rules.find((one) => one.id === id)!;
  const deciding = against.policy.rules.filter(({ level }) => level === 'shall' || rule.level === 'should');
  const firm = rule.waiver === 'forbidden' ? deciding.filter(({ waiver }) => waiver === 'forbidden') : deciding;
  return firm.every((one) => others.get(one.id));
}

/** Judges a told counterexample from its own words. */
function isBorneOut(
  id: string,
  of: ComparedPolicy,
  against: ComparedPolicy,
  counterexample: ToldCounterexample | undefined,
): boolean {
  if (counterexample === undefined) return false;
  const { facts, measurements, elsewhere, waived } = counterexample;
  const m: Record<string, Output> = Object.fromEntries(
    Object.keys(OUTPUTS).map((name) => [name, { unmeasured: 'missing-input', detail: 'not told' }]),
  );
  for (const { name, output } of [...measurements, ...elsewhere.measurements]) m[name.replace(/^m\./, '')] = output;
  const stated = [...facts, ...elsewhere.facts].filter(({ value }) => value !== null);
  const source: EvidenceSource = {
    measurements: { m },
    facts: Object.fromEntries(stated.map(({ name, value }) => [name.replace(/^subject\./, ''), value])),
  };
  const rule = of.policy.rules.find((one) => one.id === id)!;
  const others = letThrough(against, source);
  const deciding = against.policy.rules.filter(({ level }) => level === 'shall' || rule.level === 'should');
  return (
    letThrough(of, source).get(id) === false &&
    deciding.every((one) => others.get(one.id) || (waived.includes(one.id) && one.waiver === 'allowed'))
  );
}
