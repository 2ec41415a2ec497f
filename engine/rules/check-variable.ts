/** `var`: the only way in which a rule reads anything. */
import type { OutputSpec, ScalarSpec } from '../plugins/contract.js';
import { TASKS } from '../subject/view.js';
import type { Pointer, Reference } from './ast.js';
import type { CheckContext } from './check-context.js';
import { EVERYTHING, type Interval } from './interval.js';
import { nearestName } from './nearest-name.js';
import type { FactSpec } from './scope.js';
import type { Ground, Site, Typed } from './typed.js';
import { isPlain, isUnitFault, parseUnit, toBase } from './units.js';

const BUILT_IN_FACTS: Readonly<Record<string, FactSpec>> = {
  task: { type: 'text', values: TASKS },
  name: { type: 'text' },
  version: { type: 'text' },
};

/** @param value What `var` is given, which stands at `key`. */
export function checkVariable(value: unknown, key: Pointer, site: Site, context: CheckContext): Typed {
  if (Array.isArray(value) && value.length > 1) {
    return context.fault(
      'ASSAY1207',
      [...key, 1],
      'var takes no default: it would stand in for what was not measured',
      {
        hint: 'leave the default out; an absent value makes the rule undetermined',
      },
    );
  }
  const name: unknown = Array.isArray(value) ? value[0] : value;
  const pointer = Array.isArray(value) && value.length > 0 ? [...key, 0] : key;
  if (typeof name !== 'string' || name === '') {
    return context.fault('ASSAY1207', pointer, 'var takes one name, written out');
  }
  const dot = name.indexOf('.');
  const [root, rest] = dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
  if (root === 'subject') return fact(name, rest ?? '', pointer, context, site);
  if (root === 'parameters') return parameter(name, rest ?? '', pointer, context, site);
  if (site.item !== undefined) return itemOutput(name, site.item, pointer, context, site);
  return measured(name, root, rest, pointer, context, site);
}

function fact(name: string, rest: string, pointer: Pointer, context: CheckContext, site: Site): Typed {
  const spec = own(BUILT_IN_FACTS, rest) ?? own(context.scope.facts, rest);
  if (spec === undefined) {
    const known = [...Object.keys(BUILT_IN_FACTS), ...Object.keys(context.scope.facts)];
    return context.fault('ASSAY1205', pointer, `no fact ${rest} is declared`, {
      hint: didYouMean(rest, known, 'subject.') ?? 'declare it under facts',
    });
  }
  context.facts.add(rest);
  const reference: Reference = { root: 'subject', name, fact: rest };
  const { values = [] } = spec;
  const texts = values.filter((value) => typeof value === 'string');
  const numbers = values.filter((value) => typeof value === 'number');
  const type =
    spec.type ??
    (values.length === 0
      ? 'text'
      : numbers.length === values.length
        ? 'number'
        : values.every((value) => typeof value === 'boolean')
          ? 'boolean'
          : 'text');
  const known = texts.length === 0 ? {} : { values: texts };
  const expression = { kind: 'reference', reference, pointer: site.pointer } as const;
  switch (type) {
    case 'text':
      return { type: 'text', expression, ground: 'evidence', ...known };
    case 'list':
      return { type: 'texts', expression, ground: 'evidence', ...known };
    case 'boolean':
      return {
        type: 'boolean',
        condition: { kind: 'holds', reference, pointer: site.pointer },
        expression,
        ground: 'evidence',
      };
    case 'number': {
      const range: Interval = numbers.length === 0 ? EVERYTHING : [Math.min(...numbers), Math.max(...numbers)];
      return quantity(reference, spec.unit ?? '1', range, 'evidence', true, pointer, context, site);
    }
  }
}

function parameter(name: string, rest: string, pointer: Pointer, context: CheckContext, site: Site): Typed {
  const known = own(context.scope.parameters, rest);
  if (known === undefined) {
    return context.fault('ASSAY1206', pointer, `no parameter ${rest} is declared`, {
      hint: didYouMean(rest, Object.keys(context.scope.parameters), 'parameters.') ?? 'declare it under parameters',
    });
  }
  context.parameters.add(rest);
  const { value, unit } = known;
  const reference: Reference = { root: 'parameters', name, value, unit: unit ?? '1' };
  const expression = { kind: 'reference', reference, pointer: site.pointer } as const;
  if (typeof value === 'number' && Number.isFinite(value)) {
    const typed = quantity(reference, unit ?? '1', [value, value], 'parameter', true, pointer, context, site);
    if (typed.type !== 'number') return typed;
    return { ...typed, bare: unit === undefined, plain: isPlain(typed.dimension) && !typed.scaled };
  }
  if (typeof value === 'string') return { type: 'text', expression, ground: 'parameter', values: [value] };
  if (typeof value === 'boolean') {
    return {
      type: 'boolean',
      condition: { kind: 'holds', reference, pointer: site.pointer },
      expression,
      ground: 'parameter',
    };
  }
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return { type: 'texts', expression, ground: 'parameter', values: value };
  }
  return context.fault('ASSAY1223', pointer, `the value of parameter ${rest} is none that a rule can use`, {
    hint: 'a number, a text, true or false, or a list of texts',
  });
}

function itemOutput(
  name: string,
  outputs: Readonly<Record<string, ScalarSpec>>,
  pointer: Pointer,
  context: CheckContext,
  site: Site,
): Typed {
  const spec = own(outputs, name);
  if (spec !== undefined) {
    const unit = 'unit' in spec ? spec.unit : '1';
    return output({ root: 'item', name, output: name, unit }, spec, pointer, context, site);
  }
  const last = name.slice(name.lastIndexOf('.') + 1);
  const reachable = own(context.scope.measurements, name.split('.')[0] ?? '') !== undefined;
  return context.fault(
    reachable ? 'ASSAY1224' : 'ASSAY1204',
    pointer,
    reachable
      ? `inside a list, var means the item, and ${name} is not one of its outputs`
      : `the items have no output ${name}`,
    { hint: didYouMean(last, Object.keys(outputs)) ?? `an item has ${listed(Object.keys(outputs))}` },
  );
}

function measured(
  name: string,
  alias: string,
  outputName: string | undefined,
  pointer: Pointer,
  context: CheckContext,
  site: Site,
): Typed {
  const measurement = own(context.scope.measurements, alias);
  if (measurement === undefined) {
    const aliases = [...Object.keys(context.scope.measurements), 'subject', 'parameters'];
    return context.fault('ASSAY1203', pointer, `no measurement ${alias} is declared`, {
      hint: misplacedName(alias, context) ?? didYouMean(alias, aliases) ?? 'declare it under measure or measurements',
    });
  }
  const spec = outputName === undefined ? undefined : own(measurement.outputs, outputName);
  if (spec === undefined || outputName === undefined) {
    const known = Object.keys(measurement.outputs);
    const message =
      outputName === undefined
        ? `${alias} is a measurement, not one of its outputs`
        : `${measurement.plugin} gives no output ${outputName}`;
    return context.fault('ASSAY1204', pointer, message, {
      hint:
        (outputName === undefined ? undefined : didYouMean(outputName, known, `${alias}.`)) ??
        `it gives ${listed(known)}`,
    });
  }
  if (context.role === 'when') {
    return context.fault('ASSAY1222', pointer, `when reads facts and parameters, and ${name} is measured`, {
      hint: 'move the condition into require, with if',
    });
  }
  context.reads.set(name, { alias, output: outputName });
  const unit = 'unit' in spec ? spec.unit : '1';
  return output({ root: 'measurement', name, alias, output: outputName, unit }, spec, pointer, context, site);
}

function output(reference: Reference, spec: OutputSpec, pointer: Pointer, context: CheckContext, site: Site): Typed {
  const expression = { kind: 'reference', reference, pointer: site.pointer } as const;
  switch (spec.type) {
    case 'number':
    case 'integer': {
      const range: Interval = [spec.range[0] ?? -Infinity, spec.range[1] ?? Infinity];
      return quantity(reference, spec.unit, range, 'evidence', spec.type === 'integer', pointer, context, site);
    }
    case 'boolean': {
      const condition = { kind: 'holds', reference, pointer: site.pointer } as const;
      return { type: 'boolean', condition, expression, ground: 'evidence' };
    }
    case 'enum':
      return { type: 'text', expression, ground: 'evidence', values: spec.values };
    case 'list':
      return { type: 'list', reference, outputs: spec.items };
  }
}

function quantity(
  reference: Reference,
  unitText: string,
  range: Interval,
  ground: Ground,
  discrete: boolean,
  pointer: Pointer,
  context: CheckContext,
  site: Site,
): Typed {
  const unit = parseUnit(unitText);
  if (isUnitFault(unit)) {
    return context.fault('ASSAY1215', pointer, `the unit of ${reference.name}: ${unit.fault}`, { hint: unit.hint });
  }
  const { dimension, factor } = unit;
  return {
    type: 'number',
    expression: { kind: 'reference', reference, factor, pointer: site.pointer },
    dimension,
    bare: false,
    plain: false,
    scaled: isPlain(dimension) && factor !== 1,
    ground,
    discrete,
    interval: [toBase(range[0], factor), toBase(range[1], factor)],
  };
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** `minF1` for `parameters.minF1`, `riskClass` for `subject.riskClass`. */
function misplacedName(name: string, { scope }: CheckContext): string | undefined {
  if (own(scope.parameters, name) !== undefined) return `did you mean parameters.${name}?`;
  if (own(BUILT_IN_FACTS, name) !== undefined || own(scope.facts, name) !== undefined)
    return `did you mean subject.${name}?`;
  return undefined;
}

function didYouMean(name: string, known: Iterable<string>, prefix = ''): string | undefined {
  const nearest = nearestName(name, known);
  return nearest === undefined ? undefined : `did you mean ${prefix}${nearest}?`;
}

function listed(names: readonly string[]): string {
  return names.length <= 8 ? names.join(', ') : `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`;
}
