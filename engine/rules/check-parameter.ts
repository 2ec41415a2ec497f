/** `parameters.…`: what the policy sets. */
import type { Reference } from './ast.js';
import type { Typed } from './typed.js';
import { didYouMean, own, typedQuantity, typedTruth, type Mention } from './typed-reference.js';

export function checkParameter(parameter: string, mention: Mention): Typed {
  const { context, name, node, pointer } = mention;
  const found = own(context.scope.parameters, parameter);
  if (found === undefined) {
    const known = Object.keys(context.scope.parameters);
    return context.fault('ASSAY1206', pointer, `no parameter ${parameter} is declared`, {
      hint: didYouMean(parameter, known, 'parameters.') ?? 'declare it under parameters',
    });
  }
  const clash = [...context.parameters].find(
    (other) => other.startsWith(`${parameter}.`) || parameter.startsWith(`${other}.`),
  );
  if (clash !== undefined) {
    return context.fault('ASSAY1226', pointer, `${parameter} and ${clash} cannot both be read in one rule`, {
      hint: 'rename the parameter that has the name of a standard',
    });
  }
  context.parameters.add(parameter);
  const { value, unit } = found;
  const reference: Reference = { root: 'parameters', name, value, unit: unit ?? '1' };
  const expression = { kind: 'reference', reference, pointer: node } as const;
  if (typeof value === 'number' && Number.isFinite(value)) {
    const typed = typedQuantity(reference, unit ?? '1', mention, {
      range: [value, value],
      ground: 'parameter',
      discrete: true,
    });
    return typed.type === 'number' ? { ...typed, bare: unit === undefined } : typed;
  }
  if (typeof value === 'string') return { type: 'text', expression, ground: 'parameter', values: [value] };
  if (typeof value === 'boolean') return typedTruth(reference, 'parameter', mention);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return { type: 'texts', expression, ground: 'parameter', values: value };
  }
  return context.fault('ASSAY1223', pointer, `the value of parameter ${parameter} is none that a rule can use`, {
    hint: 'a number, a text, true or false, or a list of texts',
  });
}
