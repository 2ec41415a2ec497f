/** What a plan's schema cannot see: whether it fits the subject, and whether its key is there. */
import type { MaskPlanDocument } from '../document/types.generated.js';
import type { LoadedSubject } from '../subject/loaded.js';
import type { PlanFaults } from './faults.js';
import { LEAST_KEY_BYTES } from './keyed.js';
import { needsKey } from './operations.js';

export function checkPlan(plan: MaskPlanDocument, { spec }: LoadedSubject, faults: PlanFaults): void {
  const names = spec.columns.map(({ name }) => name);
  for (const group of ['columns', 'hierarchies'] as const) {
    for (const name of Object.keys(plan[group] ?? {})) {
      if (!names.includes(name))
        faults.add([group, name], 'ASSAY1460', `the data have no column "${name}"`, {
          hint: `they have ${names.slice(0, 12).join(', ')}`,
        });
    }
  }
  for (const { name, roles } of spec.columns) {
    const operation = Object.hasOwn(plan.columns ?? {}, name) ? plan.columns![name]! : undefined;
    if (operation?.do === 'keep' && roles.includes('identifier')) {
      faults.add(['columns', name], 'ASSAY1467', `${name} has the role identifier and stays`, { severity: 'warning' });
    }
    if (operation?.do === 'ranges' && (operation.bounds === undefined) === (operation.width === undefined)) {
      faults.add(['columns', name], 'ASSAY1463', `${name}: ranges have either a width or bounds`);
    }
    if (
      operation?.do === 'ranges' &&
      operation.bounds?.some((bound, index, all) => index > 0 && bound <= all[index - 1]!)
    ) {
      faults.add(['columns', name, 'bounds'], 'ASSAY1463', `${name}: bounds ascend`);
    }
    if (operation?.do === 'limits' && (operation.bottom ?? -Infinity) > (operation.top ?? Infinity)) {
      faults.add(['columns', name], 'ASSAY1463', `${name}: the bottom lies above the top`);
    }
  }
  const { target } = spec;
  const onTarget = target && plan.columns?.[target.column];
  if (onTarget && onTarget.do !== 'keep') {
    faults.add(
      ['columns', target.column],
      'ASSAY1463',
      `${target.column} is the target: what is masked cannot be learnt`,
    );
  }
  checkTarget(plan, spec, faults);
}

function checkTarget(
  { target, columns = {} }: MaskPlanDocument,
  spec: LoadedSubject['spec'],
  faults: PlanFaults,
): void {
  if (target === undefined) return;
  const stays = spec.columns.filter(({ name }) => !Object.hasOwn(columns, name) || columns[name]!.do !== 'drop');
  const quasi = stays.filter(({ roles }) => roles.includes('quasi-identifier'));
  const sensitive = stays.filter(({ roles }) => roles.includes('sensitive') && !roles.includes('quasi-identifier'));
  if (quasi.length === 0) faults.add(['target'], 'ASSAY1465', 'no column that stays has the role quasi-identifier');
  if (quasi.some(({ name }) => name === spec.target?.column)) {
    faults.add(
      ['target'],
      'ASSAY1465',
      `${spec.target!.column} is what is predicted, and cannot be generalised as a quasi-identifier`,
    );
  }
  if ((target.l !== undefined || target.t !== undefined) && sensitive.length === 0) {
    faults.add(['target'], 'ASSAY1465', 'l and t need a column of role sensitive that is no quasi-identifier');
  }
  if (target.suppression !== undefined && target.suppression > 0 && target.algorithm !== 'full-domain') {
    faults.add(
      ['target', 'suppression'],
      'ASSAY1465',
      'rows are suppressed by the algorithm full-domain only; mondrian keeps all',
    );
  }
  if (target.numbers !== undefined && target.algorithm === 'full-domain') {
    faults.add(['target', 'numbers'], 'ASSAY1465', 'full-domain makes ranges of numbers; means are of mondrian');
  }
}

/** The secret, where an operation needs one. */
export function keyOf(
  plan: MaskPlanDocument,
  environment: Readonly<Record<string, string | undefined>>,
  faults: PlanFaults,
): Uint8Array | undefined {
  const asks = Object.entries(plan.columns ?? {}).filter(([, operation]) => needsKey(operation));
  if (asks.length === 0) return undefined;
  const name = plan.key?.env;
  if (name === undefined) {
    faults.add(['columns', asks[0]![0]], 'ASSAY1461', 'the plan names no key: `key: {env: ASSAY_MASK_KEY}`');
    return undefined;
  }
  const key = Buffer.from(environment[name] ?? '');
  if (key.length >= LEAST_KEY_BYTES) return key;
  const message =
    environment[name] === undefined ? `${name} is not set` : `${name} holds fewer than ${LEAST_KEY_BYTES} bytes`;
  faults.add(['key', 'env'], 'ASSAY1461', message);
  return undefined;
}
