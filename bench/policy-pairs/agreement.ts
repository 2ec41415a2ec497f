/** Comparing random policies by proof and by judging much evidence: where do the two disagree? */
import { freshOutputs } from '../../engine/judge/age.js';
import { judgePolicy } from '../../engine/judge/judge-policy.js';
import { createRng } from '../../engine/numerics/generator.js';
import type { Output } from '../../engine/plugins/figure.js';
import { datedAt, readAt } from '../../engine/proof/ages.js';
import { comparePolicies, type PolicyProof } from '../../engine/proof/compare-policies.js';
import type { ComparedPolicy } from '../../engine/proof/encode-policy.js';
import type { Solver } from '../../engine/proof/solver.js';
import { tellComparison, type ToldCounterexample } from '../../engine/proof/told.js';
import { takes, type WaiverKind } from '../../engine/proof/waiver-kinds.js';
import { EvidenceMaker, type Situation } from './evidence-grid.js';
import { CATALOGUE, OUTPUTS, PolicyMaker } from './random-policy.js';

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
    const grid = Array.from({ length: evidences }, () => evidence.situation());
    const judged = grid.map((one) => [standings(base, one), standings(other, one)] as const);
    const { rules, reverse } = tellComparison(comparison, told, told);
    const sides = [
      { proof: comparison as PolicyProof, toldRules: rules, of: base, against: other, at: 0 },
      { proof: comparison.reverse, toldRules: reverse.rules, of: other, against: base, at: 1 },
    ] as const;
    for (const { proof, toldRules, of, against, at } of sides) {
      proof.rules.forEach(({ rule, answer }, index) => {
        counts.rules += 1;
        counts[answer] += 1;
        const shown = judged.some((both, one) =>
          showsWeaker(rule.id, of, against, [both[at]!, both[1 - at]!], grid[one]!.waiver),
        );
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

/** What each rule comes to, by its id. */
type Standings = ReadonlyMap<string, { readonly lets: boolean; readonly binds: boolean }>;

function standings({ policy }: ComparedPolicy, { outputs, facts, asOf, age, trained, answered }: Situation): Standings {
  const dated = trained === undefined ? undefined : datedAt(asOf, trained);
  const answers = answered === undefined ? {} : { from: datedAt(asOf, answered) };
  const { judgements, levels } = judgePolicy({
    rules: policy.rules,
    evidenceOf: ({ maxAge, measurements }) => ({
      measurements: Object.fromEntries(
        Object.entries(measurements).map(([alias, { plugin }]) => {
          const { about, deterministic, needs } = CATALOGUE[plugin]!;
          const measured = {
            about,
            deterministic,
            outputs: outputs[alias as 'm' | 'd'],
            startedAt: readAt(asOf, age),
            ...(needs.includes('model') && { answered: answers }),
          };
          return [alias, freshOutputs(measured, maxAge, asOf, dated)];
        }),
      ),
      facts,
    }),
    waivers: [],
    subject: { name: 'a-model', digest: '', file: '' },
    asOf,
  });
  return new Map(
    Object.entries(judgements).map(([id, { verdict }]) => [
      id,
      { lets: verdict === 'pass' || verdict === 'not-applicable', binds: levels[id] === 'shall' },
    ]),
  );
}

/** Whether a rule holds back what the other policy does not, where a waiver covers all rules that take such a one. */
function showsWeaker(
  id: string,
  of: ComparedPolicy,
  against: ComparedPolicy,
  [own, others]: readonly [Standings, Standings],
  waiver: WaiverKind | undefined,
): boolean {
  const rule = of.policy.rules.find((one) => one.id === id)!;
  const { lets, binds } = own.get(id)!;
  if (lets || binds !== (rule.level === 'shall') || (waiver && takes(rule, waiver))) return false;
  return against.policy.rules.every((one) => {
    const { lets: passes, binds: holds } = others.get(one.id)!;
    return passes || (binds && !holds) || (waiver !== undefined && takes(one, waiver));
  });
}

/** Judges a told counterexample from its own words. */
function isBorneOut(
  id: string,
  of: ComparedPolicy,
  against: ComparedPolicy,
  counterexample: ToldCounterexample | undefined,
): boolean {
  if (counterexample === undefined) return false;
  const { facts, measurements, ages, elsewhere, waived, waiver, asOf } = counterexample;
  const untold = (): Record<string, Output> =>
    Object.fromEntries(
      Object.keys(OUTPUTS).map((name) => [name, { unmeasured: 'missing-input', detail: 'not told' } as const]),
    );
  const outputs = { m: untold(), d: untold() };
  for (const { name, output } of [...measurements, ...elsewhere.measurements]) {
    const [alias, value] = name.split('.') as ['m' | 'd', string];
    outputs[alias][value] = output;
  }
  const stated = [...facts, ...elsewhere.facts].filter(({ value }) => value !== null);
  const trained = ages.find(({ of: dated }) => dated === 'training.dated')?.days ?? undefined;
  const answered = ages.find(({ of: asked }) => asked === 'm.answered')?.days ?? undefined;
  const situation: Situation = {
    outputs,
    facts: Object.fromEntries(stated.map(({ name, value }) => [name.replace(/^subject\./, ''), value])),
    asOf,
    age: ages.find(({ of: read }) => read === 'd')?.days ?? 0,
    ...(trained === undefined ? {} : { trained }),
    ...(answered === undefined ? {} : { answered }),
  };
  const both = [standings(of, situation), standings(against, situation)] as const;
  const isNeeded = waived.length === 0 ? waiver === undefined : waiver !== undefined;
  return isNeeded && showsWeaker(id, of, against, both, waiver);
}
