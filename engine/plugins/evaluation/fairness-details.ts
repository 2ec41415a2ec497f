import { clopperPearson } from '../../numerics/intervals.js';
import type { AssessedGroup, Group, GroupRate } from '../../methods/evaluation/group-fairness.js';
import { quantileOfSorted } from '../../numerics/sorting.js';
import type { Detail } from '../detail.js';

const LEVEL = 0.95;

/** A table of all groups, those too small named with the reason, and the selection rates as intervals. */
export function fairnessDetails(
  groups: readonly Group[],
  assessed: readonly AssessedGroup[],
  plain: boolean,
): readonly Detail[] {
  const name = ({ attribute, name: group }: Group): string => `${attribute}: ${group}`;
  const value = ({ n, estimate }: GroupRate): number | null => (n === 0 ? null : estimate);
  return [
    {
      type: 'table',
      id: 'groups',
      title: { en: 'Groups', zh: '组别' },
      columns: [
        { name: 'column' },
        { name: 'group' },
        { name: 'rows' },
        { name: 'selectionRate', unit: '1' },
        { name: 'truePositiveRate', unit: '1' },
        { name: 'falsePositiveRate', unit: '1' },
        { name: 'precision', unit: '1' },
        { name: 'notAssessed' },
      ],
      rows: [
        ...assessed.map(({ attribute, name: group, rows, rates }) => [
          attribute,
          group,
          rows.length,
          value(rates.selectionRate),
          value(rates.truePositiveRate),
          value(rates.falsePositiveRate),
          value(rates.precision),
          null,
        ]),
        ...groups
          .filter(({ small }) => small !== undefined)
          .map(({ attribute, name: group, rows, small }) => [
            attribute,
            group,
            rows.length,
            null,
            null,
            null,
            null,
            small!,
          ]),
      ],
    },
    {
      type: 'intervals',
      id: 'selectionRates',
      title: { en: 'Selection rates', zh: '各组选择率' },
      unit: '1',
      level: LEVEL,
      items: assessed.map((group) => {
        const [lower, upper] = intervalOf(group.rates.selectionRate, plain);
        return { name: name(group), estimate: group.rates.selectionRate.estimate, lower, upper };
      }),
    },
  ];
}

function intervalOf({ k, n, estimate, box }: GroupRate, plain: boolean): readonly [number, number] {
  if (plain) return clopperPearson(k, n, LEVEL);
  const tail = (1 - LEVEL) / 2;
  const lower = quantileOfSorted(box.lower.toSorted(), tail);
  const upper = quantileOfSorted(box.upper.toSorted(), 1 - tail);
  return [Math.min(lower, estimate), Math.max(upper, estimate)];
}
