import { Predicates } from '../../methods/privacy/predicates.js';
import type { Predicate } from '../../methods/privacy/predicates.js';
import { identity, sampleWithoutReplacement } from '../../numerics/permutation.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { nothingMeasured, unmeasured } from '../unmeasured.js';
import { ATTACK_OUTPUTS as outputs, attackDetails, attackOutputs } from './attack-figures.js';
import { attackedTables, CONTROL, countSuccesses, ORIGINAL } from './attacked-tables.js';
import type { AttackedTables } from './attacked-tables.js';

export interface SinglingOutParameters {
  readonly attacks: number;
  readonly columns: number | null;
  readonly draws: number;
}

/** Fewer different predicates say nothing. */
const LEAST = 10;
/** Released rows looked at for one predicate that isolates. */
const TRIES = 20;

/**
 * Giomi et al. 2023, section 3.2. The paper corrects a control group of another size by a fitted curve; here the attack
 * is on as many originals as there are controls, and both rates are raised by the share that was left out, which is on
 * the safe side: a person who is isolated among all is met so much more rarely in a part of them.
 */
export const attackSinglingOut = definePlugin<SinglingOutParameters>({
  id: 'privacy/attack-singling-out',
  version: '1.0.0',
  title: {
    en: 'Whether the release tells what holds for one person only',
    zh: '能否由发布数据写出仅对一人成立的条件（单独识别攻击）',
  },
  about: 'data',
  needs: ['data', 'data.test', 'data.released'],
  deterministic: true,
  outputs,
  async measure(context) {
    const tables = await attackedTables(context.subject);
    return 'unmeasured' in tables ? nothingMeasured(outputs, tables) : attack(tables, context);
  },
});

async function attack(tables: AttackedTables, context: MeasureContext<SinglingOutParameters>): Promise<MeasureResult> {
  const { params, rng } = context;
  const { original, control, released, columns } = tables;
  const predicates = new Predicates(columns);
  const made = await attackPredicates(predicates, released.rowCount, context);
  if (made.length < LEAST) {
    return nothingMeasured(
      outputs,
      unmeasured(
        'out-of-domain',
        `${made.length} different predicates come from the released rows, ${LEAST} are needed`,
      ),
    );
  }
  const size = Math.min(original.rowCount, control.rowCount);
  const originals = sampleWithoutReplacement(original.rowCount, size, rng('originals'));
  const controls = sampleWithoutReplacement(control.rowCount, size, rng('controls'));
  const guesses = rng('guesses');
  const steps = 3 * made.length;
  const run = {
    attack: await countSuccesses(
      made.length,
      (index) => predicates.isolates(made[index]!, ORIGINAL, originals),
      context,
      { before: 0, steps },
    ),
    control: await countSuccesses(
      made.length,
      (index) => predicates.isolates(made[index]!, CONTROL, controls),
      context,
      { before: made.length, steps },
    ),
    baseline: await countSuccesses(
      made.length,
      (index) => predicates.isolates(predicates.guess(made[index]!.length, guesses), ORIGINAL, originals),
      context,
      { before: 2 * made.length, steps },
    ),
    scale: original.rowCount / size,
  };
  return { outputs: attackOutputs(run, rng('draws'), params.draws), details: attackDetails(run) };
}

/**
 * Different predicates that isolate a released row; where there are too few, those that do not besides: of a release in
 * which nobody stands alone an attacker has nothing better.
 */
async function attackPredicates(
  predicates: Predicates,
  rows: number,
  { params, rng, signal }: MeasureContext<SinglingOutParameters>,
): Promise<readonly Predicate[]> {
  const draws = rng('predicates');
  const isolating = new Map<string, Predicate>();
  const others = new Map<string, Predicate>();
  const all = identity(rows);
  for (let tried = 0; tried < TRIES * params.attacks && isolating.size < params.attacks; tried++) {
    if (tried % 256 === 0) await checkpoint(signal);
    const row = draws.integer(rows);
    const predicate =
      params.columns === null ? predicates.isolating(row, draws) : predicates.ofRow(row, params.columns, draws);
    const key = JSON.stringify(predicate);
    if (predicate.length === 0 || isolating.has(key) || others.has(key)) continue;
    (predicates.isolates(predicate, 'released', all) ? isolating : others).set(key, predicate);
  }
  return [...isolating.values(), ...others.values()].slice(0, params.attacks);
}
