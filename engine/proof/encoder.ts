/** Rules of policies as formulas over one body of evidence: when each passes, fails and applies. */
import { errorOf } from '../judge/judge-rule.js';
import type { EffectiveRule } from '../pack/policy.js';
import {
  givesReadings,
  partsOf,
  SERVED,
  type Catalogue,
  type OutputSpec,
  type ScalarSpec,
} from '../plugins/contract.js';
import { fillParameters } from '../plugins/parameters.js';
import type { Condition, Reference } from '../rules/ast.js';
import { TASKS } from '../subject/task.js';
import { digestValue } from '../trust/digest.js';
import { Ages, type Aged } from './ages.js';
import { Comparisons } from './comparison.js';
import { DiscreteConditions, type DiscreteType } from './discrete.js';
import { isBeyondProof, wordsOf } from './beyond-proof.js';
import { and, FALSE, not, or, Theory, TRUE, type Formula } from './formula.js';
import { Lists } from './lists.js';
import { Questions, type Solver } from './solver.js';
import { choiceNode, constantNode, Recursion, type Limited, type Node } from './tree.js';
import {
  Unknowns,
  type AnyUnknown,
  type ListUnknown,
  type NumberUnknown,
  type Place,
  type Reading,
} from './unknowns.js';

/** A rule's verdicts, before waivers: at most one of them holds, and where none does it is undetermined. */
export interface EncodedRule {
  readonly rule: EffectiveRule;
  /** Its verdicts are unknowns, shared only with rules of the same words. */
  readonly isBeyondProof: boolean;
  readonly pass: Formula;
  readonly fail: Formula;
  readonly notApplicable: Formula;
  /** Whether its `when` holds. */
  readonly applies: Formula;
  /** Of a requirement that is one comparison of one figure. */
  readonly limited?: Limited;
  /** What it reads. */
  readonly reads: ReadonlySet<AnyUnknown>;
}

type Verdicts = Pick<EncodedRule, 'pass' | 'fail' | 'notApplicable' | 'applies'>;

interface Site {
  readonly rule: EffectiveRule;
  readonly reading: Reading;
  readonly catalogue: Catalogue;
  readonly reads: Set<AnyUnknown>;
  readonly item?: { readonly list: ListUnknown; readonly specs: Readonly<Record<string, ScalarSpec>> };
}

export class Encoder {
  readonly theory = new Theory();
  readonly unknowns = new Unknowns(this.theory);
  readonly recursion = new Recursion(this.theory);
  readonly comparisons = new Comparisons(this.theory, this.unknowns);
  readonly ages = new Ages(this.theory);
  readonly lists = new Lists(this.theory, this.recursion);
  readonly #discrete = new DiscreteConditions(this.theory, this.unknowns);
  readonly #requests = new Map<object, Aged>();
  readonly #words = new Map<string, Verdicts>();

  rule(rule: EffectiveRule, catalogue: Catalogue): EncodedRule {
    if (isBeyondProof(rule)) return { rule, isBeyondProof: true, reads: new Set(), ...this.#byWords(rule, catalogue) };
    const { recursion } = this;
    const point = rule.confidence === 'point';
    const error = errorOf(rule.confidence);
    const reads = new Set<AnyUnknown>();
    const fresh = (place: Place): Formula => this.#fresh(place, { rule, catalogue });
    const common = { rule, catalogue, reads };
    const outcome = (node: Node): readonly [passes: Formula, fails: Formula] => {
      const [holds, refuted] = [recursion.settled(node, true, error), recursion.settled(node, false, error)];
      return [and(holds, not(refuted)), and(refuted, not(holds))];
    };
    const [applies, notApplicable] = rule.when
      ? outcome(this.#node(rule.when, { ...common, reading: { accepted: undefined, point, fresh } }))
      : [TRUE, FALSE];
    const requirement = this.#node(rule.require, { ...common, reading: { accepted: rule.basis, point, fresh } });
    const [passes, fails] = outcome(requirement);
    const limited = requirement.kind === 'leaf' ? requirement.leaf.limited : undefined;
    const named = [and(applies, passes), and(applies, fails), notApplicable].map((each) => this.theory.define(each));
    return {
      rule,
      isBeyondProof: false,
      pass: named[0]!,
      fail: named[1]!,
      notApplicable: named[2]!,
      applies: this.theory.define(applies),
      ...(limited === undefined ? {} : { limited }),
      reads,
    };
  }

  /** Adds what holds of all evidence; to be called once all rules are encoded. */
  async finish(solver: Solver): Promise<Questions> {
    const { facts, open } = this.lists.facts();
    const spans = [...this.unknowns.all.values()].filter(
      (unknown): unknown is NumberUnknown => unknown.kind === 'number',
    );
    for (const span of [...spans, ...this.comparisons.compounds.values()])
      this.theory.assert(this.unknowns.boundsFacts(span));
    for (const fact of facts) this.theory.assert(fact);
    const questions = new Questions(solver, this.theory);
    const answers = await questions.ask(open.map(({ question }) => question));
    open.forEach(({ fact }, index) => {
      if (answers[index] === 'unsat') this.theory.assert(fact);
    });
    return questions;
  }

  request({ rule, catalogue }: Pick<Site, 'rule' | 'catalogue'>, alias: string): Aged {
    const request = rule.measurements[alias]!;
    const known = this.#requests.get(request);
    if (known !== undefined) return known;
    const entry = catalogue[request.plugin]!;
    const { value } = fillParameters(entry, request.with);
    const ageing = {
      about: entry.about,
      deterministic: !givesReadings(entry, value),
      dated: entry.dated === true,
      asks: SERVED.some((role) => partsOf(entry).includes(role)),
    };
    const key = digestValue({
      plugin: entry.id,
      version: entry.version,
      outputs: entry.outputs,
      ...ageing,
      with: value,
    });
    const made = { alias, key, ...ageing };
    this.#requests.set(request, made);
    return made;
  }

  /** Whether a measurement is no older than a rule allows. */
  #fresh(place: Place, { rule, catalogue }: Pick<Site, 'rule' | 'catalogue'>): Formula {
    if (rule.maxAge === undefined || place.kind !== 'output') return TRUE;
    const requests = Object.keys(rule.measurements).map((alias) => this.request({ rule, catalogue }, alias));
    return this.ages.fresh(
      requests.find(({ key }) => key === place.request)!,
      rule.maxAge,
    );
  }

  #byWords(rule: EffectiveRule, catalogue: Catalogue): Verdicts {
    const requests = Object.keys(rule.measurements).map(
      (alias) => [alias, this.request({ rule, catalogue }, alias).key] as const,
    );
    const words = wordsOf(rule, requests);
    const known = this.#words.get(words);
    if (known) return known;
    const { theory } = this;
    const [applies, pass, fail] = [theory.bool(), theory.bool(), theory.bool()];
    theory.assert(and(not(and(pass, fail)), or(applies, not(or(pass, fail)))));
    const verdicts = { applies, pass, fail, notApplicable: theory.define(not(applies)) };
    this.#words.set(words, verdicts);
    return verdicts;
  }

  #node(condition: Condition, site: Site): Node {
    const node = (part: Condition): Node => this.#node(part, site);
    switch (condition.kind) {
      case 'constant':
        return constantNode(condition.value);
      case 'and':
      case 'or':
        return { kind: condition.kind, parts: condition.parts.map(node) };
      case 'not':
        return { kind: 'not', part: node(condition.part) };
      case 'if':
        return choiceNode(node(condition.test), node(condition.then), node(condition.otherwise));
      case 'all':
      case 'some':
      case 'none': {
        const { list, specs } = this.#list(condition.list, site);
        const body = this.#node(condition.body, { ...site, item: { list, specs } });
        return this.lists.node(condition.kind, list, body, site.reading.fresh(list.place));
      }
      case 'compare':
        return this.comparisons.node(condition, site.reading, (reference) => this.#number(reference, site));
      case 'equal':
      case 'in':
      case 'holds':
        return {
          kind: 'leaf',
          leaf: this.#discrete.leaf(condition, site.reading, {
            isTruth: (reference) => this.#find(reference, site).spec?.type === 'boolean',
            valueOf: (reference, type) => this.#value(reference, type, site),
          }),
        };
    }
  }

  #number(reference: Exclude<Reference, { root: 'parameters' }>, site: Site): NumberUnknown {
    const { key, place, spec } = this.#find(reference, site);
    const numeric = spec?.type === 'number' || spec?.type === 'integer' ? spec : ANY_NUMBER;
    const unit = reference.unit ?? '1';
    return read(site, this.unknowns.number(key, place, this.#label(reference), { ...numeric, unit }));
  }

  #value(reference: Exclude<Reference, { root: 'parameters' }>, wanted: DiscreteType, site: Site) {
    const { key, place, spec } = this.#find(reference, site);
    const label = this.#label(reference);
    const type = spec?.type === 'boolean' ? 'truth' : spec?.type === 'enum' ? 'text' : wanted;
    if (type === 'truth') return read(site, this.unknowns.truth(key, place, label));
    if (type === 'texts') return read(site, this.unknowns.texts(key, place, label));
    const values = spec?.type === 'enum' ? spec.values : key === 'subject.task' ? TASKS : undefined;
    return read(site, this.unknowns.text(key, place, label, values));
  }

  #list(reference: Reference, site: Site): { list: ListUnknown; specs: Readonly<Record<string, ScalarSpec>> } {
    if (reference.root !== 'measurement') throw new Error(`${reference.name} is no list of a measurement`);
    const { key, place, spec } = this.#find(reference, site);
    if (spec?.type !== 'list') throw new Error(`${reference.name} is no list`);
    return { list: read(site, this.unknowns.list(key, place, reference.name)), specs: spec.items };
  }

  #label = (reference: Reference): string => (reference.root === 'item' ? reference.output : reference.name);

  #find(
    reference: Exclude<Reference, { root: 'parameters' }>,
    site: Site,
  ): { readonly key: string; readonly place: Place; readonly spec?: OutputSpec } {
    if (reference.root === 'subject') {
      return { key: `subject.${reference.fact}`, place: { kind: 'fact', fact: reference.fact } };
    }
    const { output } = reference;
    if (reference.root === 'item') {
      const { list, specs } = site.item!;
      return { key: `${list.key}[].${output}`, place: { kind: 'item', list, output }, spec: specs[output]! };
    }
    const { key: request } = this.request(site, reference.alias);
    const { plugin } = site.rule.measurements[reference.alias]!;
    const spec = site.catalogue[plugin]!.outputs[output]!;
    return { key: `${request} ${output}`, place: { kind: 'output', request, output }, spec };
  }
}

const ANY_NUMBER = { type: 'number', range: [null, null] } as const;

function read<Kind extends AnyUnknown>({ reads }: Site, unknown: Kind): Kind {
  reads.add(unknown);
  return unknown;
}
