import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import { greatestOf } from '../../methods/evaluation/worst-of-many.js';
import { isMissing } from '../../methods/privacy/generalised-cell.js';
import type { ComparedColumn } from '../../methods/privacy/mixed-distance.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import type { Unmeasured } from '../figure.js';
import { nothingMeasured, unmeasured } from '../unmeasured.js';
import {
  ATTACK_OUTPUTS as outputs,
  attackDetails,
  attackOutputs,
  isSaturated,
  riskBox,
  riskOf,
} from './attack-figures.js';
import type { AttackRun } from './attack-figures.js';
import { attackedTables, CONTROL, countSuccesses, nearestReleased, ORIGINAL, targetsOf } from './attacked-tables.js';
import type { AttackedTables } from './attacked-tables.js';

export interface InferenceParameters {
  readonly attacks: number;
  readonly secrets: readonly string[] | null;
  readonly known: readonly string[] | null;
  readonly tolerance: number;
  readonly draws: number;
}

/** Giomi et al. 2023, section 3.4: the attacker takes the secret of the released row that is nearest in what is known. */
export const attackInference = definePlugin<InferenceParameters>({
  id: 'privacy/attack-inference',
  version: '1.0.0',
  title: {
    en: 'Whether the release tells a secret of somebody whose other columns are known',
    zh: '已知其他列时能否由发布数据推断某人的敏感值（推断攻击）',
  },
  about: 'data',
  needs: ['data', 'data.test', 'data.released'],
  deterministic: true,
  outputs,
  async measure(context) {
    const tables = await attackedTables(context.subject);
    if ('unmeasured' in tables) return nothingMeasured(outputs, tables);
    const secrets = secretsOf(tables, context.params);
    return 'unmeasured' in secrets ? nothingMeasured(outputs, secrets) : attackAll(tables, secrets, context);
  },
});

interface Secret {
  readonly column: ComparedColumn;
  readonly known: readonly ComparedColumn[];
}

/** As named; else the sensitive columns, known the quasi-identifiers; where there is none, all the others. */
function secretsOf(
  { columns, rolesOf }: AttackedTables,
  { secrets, known }: InferenceParameters,
): readonly Secret[] | Unmeasured {
  const absent = [...(secrets ?? []), ...(known ?? [])].filter((name) => !columns.some((one) => one.name === name));
  if (absent.length > 0) return unmeasured('missing-input', `no such column in all three tables: ${absent.join(', ')}`);
  const chosen = columns.filter(({ name }) => (secrets ? secrets.includes(name) : rolesOf(name).includes('sensitive')));
  if (chosen.length === 0) return unmeasured('missing-input', 'no column that all three tables have is sensitive');
  const found = chosen.map((column): Secret => {
    const others = columns.filter(({ name }) => name !== column.name);
    const quasi = others.filter(({ name }) => rolesOf(name).includes('quasi-identifier'));
    const named = others.filter(({ name }) => known?.includes(name));
    return { column, known: known !== null ? named : quasi.length > 0 ? quasi : others };
  });
  return found.some((secret) => secret.known.length === 0)
    ? unmeasured('out-of-domain', 'no column is left that an attacker could know')
    : found;
}

async function attackAll(
  tables: AttackedTables,
  secrets: readonly Secret[],
  context: MeasureContext<InferenceParameters>,
): Promise<MeasureResult> {
  const { params, rng } = context;
  const runs: { readonly name: string; readonly run: AttackRun }[] = [];
  for (const [place, secret] of secrets.entries()) {
    const run = await attack(tables, secret, context, { place, of: secrets.length });
    if (!('unmeasured' in run)) runs.push({ name: secret.column.name, run });
  }
  const open = runs.filter(({ run }) => !isSaturated(run));
  const worst = open.toSorted((a, b) => riskOf(b.run) - riskOf(a.run))[0];
  if (worst === undefined) {
    return nothingMeasured(
      outputs,
      unmeasured('out-of-domain', 'no secret is there that the control group’s people do not all give away'),
    );
  }
  const boxes = open.map(({ run }, index) => riskBox(run, rng(`draws ${index}`), params.draws));
  const greatest = greatestOf(boxes.length, params.draws);
  for (const box of boxes) greatest.add(box);
  const joined = boxes.length === 1 ? joinBox(boxes[0]!) : greatest.draws();
  return {
    outputs: attackOutputs(worst.run, rng('draws'), params.draws, joined),
    details: [
      ...attackDetails(worst.run),
      {
        type: 'table',
        id: 'secrets',
        title: { en: 'Each secret; the figures are of the worst', zh: '各敏感列（指标取最差者）' },
        columns: [{ name: 'column' }, { name: 'risk' }, { name: 'attack' }, { name: 'control' }, { name: 'guessing' }],
        rows: runs.map(({ name, run }) => [
          name,
          isSaturated(run) ? null : riskOf(run),
          ...[run.attack, run.control, run.baseline].map(({ k, n }) => k / n),
        ]),
      },
    ],
  };
}

async function attack(
  tables: AttackedTables,
  { column, known }: Secret,
  context: MeasureContext<InferenceParameters>,
  { place, of: count }: { readonly place: number; readonly of: number },
): Promise<AttackRun | Unmeasured> {
  const { params } = context;
  const rng = (stream: string) => context.rng(`${column.name}: ${stream}`);
  const rows = tables.released.rowCount;
  const all = targetsOf(tables, params.attacks, rng);
  const [original, control] = [
    all.original.filter((row) => hasValue(column, ORIGINAL, row)),
    all.control.filter((row) => hasValue(column, CONTROL, row)),
  ];
  if (original.length === 0 || control.length === 0) return unmeasured('out-of-domain', 'no row has the secret');
  const near = nearestReleased(known, rows, rng('ties'));
  const guesses = rng('guesses');
  const guessed = (of: number, row: number, released: number): boolean =>
    isGuessed(column, of, row, released, params.tolerance);
  const total = 2 * original.length + control.length;
  const step = (before: number) => ({ before: place * total + before, steps: count * total });
  const inferred = (of: number, row: number): boolean => guessed(of, row, near(of, row, 1)[0]!);
  return {
    attack: await countSuccesses(original.length, (index) => inferred(ORIGINAL, original[index]!), context, step(0)),
    control: await countSuccesses(
      control.length,
      (index) => inferred(CONTROL, control[index]!),
      context,
      step(original.length),
    ),
    baseline: await countSuccesses(
      original.length,
      (index) => guessed(ORIGINAL, original[index]!, guesses.integer(rows)),
      context,
      step(original.length + control.length),
    ),
  };
}

function hasValue(column: ComparedColumn, of: number, row: number): boolean {
  if (column.kind === 'numbers') return !Number.isNaN(column.originals[of]![row]!);
  return !isMissing(column.values[column.originals[of]![row]!]!);
}

/** Texts must be the same, numbers nearly so; what a cell leaves open is not told, but for the middle of its range. */
function isGuessed(column: ComparedColumn, of: number, row: number, released: number, tolerance: number): boolean {
  const isNear = (guess: number, value: number): boolean => Math.abs(guess - value) <= tolerance * Math.abs(value);
  if (column.kind === 'numbers') return isNear(column.released[released]!, column.originals[of]![row]!);
  const cell = column.cells[column.released[released]!]!;
  const value = column.values[column.originals[of]![row]!]!;
  if (cell.kind === 'range') return typeof value === 'number' && isNear(cell.from / 2 + cell.to / 2, value);
  return cell.kind === 'text' && cell.text === `${value}`;
}
