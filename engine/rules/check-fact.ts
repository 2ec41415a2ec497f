/** `subject.…`: what somebody says of a subject. */
import { TASKS } from '../subject/task.js';
import type { Reference } from './ast.js';
import { EVERYTHING, type Interval } from './interval.js';
import type { FactSpec } from './scope.js';
import type { Typed } from './typed.js';
import { didYouMean, own, typedQuantity, typedTruth, type Mention } from './typed-reference.js';

/** Facts that every subject has. */
export const BUILT_IN_FACTS: Readonly<Record<string, FactSpec>> = {
  task: { type: 'text', values: TASKS },
  name: { type: 'text' },
  version: { type: 'text' },
};

export function checkFact(fact: string, mention: Mention): Typed {
  const { context, name, node, pointer } = mention;
  const spec = own(BUILT_IN_FACTS, fact) ?? own(context.scope.facts, fact);
  if (spec === undefined) {
    const known = [...Object.keys(BUILT_IN_FACTS), ...Object.keys(context.scope.facts)];
    return context.fault('ASSAY1205', pointer, `no fact ${fact} is declared`, {
      hint: didYouMean(fact, known, 'subject.') ?? 'declare it under facts',
    });
  }
  context.facts.add(fact);
  const { values = [] } = spec;
  const texts = values.filter((value) => typeof value === 'string');
  const numbers = values.filter((value) => typeof value === 'number');
  const known = texts.length === 0 ? {} : { values: texts };
  const reference: Reference = {
    root: 'subject',
    name,
    fact,
    ...(spec.unit === undefined ? {} : { unit: spec.unit }),
  };
  const expression = { kind: 'reference', reference, pointer: node } as const;
  switch (spec.type ?? typeOfValues(values)) {
    case 'text':
      return { type: 'text', expression, ground: 'evidence', ...known };
    case 'list':
      return { type: 'texts', expression, ground: 'evidence', ...known };
    case 'boolean':
      return typedTruth(reference, 'evidence', mention);
    case 'number': {
      const range: Interval = numbers.length === 0 ? EVERYTHING : [Math.min(...numbers), Math.max(...numbers)];
      return typedQuantity(reference, spec.unit ?? '1', mention, { range, ground: 'evidence', discrete: true });
    }
  }
}

function typeOfValues(values: readonly unknown[]): 'text' | 'boolean' | 'number' {
  if (values.length === 0) return 'text';
  if (values.every((value) => typeof value === 'number')) return 'number';
  return values.every((value) => typeof value === 'boolean') ? 'boolean' : 'text';
}
