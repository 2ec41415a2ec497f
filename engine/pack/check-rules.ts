/** The static check of every rule of a view, with its measurements and parameters resolved. */
import { isError, type Diagnostic } from '../document/diagnostic.js';
import type { MeasurementUse } from '../document/types.generated.js';
import { AREAS, type Area, type Catalogue } from '../plugins/contract.js';
import { fillParameters } from '../plugins/parameters.js';
import { checkRule } from '../rules/check-rule.js';
import { strictnessOf } from '../rules/strictness.js';
import type { RuleCheck } from '../rules/scope.js';
import { nearest } from '../document/nearest.js';
import type { MeasurementSpec, Scope } from '../rules/scope.js';
import { isUnitFault, parseUnit } from '../rules/units.js';
import { checkedRule, scopeKey } from './checked-rule.js';
import { factsOf } from './facts.js';
import { faultAt, originOf, type Fault, type Layer, type RuleDraft, type View } from './layer.js';
import type { EffectiveParameter, EffectiveRule, MeasurementRequest } from './policy.js';
import { rangesIn } from './ranges.js';
import { resolveWith } from './resolve-with.js';
import { termsOf } from './terms.js';
import { placeOf } from './tighten-rule.js';

export interface CheckedRules {
  readonly rules: readonly EffectiveRule[];
  readonly diagnostics: readonly Diagnostic[];
}

type Path = readonly (string | number)[];

export function checkRules(view: View, catalogue: Catalogue): CheckedRules {
  const diagnostics: Diagnostic[] = [];
  const rules: EffectiveRule[] = [];
  for (const layer of view.layers.values()) {
    diagnostics.push(...unitFaults(layer));
    const facts = factsOf(layer, view);
    diagnostics.push(...facts.diagnostics);
    const checker = new LayerChecker(layer, view, catalogue, facts.facts, diagnostics);
    const drafts = [...view.rules.values()].filter((draft) => draft.layer.id === layer.id);
    for (const draft of drafts) {
      const rule = checker.check(draft);
      if (rule !== undefined) rules.push(rule);
    }
    // Where a rule is at fault, what it reads is not known for certain.
    if (drafts.length > 0 && !diagnostics.some(isError)) checker.finish();
  }
  return { rules, diagnostics };
}

class LayerChecker {
  readonly #parameters: Record<string, EffectiveParameter> = {};
  readonly #shared: Readonly<Record<string, MeasurementUse>>;
  readonly #read = new Set<string>();
  readonly #scopeKey: string;
  readonly #resolved = new Map<MeasurementUse, { spec: MeasurementSpec; request: MeasurementRequest } | undefined>();

  constructor(
    private readonly layer: Layer,
    private readonly view: View,
    private readonly catalogue: Catalogue,
    private readonly facts: Scope['facts'],
    private readonly diagnostics: Diagnostic[],
  ) {
    this.#shared = layer.document.measurements ?? {};
    for (const [id, parameter] of view.parameters) {
      this.#parameters[id] = parameter;
      if (id.startsWith(`${layer.id}.`)) this.#parameters[id.slice(layer.id.length + 1)] = parameter;
    }
    this.#scopeKey = scopeKey({ facts, parameters: this.#parameters });
  }

  check(draft: RuleDraft): EffectiveRule | undefined {
    const { rule, layer, index } = draft;
    const at: Path = ['rules', index];
    const uses = new Map<string, { spec: MeasurementSpec; request: MeasurementRequest }>();
    const specs: Record<string, MeasurementSpec> = {};
    let broken = false;
    const add = (alias: string, use: MeasurementUse, pointer: Path): void => {
      const resolved = this.#resolve(use, pointer);
      if (resolved === undefined) broken = true;
      else {
        uses.set(alias, resolved);
        specs[alias] = resolved.spec;
      }
    };
    for (const [alias, use] of Object.entries(this.#shared)) add(alias, use, ['measurements', alias]);
    for (const [alias, use] of Object.entries(rule.measure ?? {})) add(alias, use, [...at, 'measure', alias]);
    // A measurement that is itself at fault is not reported again at each rule that reads it.
    if (broken) return undefined;

    // A profile may put an imported clause into a rule.
    const layers = layer.document.kind === 'Profile' ? [...this.view.layers.values()] : [layer];
    const clauses = layers.flatMap(({ document }) => document.clauses ?? []);
    if (rule.clause !== undefined && !clauses.some((clause) => clause.id === rule.clause)) {
      const near = nearest(
        rule.clause,
        clauses.map((clause) => clause.id),
      );
      this.#fault([...at, 'clause'], 'value', {
        code: 'ASSAY1312',
        message: `there is no clause ${rule.clause} in this document${layers.length > 1 ? ' or what it imports' : ''}`,
        ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
      });
    }

    const scope: Scope = { facts: this.facts, parameters: this.#parameters, measurements: specs };
    const { require, when: own } = checkedRule(rule, scope, this.#scopeKey);
    for (const [key, check] of [['require', require] as const, ['when', own] as const]) {
      for (const fault of check?.faults ?? []) this.#fault([...at, key, ...fault.pointer], fault.at, fault);
    }
    const { logic: whenLogic, check: when } = this.#widened(draft, own, scope);
    this.#dates(draft);
    const aliases = [...new Set(require.reads.map((read) => read.alias))].sort();
    for (const alias of aliases) {
      if (rule.measure === undefined || !Object.hasOwn(rule.measure, alias)) this.#read.add(alias);
    }
    for (const alias of Object.keys(rule.measure ?? {})) {
      if (!aliases.includes(alias) && require.condition !== undefined) {
        this.#fault([...at, 'measure', alias], 'key', unread(alias));
      }
    }
    if (require.condition === undefined || (when !== undefined && when.condition === undefined)) return undefined;
    const { effectiveFrom, effectiveUntil, transition } = rule;
    const { confidence, basis, waiver, waiverTerms, maxAge } = termsOf(draft);
    return {
      id: draft.id,
      layer: layer.id,
      area: rule.area ?? areaOf(aliases.map((alias) => uses.get(alias)?.request.plugin ?? '')),
      ...(rule.clause === undefined ? {} : { clause: rule.clause }),
      title: rule.title,
      level: draft.level,
      waiver,
      ...(waiverTerms === undefined ? {} : { waiverTerms }),
      ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
      ...(effectiveUntil === undefined ? {} : { effectiveUntil }),
      ...(transition === undefined || draft.raised !== undefined ? {} : { transition: { until: transition.until } }),
      ...(maxAge === undefined ? {} : { maxAge }),
      confidence,
      basis,
      ...(rule.remedy === undefined ? {} : { remedy: rule.remedy }),
      requireLogic: rule.require,
      require: require.condition,
      ...(when?.condition === undefined ? {} : { whenLogic, when: when.condition }),
      measurements: Object.fromEntries(
        aliases.flatMap((alias) => (uses.has(alias) ? [[alias, uses.get(alias)!.request]] : [])),
      ),
      parameters: this.#values([...require.parameters, ...(when?.parameters ?? [])]),
      origin: originOf(layer, at),
    };
  }

  /** When the rule applies: as written, or as a profile has widened it. */
  #widened(
    draft: RuleDraft,
    own: RuleCheck | undefined,
    scope: Scope,
  ): { readonly logic?: unknown; readonly check?: RuleCheck } {
    const written = { logic: draft.rule.when, ...(own && { check: own }) };
    const wider = draft.tightened?.when;
    if (wider === undefined) return written;
    if (wider.value === 'always') return {};
    const check = checkRule(wider.value, scope, 'when');
    const pointer = ['tighten', draft.id, 'when'];
    for (const fault of check.faults) {
      this.diagnostics.push(faultAt(wider.layer.positions, [...pointer, ...fault.pointer], fault.at, fault));
    }
    if (check.condition === undefined || (own !== undefined && own.condition === undefined)) return written;
    const strictness =
      own?.condition === undefined ? 'stricter' : strictnessOf(own.condition, check.condition, rangesIn({}, {}));
    if (strictness !== 'same' && strictness !== 'weaker') {
      const below = placeOf({ ...draft, tightened: {} }, 'when');
      const message =
        own === undefined
          ? `${draft.id} always applies (${below}), and a condition would let it apply to less`
          : `${draft.id} would no longer apply wherever it does now (${below}), or that is not plain from its form`;
      const hint = 'say `always`, or join the rule’s own condition and another with `or`';
      this.diagnostics.push(faultAt(wider.layer.positions, pointer, 'value', { code: 'ASSAY1354', message, hint }));
    }
    return { logic: wider.value, check };
  }

  #dates({ rule, level, index }: RuleDraft): void {
    const { effectiveFrom, effectiveUntil, transition } = rule;
    if (effectiveFrom !== undefined && effectiveUntil !== undefined && effectiveFrom >= effectiveUntil) {
      const message = `the rule would end (${effectiveUntil}) before it begins (${effectiveFrom})`;
      this.#fault(['rules', index, 'effectiveUntil'], 'value', { code: 'ASSAY1358', message });
    }
    if (transition !== undefined && rule.level === 'should' && level === 'should') {
      const message = 'the rule is “should” after the transition too';
      const hint = 'say `level: shall`: that is what it becomes';
      this.#fault(['rules', index, 'transition'], 'key', { code: 'ASSAY1357', message, hint });
    }
  }

  /** Notices of shared aliases that nothing reads. */
  finish(): void {
    for (const alias of Object.keys(this.#shared)) {
      if (!this.#read.has(alias)) this.#fault(['measurements', alias], 'key', unread(alias));
    }
  }

  #values(names: readonly string[]): Record<string, { value: unknown; unit: string }> {
    const entries = names.map((name) => [name, this.#parameters[name]] as const);
    return Object.fromEntries(
      entries.flatMap(([name, found]) => (found ? [[name, { value: found.value, unit: found.unit ?? '1' }]] : [])),
    );
  }

  #resolve(use: MeasurementUse, pointer: Path): { spec: MeasurementSpec; request: MeasurementRequest } | undefined {
    if (this.#resolved.has(use)) return this.#resolved.get(use);
    const resolved = this.#resolveNew(use, pointer);
    this.#resolved.set(use, resolved);
    return resolved;
  }

  #resolveNew(use: MeasurementUse, pointer: Path): { spec: MeasurementSpec; request: MeasurementRequest } | undefined {
    const entry = Object.hasOwn(this.catalogue, use.plugin) ? this.catalogue[use.plugin] : undefined;
    if (entry === undefined) {
      const near = nearest(use.plugin, Object.keys(this.catalogue));
      this.#fault([...pointer, 'plugin'], 'value', {
        code: 'ASSAY1313',
        message: `there is no plugin ${use.plugin}`,
        ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
      });
      return undefined;
    }
    const { value, missing } = resolveWith(use.with ?? {}, this.#parameters);
    for (const { pointer: below, name } of missing) {
      const near = nearest(name, Object.keys(this.#parameters));
      this.#fault([...pointer, 'with', ...below], 'value', {
        code: 'ASSAY1315',
        message: `there is no parameter ${name}`,
        ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
      });
    }
    if (missing.length > 0) return undefined;
    const filled = fillParameters(entry, value);
    for (const fault of filled.faults) {
      const below = fault.pointer
        .split('/')
        .slice(1)
        .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
      const code = 'ASSAY1314';
      this.#fault([...pointer, 'with', ...below], 'value', {
        code,
        message: `${below.join('.') || use.plugin} ${fault.message}`,
      });
    }
    if (filled.faults.length > 0) return undefined;
    return { spec: { plugin: use.plugin, outputs: entry.outputs }, request: { plugin: use.plugin, with: value } };
  }

  #fault(pointer: Path, at: 'key' | 'value', fault: Fault): void {
    this.diagnostics.push(faultAt(this.layer.positions, pointer, at, fault));
  }
}

const unread = (alias: string): Fault => ({
  code: 'ASSAY1318',
  severity: 'warning',
  message: `no requirement reads ${alias}, so it is not measured`,
});

function areaOf(plugins: readonly string[]): Area {
  const areas = plugins.map((id) => AREAS.find((area) => id.startsWith(`${area}/`)));
  return areas.find((area) => area !== undefined) ?? 'evaluation';
}

function unitFaults(layer: Layer): Diagnostic[] {
  return Object.entries(layer.document.parameters ?? {}).flatMap(([name, { unit }]) => {
    const parsed = unit === undefined ? undefined : parseUnit(unit);
    if (parsed === undefined || !isUnitFault(parsed)) return [];
    const hint = parsed.hint === undefined ? {} : { hint: parsed.hint };
    return [
      faultAt(layer.positions, ['parameters', name, 'unit'], 'value', {
        code: 'ASSAY1316',
        message: parsed.fault,
        ...hint,
      }),
    ];
  });
}
