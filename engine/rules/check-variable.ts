/** `var`: the only way in which a rule reads anything. */
import type { Counted, OutputSpec, ScalarSpec } from '../plugins/contract.js';
import type { Pointer } from './ast.js';
import type { CheckContext } from './check-context.js';
import { BUILT_IN_FACTS, checkFact } from './check-fact.js';
import { checkParameter } from './check-parameter.js';
import type { Site, Typed } from './typed.js';
import { didYouMean, own, typedOutput, type Mention } from './typed-reference.js';

/** @param value What `var` is given, which stands at `key`. */
export function checkVariable(value: unknown, key: Pointer, site: Site, context: CheckContext): Typed {
  if (Array.isArray(value) && value.length > 1) {
    return context.fault('ASSAY1207', [...key, 1], 'var takes no default', {
      hint: 'leave it out: an absent value makes the rule undetermined',
    });
  }
  const name: unknown = Array.isArray(value) ? value[0] : value;
  const pointer = Array.isArray(value) && value.length > 0 ? [...key, 0] : key;
  if (typeof name !== 'string' || name === '') {
    return context.fault('ASSAY1207', pointer, 'var takes one name, written out');
  }
  const mention: Mention = { name, pointer, node: site.pointer, context };
  const dot = name.indexOf('.');
  const [root, rest] = dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
  if (root === 'subject') return checkFact(rest ?? '', mention);
  if (root === 'parameters') return checkParameter(rest ?? '', mention);
  return site.item === undefined ? checkOutput(root, rest, mention) : checkItemOutput(site.item, mention);
}

function checkOutput(alias: string, output: string | undefined, mention: Mention): Typed {
  const { context, name, pointer } = mention;
  const measurement = own(context.scope.measurements, alias);
  if (measurement === undefined) {
    const aliases = [...Object.keys(context.scope.measurements), 'subject', 'parameters'];
    return context.fault('ASSAY1203', pointer, `no measurement ${alias} is declared`, {
      hint: misplaced(name, context) ?? didYouMean(alias, aliases) ?? 'declare it under measure or measurements',
    });
  }
  const known = Object.keys(measurement.outputs);
  if (output === undefined) {
    return context.fault('ASSAY1204', pointer, `${alias} is a measurement, not one of its outputs`, {
      hint: `it gives ${listed(known)}`,
    });
  }
  const spec = own(measurement.outputs, output);
  if (spec === undefined) {
    return context.fault('ASSAY1204', pointer, `${measurement.plugin} gives no output ${output}`, {
      hint: didYouMean(output, known, `${alias}.`) ?? `it gives ${listed(known)}`,
    });
  }
  if (context.role === 'when') {
    return context.fault('ASSAY1222', pointer, `when reads facts and parameters, and ${name} is measured`, {
      hint: 'move the condition into require, with if',
    });
  }
  context.reads.set(name, { alias, output });
  return typedOutput({ root: 'measurement', name, alias, output, ...measureOf(spec) }, spec, mention);
}

function checkItemOutput(outputs: Readonly<Record<string, ScalarSpec>>, mention: Mention): Typed {
  const { context, name, pointer } = mention;
  const spec = own(outputs, name);
  if (spec !== undefined) return typedOutput({ root: 'item', name, output: name, ...measureOf(spec) }, spec, mention);
  const known = Object.keys(outputs);
  const [root = ''] = name.split('.');
  const last = name.slice(name.lastIndexOf('.') + 1);
  const hint = didYouMean(last, known) ?? `an item has ${listed(known)}`;
  if (own(context.scope.measurements, root) === undefined) {
    return context.fault('ASSAY1204', pointer, `the items have no output ${name}`, { hint });
  }
  const message = `inside a list, var means the item, and ${name} is not one of its outputs`;
  return context.fault('ASSAY1224', pointer, message, { hint });
}

function measureOf(spec: OutputSpec): { readonly unit: string; readonly counted?: Counted } {
  if (!('unit' in spec)) return { unit: '1' };
  return { unit: spec.unit, ...(spec.counted !== undefined && { counted: spec.counted }) };
}

/** `minF1` for `parameters.minF1`, `riskClass` for `subject.riskClass`. */
function misplaced(name: string, { scope }: CheckContext): string | undefined {
  if (own(scope.parameters, name) !== undefined) return `did you mean parameters.${name}?`;
  const fact = own(BUILT_IN_FACTS, name) ?? own(scope.facts, name);
  return fact === undefined ? undefined : `did you mean subject.${name}?`;
}

function listed(names: readonly string[]): string {
  return names.length <= 8 ? names.join(', ') : `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`;
}
