/** The effective policy that a report was judged by, put together again from the report alone. */
import type { Diagnostic } from '../document/diagnostic.js';
import type { EffectiveParameter, EffectivePolicy, EffectiveRule, Origin, Waiver } from '../pack/policy.js';
import type { OutputSpec, ScalarSpec } from '../plugins/contract.js';
import type { Report, RuleRecord } from '../report/report.js';
import { checkRule } from '../rules/check-rule.js';
import type { MeasurementSpec, ParameterValue, Scope } from '../rules/scope.js';
import { digestOfPolicy } from '../pack/policy-digest.js';

export interface PolicyOfReport {
  /** Its digest is computed again. Absent where a rule of the report cannot stand. */
  readonly policy?: EffectivePolicy;
  readonly diagnostics: readonly Diagnostic[];
}

/** @param file of the report, as a person knows it */
export function policyOfReport(report: Report, file: string): PolicyOfReport {
  const { effective, packs } = report.policy;
  const parameters = effective.parameters.map(({ source, ...parameter }): EffectiveParameter => ({
    ...parameter,
    origin: originOf(source),
  }));
  const read = report.rules.map((record) => ruleOf(record, report, parameters));
  const diagnostics = read.flatMap(({ fault }): readonly Diagnostic[] =>
    fault === undefined ? [] : [{ code: 'ASSAY1862', severity: 'error', message: fault, file }],
  );
  if (diagnostics.length > 0) return { diagnostics };
  const rules = read.flatMap(({ rule }) => (rule === undefined ? [] : [rule]));
  const clauses = effective.clauses.map(({ standard, ...clause }) => ({ layer: standard, ...clause }));
  const content = { packs, rules, clauses, parameters };
  return { policy: { digest: digestOfPolicy(content), ...content, waivers: waiversOfReport(report) }, diagnostics };
}

/** Those that name its subject. */
export const waiversOfReport = ({ policy }: Report): readonly Waiver[] =>
  policy.effective.waivers.map(({ source, ...waiver }) => ({ ...waiver, origin: originOf(source) }));

const originOf = ({ file, line, column, layer }: RuleRecord['source']): Origin => ({
  file,
  range: { line, column, endLine: line, endColumn: column },
  layer,
});

function ruleOf(
  record: RuleRecord,
  { policy: { effective } }: Report,
  all: readonly EffectiveParameter[],
): { readonly rule?: EffectiveRule; readonly fault?: string } {
  const { id, area, clause, title, confidence, basis, remedy, source, waivable, measures } = record;
  const { effectiveFrom, effectiveUntil, transition, maxAge } = record;
  const { allowed, ...terms } = waivable;
  const scope: Scope = {
    facts: effective.facts[source.layer] ?? {},
    parameters: parametersFor(source.layer, all),
    measurements: Object.fromEntries(
      Object.entries(measures).map(([alias, { plugin }]): [string, MeasurementSpec] => [
        alias,
        { plugin, outputs: mapValues(effective.outputs[plugin] ?? {}, (spec) => spec as OutputSpec | ScalarSpec) },
      ]),
    ),
  };
  const require = checkRule(record.require, scope, 'require');
  const when = record.when === undefined ? undefined : checkRule(record.when, scope, 'when');
  const fault = [...require.faults, ...(when?.faults ?? [])].find(({ severity }) => severity === 'error');
  if (require.condition === undefined || fault !== undefined) {
    return { fault: `${id} cannot be read again: ${fault?.message ?? 'it is no rule'}` };
  }
  const read = [...require.parameters, ...(when?.parameters ?? [])];
  return {
    rule: {
      id,
      layer: source.layer,
      area,
      ...(clause === undefined ? {} : { clause }),
      title,
      // Where there is a transition, it leads to `shall`.
      level: transition === undefined ? record.level : 'shall',
      waiver: allowed ? 'allowed' : 'forbidden',
      ...(Object.keys(terms).length === 0 ? {} : { waiverTerms: terms }),
      ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
      ...(effectiveUntil === undefined ? {} : { effectiveUntil }),
      ...(transition === undefined ? {} : { transition }),
      ...(maxAge === undefined ? {} : { maxAge }),
      confidence,
      basis,
      ...(remedy === undefined ? {} : { remedy }),
      requireLogic: record.require,
      require: require.condition,
      ...(when?.condition === undefined ? {} : { whenLogic: record.when, when: when.condition }),
      measurements: measures,
      parameters: Object.fromEntries(
        read.map((name) => {
          const { value, unit } = scope.parameters[name]!;
          return [name, { value, unit: unit ?? '1' }];
        }),
      ),
      origin: originOf(source),
    },
  };
}

/** By what follows `parameters.` in a rule of the layer. */
function parametersFor(layer: string, all: readonly EffectiveParameter[]): Record<string, ParameterValue> {
  const parameters: Record<string, ParameterValue> = {};
  for (const parameter of all) {
    parameters[parameter.id] = parameter;
    if (parameter.id.startsWith(`${layer}.`)) parameters[parameter.id.slice(layer.length + 1)] = parameter;
  }
  return parameters;
}

const mapValues = <In, Out>(record: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
