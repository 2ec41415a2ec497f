/** What policies/four-fifths/README.md says of a ratio of 0.5, by the pack's own rules. */
import { describe, expect, it } from 'vitest';
import { fileSource } from '../../engine/document/file-source.js';
import { judgeRule } from '../../engine/judge/judge-rule.js';
import { fairness } from '../../engine/plugins/evaluation/fairness.js';
import type { FairnessParameters } from '../../engine/plugins/evaluation/fairness.js';
import { CATALOGUE } from '../../engine/plugins/catalogue.generated.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import { fillParameters } from '../../engine/plugins/parameters.js';
import { resolvePolicies } from '../../engine/tasks/policies.js';

type Rule = NonNullable<ReturnType<typeof resolvePolicies>['policy']>['rules'][number];

const { policy } = resolvePolicies(fileSource(), [{ path: 'policies/four-fifths' }], new Date('2026-11-24'));

async function verdicts(selected: readonly (readonly [all: number, selected: number])[]) {
  const sex = selected.flatMap(([all], group) => Array<string>(all).fill(['male', 'female'][group]!));
  const codes = Int32Array.from(
    selected.flatMap(([all, some]) => Array.from({ length: all }, (_, i) => Number(i < some))),
  );
  const classes = ['rejected', 'selected'];
  const subject = memorySubject({
    task: 'binary-classification',
    test: {
      table: memoryTable({ sex: { texts: sex, roles: ['sensitive'] } }),
      target: { kind: 'classes', classes, positive: 1, codes },
    },
    model: { classes, predict: () => ({ kind: 'classes', labels: codes }) },
  });
  const asked = Object.assign({}, ...policy!.rules.map(({ measurements }) => measurements)) as Rule['measurements'];
  const measurements = Object.fromEntries(
    await Promise.all(
      Object.entries(asked).map(async ([alias, { with: given }]) => {
        const { value } = fillParameters(CATALOGUE['evaluation/fairness']!, given);
        const { outputs } = await fairness.measure(memoryContext(subject, value as unknown as FairnessParameters));
        return [alias, outputs] as const;
      }),
    ),
  );
  return Object.fromEntries(
    policy!.rules.map((rule) => [
      rule.id.replace('four-fifths/', ''),
      judgeRule(rule, { measurements, facts: {} }).verdict,
    ]),
  );
}

describe('one ratio, by how many people', () => {
  it.each([
    [
      [160, 96],
      [80, 24],
      ['fail', 'fail', 'fail', 'pass'],
    ],
    [
      [80, 48],
      [40, 12],
      ['undetermined', 'fail', 'fail', 'pass'],
    ],
    [
      [16, 8],
      [16, 4],
      ['undetermined', 'undetermined', 'pass', 'fail'],
    ],
    [
      [8, 4],
      [8, 2],
      ['undetermined', 'undetermined', 'undetermined', 'fail'],
    ],
    [
      [400, 200],
      [400, 196],
      ['pass', 'pass', 'pass', 'pass'],
    ],
  ] as const)('%j and %j', async (men, women, expected) => {
    const rules = ['SELECTION-RATIO', 'SIGNIFICANT-DIFFERENCE', 'ADVERSE-IMPACT', 'ENOUGH-PEOPLE'];
    expect(await verdicts([men, women])).toEqual(Object.fromEntries(rules.map((rule, i) => [rule, expected[i]])));
  });
});
