import type { ComparedColumn } from '../../methods/privacy/mixed-distance.js';
import { sampleWithoutReplacement } from '../../numerics/permutation.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import type { Unmeasured } from '../figure.js';
import { nothingMeasured, unmeasured } from '../unmeasured.js';
import { ATTACK_OUTPUTS as outputs, attackDetails, attackOutputs } from './attack-figures.js';
import { attackedTables, CONTROL, countSuccesses, nearestReleased, ORIGINAL, targetsOf } from './attacked-tables.js';
import type { AttackedTables } from './attacked-tables.js';

export interface LinkabilityParameters {
  readonly attacks: number;
  readonly neighbours: number;
  readonly first: readonly string[] | null;
  readonly second: readonly string[] | null;
  readonly draws: number;
}

/** Giomi et al. 2023, section 3.3: two sources tell some columns each; the release tells that they are of one person. */
export const attackLinkability = definePlugin<LinkabilityParameters>({
  id: 'privacy/attack-linkability',
  version: '1.0.0',
  title: {
    en: 'Whether the release links what two sources know of a person',
    zh: '发布数据能否把两个来源中的同一人关联起来（可关联性攻击）',
  },
  about: 'data',
  needs: ['data', 'data.test', 'data.released'],
  deterministic: true,
  outputs,
  async measure(context) {
    const tables = await attackedTables(context.subject);
    if ('unmeasured' in tables) return nothingMeasured(outputs, tables);
    const halves = halvesOf(tables, context.params);
    return 'unmeasured' in halves ? nothingMeasured(outputs, halves) : attack(tables, halves, context);
  },
});

type Halves = readonly [first: readonly ComparedColumn[], second: readonly ComparedColumn[]];

/** As named; else quasi-identifiers and the others; else every second column. */
function halvesOf({ columns, rolesOf }: AttackedTables, { first, second }: LinkabilityParameters): Halves | Unmeasured {
  if ((first === null) !== (second === null)) {
    return unmeasured('missing-input', 'first and second are named together, or neither');
  }
  const halves: Halves =
    first !== null && second !== null
      ? [columns.filter(({ name }) => first.includes(name)), columns.filter(({ name }) => second.includes(name))]
      : [
          columns.filter(({ name }) => rolesOf(name).includes('quasi-identifier')),
          columns.filter(({ name }) => !rolesOf(name).includes('quasi-identifier')),
        ];
  if (first !== null && second !== null) {
    const absent = [...first, ...second].filter((name) => !columns.some((column) => column.name === name));
    if (absent.length > 0)
      return unmeasured('missing-input', `no such column in all three tables: ${absent.join(', ')}`);
    return halves;
  }
  if (halves.every(({ length }) => length > 0)) return halves;
  if (columns.length < 2) return unmeasured('out-of-domain', 'two columns are needed, one for each source');
  return [columns.filter((_, index) => index % 2 === 0), columns.filter((_, index) => index % 2 === 1)];
}

async function attack(
  tables: AttackedTables,
  [first, second]: Halves,
  context: MeasureContext<LinkabilityParameters>,
): Promise<MeasureResult> {
  const { params, rng } = context;
  const rows = tables.released.rowCount;
  const count = Math.min(params.neighbours, rows);
  const targets = targetsOf(tables, params.attacks, rng);
  const byFirst = nearestReleased(first, rows, rng('ties of the first source'));
  const bySecond = nearestReleased(second, rows, rng('ties of the second source'));
  const meet = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
    const known = new Set(Array.from(a));
    return Array.from(b).some((row) => known.has(row));
  };
  const links = (of: number, row: number): boolean => meet(byFirst(of, row, count), bySecond(of, row, count));
  const guesses = rng('guesses');
  const guess = (): Int32Array => sampleWithoutReplacement(rows, count, guesses);
  const sizes = [targets.original.length, targets.control.length, targets.original.length] as const;
  const steps = sizes[0] + sizes[1] + sizes[2];
  const run = {
    attack: await countSuccesses(sizes[0], (index) => links(ORIGINAL, targets.original[index]!), context, {
      before: 0,
      steps,
    }),
    control: await countSuccesses(sizes[1], (index) => links(CONTROL, targets.control[index]!), context, {
      before: sizes[0],
      steps,
    }),
    baseline: await countSuccesses(sizes[2], () => meet(guess(), guess()), context, {
      before: sizes[0] + sizes[1],
      steps,
    }),
  };
  return {
    outputs: attackOutputs(run, rng('draws'), params.draws),
    details: [
      ...attackDetails(run),
      {
        type: 'table',
        id: 'sources',
        title: { en: 'What each source knows', zh: '各来源已知的列' },
        columns: [{ name: 'source' }, { name: 'columns' }],
        rows: [first, second].map((half, index) => [index + 1, half.map(({ name }) => name).join(', ')]),
      },
    ],
  };
}
