/** Views side by side: of two layers that both apply, the stricter one holds. */
import type { Diagnostic } from '../document/diagnostic.js';
import { faultAt, type Layer, type RuleDraft, type Setting, type Tightened, type View } from './layer.js';
import type { EffectiveParameter } from './policy.js';
import type { Waivable } from './policy.js';
import { ageStrictness, confidenceStrictness } from './terms.js';

export interface Merged {
  readonly view: View;
  readonly diagnostics: readonly Diagnostic[];
}

export function mergeViews(a: View, b: View): Merged {
  const diagnostics: Diagnostic[] = [];
  const layers = new Map(a.layers);
  for (const [id, layer] of b.layers) {
    const other = layers.get(id);
    if (other === undefined) layers.set(id, layer);
    else if (other.digest !== layer.digest) {
      diagnostics.push(
        faultAt(layer.positions, ['metadata', 'id'], 'value', {
          code: 'ASSAY1304',
          message: `“${id}” is also the id of ${placeOf(other)}, which is another document`,
        }),
      );
    }
  }
  const parameters = new Map(a.parameters);
  for (const [id, parameter] of b.parameters) {
    const other = parameters.get(id);
    const strict = other === undefined ? parameter : stricter(other, parameter);
    if (strict !== undefined) parameters.set(id, strict);
    else {
      const layer = b.layers.get(parameter.origin.layer);
      if (layer !== undefined) {
        diagnostics.push(
          faultAt(layer.positions, ['set', id], 'key', {
            code: 'ASSAY1320',
            message: `${id} is set to different values by ${parameter.origin.layer} (${placed(parameter)}) and ${other?.origin.layer ?? ''} (${placed(other!)}), and neither is stricter`,
          }),
        );
      }
    }
  }
  const rules = new Map(a.rules);
  for (const [id, rule] of b.rules) {
    const other = rules.get(id);
    const both = other === undefined ? { rule } : stricterRule(other, rule);
    rules.set(id, both.rule);
    if ('clash' in both) diagnostics.push(both.clash);
  }
  return {
    view: {
      layers,
      packs: new Map([...a.packs, ...b.packs]),
      parameters,
      rules,
      excluded: new Map([...a.excluded, ...b.excluded]),
      waivers: [...a.waivers, ...b.waivers.filter((waiver) => !a.waivers.includes(waiver))],
      manifests: new Map([...a.manifests, ...b.manifests]),
    },
    diagnostics,
  };
}

const placeOf = ({ file, positions }: Layer): string => `${file}:${positions.value(['metadata']).range.line}`;
const placed = ({ origin }: Pick<EffectiveParameter, 'origin'>): string => `${origin.file}:${origin.range.line}`;

/** One rule as two layers have it: of each field the stricter. */
function stricterRule(a: RuleDraft, b: RuleDraft): { readonly rule: RuleDraft; readonly clash?: Diagnostic } {
  const raised = a.raised ?? b.raised;
  const level = a.level === 'shall' ? a.level : b.level;
  const rule = { ...a, level, ...(raised && { raised }) };
  if (a.tightened === undefined && b.tightened === undefined) return { rule };
  const [one, other] = [a.tightened ?? {}, b.tightened ?? {}];
  const confidence = either(one.confidence, other.confidence, (x, y) => confidenceStrictness(x, y) === 'stricter');
  const maxAge = either(one.maxAge, other.maxAge, (x, y) => ageStrictness(x, y) === 'stricter');
  const basis =
    one.basis && other.basis
      ? { ...one.basis, value: one.basis.value.filter((each) => other.basis!.value.includes(each)) }
      : (one.basis ?? other.basis);
  const waiver =
    one.waiver && other.waiver
      ? { ...one.waiver, value: narrowest(one.waiver.value, other.waiver.value) }
      : (one.waiver ?? other.waiver);
  const when = either(one.when, other.when, (__, y) => y === 'always');
  const tightened: Tightened = {
    ...(confidence && { confidence }),
    ...(maxAge && { maxAge }),
    ...(basis && { basis }),
    ...(waiver && { waiver }),
    ...(when && { when }),
  };
  const clash = clashOf(a.id, one, other, basis);
  return { rule: { ...rule, tightened }, ...(clash && { clash }) };
}

/** What neither of two layers decides: two other conditions, or bases that leave none. */
function clashOf(
  id: string,
  a: Tightened,
  b: Tightened,
  basis: Setting<readonly string[]> | undefined,
): Diagnostic | undefined {
  const isOpen = a.when !== undefined && b.when !== undefined && a.when.value !== 'always' && b.when.value !== 'always';
  const differ = isOpen && JSON.stringify(a.when!.value) !== JSON.stringify(b.when!.value);
  const [one, other] = differ ? [a.when!, b.when!] : [a.basis, b.basis];
  if (!differ && (basis === undefined || basis.value.length > 0)) return undefined;
  const { file, range } = other!.origin;
  const message = differ
    ? `${id} applies otherwise by ${placed(one!)}, and neither condition is known to be the wider`
    : `${id} accepts other bases by ${placed(one!)}, and none is left`;
  return { code: 'ASSAY1320', severity: 'error', message, file, range };
}

function either<S extends Setting<unknown>>(
  a: S | undefined,
  b: S | undefined,
  isStricter: (a: S['value'], b: S['value']) => boolean,
): S | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return isStricter(a.value, b.value) ? b : a;
}

function narrowest(a: Waivable, b: Waivable): Waivable {
  if (a.waiver === 'forbidden' || b.waiver === 'forbidden') return { waiver: 'forbidden' };
  const longest = Math.min(a.waiverTerms?.longest ?? Infinity, b.waiverTerms?.longest ?? Infinity);
  const approvers = Math.max(a.waiverTerms?.approvers ?? 1, b.waiverTerms?.approvers ?? 1);
  const terms = { ...(longest < Infinity && { longest }), ...(approvers > 1 && { approvers }) };
  return { waiver: 'allowed', waiverTerms: terms };
}

/**
 * The stricter of two values of one parameter; of an adjustable one that which was set over its owner's. `undefined`
 * where neither is.
 */
function stricter(a: EffectiveParameter, b: EffectiveParameter): EffectiveParameter | undefined {
  if (JSON.stringify(a.value) === JSON.stringify(b.value)) return a;
  if (a.adjustable === true && isOwners(a) !== isOwners(b)) return isOwners(a) ? b : a;
  if (a.tighten === undefined || typeof a.value !== 'number' || typeof b.value !== 'number') return undefined;
  return (a.tighten === 'up') === b.value > a.value ? b : a;
}

const isOwners = ({ id, origin }: EffectiveParameter): boolean => id.startsWith(`${origin.layer}.`);
