/** Runs the cases of a PolicyTest against its policy: verdicts, coverage, and mutants that no case notices. */
import type { Text } from '../document/text.js';
import type { Diagnostic } from '../document/diagnostic.js';
import type { Place } from '../document/source-text.js';
import type { Evidence, RuleJudgement } from '../judge/verdict.js';
import type { EffectiveRule } from '../pack/policy.js';
import { coverageOf } from './coverage.js';
import type { Coverage } from './coverage.js';
import { mutantsOf } from './mutants.js';
import type { Mutant } from './mutants.js';
import { judgeCase, meets } from './policy-case.js';
import type { Expected, PolicyCase } from './policy-case.js';
import type { TestedPolicy } from './read-cases.js';
import { variantOf } from './variant.js';
import type { Change } from './variant.js';

export interface Miss {
  readonly rule: string;
  readonly expected: string;
  readonly actual: string;
  readonly evidence: readonly Evidence[];
  readonly place: Place;
}

export interface CaseResult {
  readonly name: Text;
  readonly row?: number;
  readonly verdicts: number;
  readonly misses: readonly Miss[];
}

export interface Survivor extends Pick<Mutant, 'mutation' | 'from' | 'to'> {
  readonly parameter?: string;
  readonly place: Place;
}

export interface RuleResult {
  readonly rule: string;
  /** Cases that expect something of it. */
  readonly cases: number;
  readonly coverage: Coverage;
  readonly mutants: number;
  readonly survivors: readonly Survivor[];
}

export interface PolicyTestResult {
  readonly cases: readonly CaseResult[];
  /** Of the tested document's own rules. */
  readonly rules: readonly RuleResult[];
  /** Cases that set parameters so that a rule can no longer stand. */
  readonly diagnostics: readonly Diagnostic[];
}

export function testPolicy(tested: TestedPolicy, cases: readonly PolicyCase[]): PolicyTestResult {
  const runner = new Runner(tested);
  const results = cases.map((one) => runner.run(one));
  const own = tested.policy.rules.filter(({ layer }) => layer === tested.layer);
  const rules = own.map((rule) => runner.study(rule, cases));
  return { cases: results, rules, diagnostics: runner.diagnostics };
}

const inWords = ({ verdict, cause }: Pick<RuleJudgement, 'verdict' | 'cause'> | Expected): string =>
  cause === undefined ? verdict : `${verdict} (${cause})`;

const NOTHING: Pick<PolicyCase, 'facts' | 'measurements'> = { facts: {}, measurements: {} };

class Runner {
  readonly diagnostics: Diagnostic[] = [];
  readonly #rules: ReadonlyMap<string, EffectiveRule>;
  readonly #variants = new Map<string, EffectiveRule | undefined>();

  constructor(private readonly tested: TestedPolicy) {
    this.#rules = new Map(tested.policy.rules.map((rule) => [rule.id, rule]));
  }

  run(one: PolicyCase): CaseResult {
    const misses = [...one.expected].flatMap(([id, expected]): Miss[] => {
      const rule = this.#under(id, one, {});
      if (rule === undefined) return [];
      const judgement = judgeCase(rule, one, this.tested.catalogue);
      if (meets(judgement, expected)) return [];
      const shown = inWords(expected.cause === undefined ? { verdict: judgement.verdict } : judgement);
      return [
        { rule: id, expected: inWords(expected), actual: shown, evidence: judgement.evidence, place: expected.place },
      ];
    });
    return {
      name: one.name,
      ...(one.row === undefined ? {} : { row: one.row }),
      verdicts: one.expected.size,
      misses,
    };
  }

  study(rule: EffectiveRule, cases: readonly PolicyCase[]): RuleResult {
    const { catalogue, view } = this.tested;
    const draft = view.rules.get(rule.id)!;
    const mine = cases.filter(({ expected }) => expected.has(rule.id));
    const judged = mine.flatMap((one) => {
      const under = this.#under(rule.id, one, {});
      return under === undefined ? [] : [{ one, judgement: judgeCase(under, one, catalogue) }];
    });
    // A case that goes otherwise as it is says nothing of a change.
    const sound = judged.filter(({ one, judgement }) => meets(judgement, one.expected.get(rule.id)!));
    const always: { -readonly [Key in keyof EffectiveRule]: EffectiveRule[Key] } = { ...rule };
    delete always.when;
    const bare = judgeCase(always, NOTHING, catalogue);
    const standing = mutantsOf(rule, draft.rule, catalogue).filter(
      ({ change }) => !Array.isArray(variantOf(view, catalogue, rule.id, change)),
    );
    const survivors = standing.filter(
      ({ change }) =>
        !sound.some(({ one }) => {
          const under = this.#under(rule.id, one, change);
          return under === undefined || !meets(judgeCase(under, one, catalogue), one.expected.get(rule.id)!);
        }),
    );
    return {
      rule: rule.id,
      cases: mine.length,
      coverage: coverageOf(
        rule,
        judged.map(({ judgement }) => judgement),
        bare,
      ),
      mutants: standing.length,
      survivors: survivors.map(({ mutation, from, to, pointer, parameter }) => {
        const at = parameter === undefined ? ['rules', draft.index, ...(pointer ?? [])] : placeOf(parameter);
        const { positions } =
          parameter === undefined ? draft.layer : view.layers.get(parameter.slice(0, parameter.indexOf('.')))!;
        return { mutation, from, to, ...(parameter === undefined ? {} : { parameter }), place: positions.value(at) };
      }),
    };
  }

  /** The rule under a case's parameters, and changed; `undefined` where it cannot stand so. */
  #under(id: string, { parameters, place }: PolicyCase, change: Change): EffectiveRule | undefined {
    const mutated = change.rule !== undefined || change.parameters !== undefined;
    if (!mutated && Object.keys(parameters).length === 0) return this.#rules.get(id);
    // Where a case sets a parameter, what the standard says of it plays no part.
    const all = { ...change.parameters, ...parameters };
    const key = JSON.stringify([id, change.rule ?? null, all]);
    if (this.#variants.has(key)) return this.#variants.get(key);
    const { view, catalogue } = this.tested;
    const found = variantOf(view, catalogue, id, { ...change, parameters: all });
    const rule = Array.isArray(found) ? undefined : (found as EffectiveRule);
    if (rule === undefined && !mutated) this.#refuse(found as readonly Diagnostic[], place);
    this.#variants.set(key, rule);
    return rule;
  }

  #refuse(found: readonly Diagnostic[], place: Place): void {
    const { message = 'a rule cannot stand' } = found[0] ?? {};
    this.diagnostics.push({
      code: 'ASSAY1326',
      severity: 'error',
      message: `with the case’s parameters a rule cannot stand: ${message}`,
      ...place,
    });
  }
}

const placeOf = (parameter: string): readonly (string | number)[] => [
  'parameters',
  parameter.slice(parameter.indexOf('.') + 1),
  'value',
];
