/** From a PolicyTest document to its cases, with every name in it found in the policy. */
import type { Diagnostic } from '../document/diagnostic.js';
import { nearest } from '../document/nearest.js';
import type { Positions } from '../document/positions.js';
import type {
  FactDeclaration,
  PolicyTestCase,
  PolicyTestDocument,
  PolicyTestTable,
} from '../document/types.generated.js';
import { RULE_VERDICTS } from '../judge/verdict.js';
import type { View } from '../pack/layer.js';
import { faultAt } from '../pack/layer.js';
import { factsOf } from '../pack/facts.js';
import type { EffectiveParameter, EffectivePolicy } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';
import { TASKS } from '../subject/task.js';
import { givenOutput, isNoOutput } from './given-output.js';
import type { Expected, PolicyCase } from './policy-case.js';

export interface TestedPolicy {
  /** Id of the standard or profile whose names need no prefix. */
  readonly layer: string;
  readonly policy: EffectivePolicy;
  readonly view: View;
  readonly catalogue: Catalogue;
}

export interface ReadCases {
  readonly cases: readonly PolicyCase[];
  readonly diagnostics: readonly Diagnostic[];
}

type Pointer = readonly (string | number)[];

/** Facts that every subject has. */
const ALWAYS: Readonly<Record<string, Pick<FactDeclaration, 'values'>>> = {
  name: {},
  version: {},
  task: { values: [...TASKS] },
};

export function readCases(document: PolicyTestDocument, positions: Positions, tested: TestedPolicy): ReadCases {
  const reader = new CaseReader(document, positions, tested);
  const cases = [
    ...(document.cases ?? []).map((one, index) => reader.single(one, ['cases', index])),
    ...(document.tables ?? []).flatMap((table, index) => reader.table(table, ['tables', index])),
  ];
  if (cases.length === 0) reader.fault([], 'ASSAY1326', 'there is no case');
  return { cases, diagnostics: reader.diagnostics };
}

class CaseReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #facts: Readonly<Record<string, Pick<FactDeclaration, 'values' | 'type'>>>;

  constructor(
    private readonly document: PolicyTestDocument,
    private readonly positions: Positions,
    private readonly tested: TestedPolicy,
  ) {
    const { view } = tested;
    this.#facts = Object.assign({}, ...[...view.layers.values()].map((layer) => factsOf(layer, view).facts), ALWAYS);
    this.#names(document, []);
  }

  single(one: PolicyTestCase, pointer: Pointer): PolicyCase {
    this.#names(one, pointer);
    const expected = new Map<string, Expected>();
    for (const [name, verdict] of Object.entries(one.expect)) {
      this.#expect(expected, name, verdict, [...pointer, 'expect', name], 'key');
    }
    return { ...this.#given(one), name: one.name, place: this.positions.key(pointer), expected };
  }

  table(table: PolicyTestTable, pointer: Pointer): PolicyCase[] {
    this.#names(table, pointer);
    const ids = table.columns.map((column, index) => this.#column(column, [...pointer, 'columns', index]));
    return table.rows.flatMap((row, index) => {
      const at = [...pointer, 'rows', index];
      if (row.length !== ids.length) {
        this.fault(at, 'ASSAY1326', `the row has ${row.length} values for ${ids.length} columns`);
        return [];
      }
      const facts: Record<string, unknown> = {};
      const parameters: Record<string, unknown> = {};
      const measurements: Record<string, Record<string, unknown>> = {};
      const expected = new Map<string, Expected>();
      row.forEach((value, place) => {
        const column = ids[place];
        const cell = [...at, place];
        if (column === undefined) return;
        if (column.kind === 'rule') this.#expect(expected, column.name, value, cell, 'value');
        else if (value === null) return;
        else if (column.kind === 'fact') {
          this.#fact(column.name, value, cell);
          facts[column.name] = value;
        } else if (column.kind === 'parameter') parameters[column.name] = value;
        else {
          this.#figure(column.alias, column.name, value, cell);
          (measurements[column.alias] ??= {})[column.name] = value;
        }
      });
      const given = this.#given(table, { facts, parameters, measurements });
      return [{ ...given, name: table.name, row: index + 1, place: this.positions.key(at), expected }];
    });
  }

  /** What the document, then the case or table, then the row gives; the later the stronger. */
  #given(...parts: readonly Given[]): Pick<PolicyCase, 'facts' | 'parameters' | 'measurements'> {
    const all: readonly Given[] = [this.document, ...parts];
    const measurements: Record<string, Record<string, unknown>> = {};
    for (const { measurements: given = {} } of all) {
      for (const [alias, outputs] of Object.entries(given)) Object.assign((measurements[alias] ??= {}), outputs);
    }
    const parameters = Object.assign({}, ...all.map(({ parameters: given }) => given)) as Record<string, unknown>;
    return {
      facts: Object.assign({}, ...all.map(({ facts }) => facts)) as Record<string, unknown>,
      parameters: Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [this.#parameterId(name), value]),
      ) as Record<string, EffectiveParameter['value']>,
      measurements,
    };
  }

  #names({ facts, parameters, measurements }: Given, pointer: Pointer): void {
    for (const [name, value] of Object.entries(facts ?? {})) {
      this.#factName(name, [...pointer, 'facts', name]);
      this.#fact(name, value, [...pointer, 'facts', name]);
    }
    for (const name of Object.keys(parameters ?? {})) this.#parameter(name, [...pointer, 'parameters', name]);
    for (const [alias, outputs] of Object.entries(measurements ?? {})) {
      for (const [name, value] of Object.entries(outputs)) {
        this.#figure(alias, name, value, [...pointer, 'measurements', alias, name]);
      }
    }
  }

  #column(column: string, pointer: Pointer) {
    if (!column.includes('.') || column.includes('/')) return { kind: 'rule', name: column } as const;
    const [root = '', ...rest] = column.split('.');
    const name = rest.join('.');
    if (root === 'subject') {
      this.#factName(name, pointer);
      return { kind: 'fact', name } as const;
    }
    if (root === 'parameters') {
      this.#parameter(name, pointer);
      return { kind: 'parameter', name } as const;
    }
    return { kind: 'figure', alias: root, name } as const;
  }

  #expect(into: Map<string, Expected>, name: string, written: unknown, pointer: Pointer, at: 'key' | 'value'): void {
    if (written === null) return;
    const id = this.#ruleId(name);
    if (id === undefined) {
      const near = nearest(
        name,
        this.tested.policy.rules.map((rule) => rule.id.slice(rule.id.indexOf('/') + 1)),
      );
      this.fault(pointer, 'ASSAY1325', `there is no rule ${name} in the policy`, near, at);
      return;
    }
    const [, verdict, cause] = /^([a-z-]+)(?: \(([a-z-]+)\))?$/.exec(String(written)) ?? [];
    const known = RULE_VERDICTS.find((each) => each === verdict);
    if (known === undefined || (cause !== undefined && known !== 'undetermined')) {
      this.fault(pointer, 'ASSAY1326', `"${String(written)}" is no verdict: ${RULE_VERDICTS.join(', ')}`);
      return;
    }
    const place = this.positions.value(pointer);
    into.set(id, { verdict: known, ...(cause === undefined ? {} : { cause }), place });
  }

  #ruleId(name: string): string | undefined {
    const { policy, layer } = this.tested;
    const own = policy.rules.find(({ id }) => id === name || id === `${layer}/${name}`);
    if (own !== undefined) return own.id;
    const others = policy.rules.filter(({ id }) => id.endsWith(`/${name}`));
    return others.length === 1 ? others[0]!.id : undefined;
  }

  #factName(name: string, pointer: Pointer): void {
    if (Object.hasOwn(this.#facts, name)) return;
    this.fault(pointer, 'ASSAY1325', `no standard asks the fact ${name}`, nearest(name, Object.keys(this.#facts)));
  }

  #fact(name: string, value: unknown, pointer: Pointer): void {
    const { values } = Object.hasOwn(this.#facts, name) ? this.#facts[name]! : {};
    const strange = [value].flat().find((one) => values !== undefined && !values.some((known) => known === one));
    if (strange === undefined) return;
    const near = nearest(String(strange), values!.map(String));
    this.fault(pointer, 'ASSAY1326', `"${String(strange)}" is no value of the fact ${name}`, near, 'value');
  }

  #parameterId(name: string): string {
    const own = `${this.tested.layer}.${name}`;
    return this.tested.view.parameters.has(own) ? own : name;
  }

  #parameter(name: string, pointer: Pointer): void {
    const { parameters } = this.tested.view;
    if (parameters.has(this.#parameterId(name))) return;
    const known = [...parameters.keys()].map((id) => id.slice(id.indexOf('.') + 1));
    this.fault(pointer, 'ASSAY1325', `there is no parameter ${name}`, nearest(name, known));
  }

  #figure(alias: string, name: string, value: unknown, pointer: Pointer): void {
    const { policy, catalogue } = this.tested;
    const plugins = policy.rules.flatMap(({ measurements }) => measurements[alias]?.plugin ?? []);
    if (plugins.length === 0) {
      const aliases = policy.rules.flatMap(({ measurements }) => Object.keys(measurements));
      this.fault(pointer, 'ASSAY1325', `no rule reads a measurement ${alias}`, nearest(alias, aliases));
      return;
    }
    const declared = plugins.map((plugin) => catalogue[plugin]!.outputs);
    const specs = declared.flatMap((outputs) => (Object.hasOwn(outputs, name) ? [outputs[name]!] : []));
    if (specs.length === 0) {
      const names = declared.flatMap((outputs) => Object.keys(outputs));
      this.fault(pointer, 'ASSAY1325', `${plugins[0]} gives no ${name}`, nearest(name, names));
      return;
    }
    const faults = specs.map((spec) => givenOutput(value, spec)).flatMap((given) => (isNoOutput(given) ? given : []));
    if (faults.length === specs.length) {
      this.fault(pointer, 'ASSAY1326', `${alias}.${name} ${faults[0]!.fault}`, undefined, 'value');
    }
  }

  fault(pointer: Pointer, code: string, message: string, near?: string, at: 'key' | 'value' = 'key'): void {
    const hint = near === undefined ? {} : { hint: `did you mean ${near}?` };
    this.diagnostics.push(faultAt(this.positions, pointer, at, { code, message, ...hint }));
  }
}

type Given = {
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly measurements?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};
