import {
  classSizes,
  groupsPerClass,
  oneClass,
  refine,
  refinementsWithoutOne,
} from '../../methods/privacy/equivalence-classes.js';
import { identifyingSets } from '../../methods/privacy/identifying-sets.js';
import type { IdentifyingSets } from '../../methods/privacy/identifying-sets.js';
import { reidentificationRisk, shareAbove } from '../../methods/privacy/reidentification-risk.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Output } from '../figure.js';
import { unmeasured, unmeasuredAll } from '../unmeasured.js';
import { classSizeTable, identifyingSetsTable, sensitiveTable, withoutColumnTable } from './anonymity-details.js';
import type { WithoutColumn } from './anonymity-details.js';
import { ANONYMITY_OUTPUTS as outputs } from './anonymity-outputs.js';
import { bySize, byTable } from './anonymity-population.js';
import { sensitiveColumn, sensitiveOutputs } from './anonymity-sensitive.js';
import type { Hierarchies, SensitiveColumn } from './anonymity-sensitive.js';
import { classesOfColumn } from './stacked-classes.js';

export interface AnonymityParameters {
  readonly threshold: number;
  readonly populationSize: number | null;
  readonly samplingFraction: number | null;
  readonly l: number;
  readonly c: number;
  readonly hierarchies: Hierarchies;
  readonly uniqueShare: number;
  readonly mostSets: number;
}

export const anonymity = definePlugin<AnonymityParameters>({
  id: 'privacy/anonymity',
  version: '2.0.0',
  title: { en: 'How far people hide among others in the data', zh: '数据中个人隐匿于他人之中的程度（k-匿名）' },
  about: 'data',
  needs: ['data'],
  reads: ['data.population'],
  deterministic: true,
  outputs,
  /** A missing value is a value of its own: who lacks an entry is told apart by the lack. */
  async measure({ subject, params, signal, progress }) {
    const table = await subject.table('whole');
    if (table === undefined) {
      return {
        outputs: unmeasuredAll(outputs, 'missing-input', 'the subject has neither data.path nor data.train'),
      };
    }
    const columns = table.columns.filter((column) => column.roles.includes('quasi-identifier'));
    if (columns.length === 0) {
      return { outputs: unmeasuredAll(outputs, 'missing-input', 'no column has the role quasi-identifier') };
    }
    const rows = table.rowCount;
    if (rows === 0) return { outputs: unmeasuredAll(outputs, 'out-of-domain', 'the data have no rows') };
    const partitions = columns.map(classesOfColumn);
    // Steps: one a column left out, one a sensitive column, one for the sets.
    const sensitive = table.columns.filter(
      ({ roles }) => roles.includes('sensitive') && !roles.includes('quasi-identifier'),
    );
    const steps = columns.length + sensitive.length + 1;
    await checkpoint(signal);
    const classes = partitions.reduce(refine, oneClass(rows));
    const sizes = classSizes(classes);
    const risk = reidentificationRisk(sizes);
    const groups = await subject.groups('whole');
    const kGroups = groups === undefined ? risk.k : groupsPerClass(classes, groups).reduce((a, b) => Math.min(a, b));
    const without: WithoutColumn[] = [];
    for (const [index, rest] of refinementsWithoutOne(partitions, rows)) {
      const { k, uniqueness } = reidentificationRisk(classSizes(rest));
      without.push({ column: columns[index]!.name, values: partitions[index]!.count, k, uniqueness });
      progress(index + 1, steps);
      await checkpoint(signal);
    }
    const diverse: SensitiveColumn[] = [];
    for (const column of sensitive) {
      diverse.push(sensitiveColumn(classes, column, params.l, params.hierarchies));
      progress(columns.length + diverse.length, steps);
      await checkpoint(signal);
    }
    const sets = identifyingSets(partitions, rows, params.uniqueShare, params.mostSets);
    progress(steps, steps);
    const population = await subject.table('population');
    return {
      outputs: {
        k: exactFigure(risk.k, '1'),
        kGroups: exactFigure(kGroups, '1'),
        averageRisk: exactFigure(risk.averageRisk, '1'),
        highestRisk: exactFigure(risk.highestRisk, '1'),
        rowsAtRisk: exactFigure(shareAbove(params.threshold, sizes), '1'),
        uniqueness: exactFigure(risk.uniqueness, '1'),
        ...(population === undefined
          ? bySize(sizes, rows, peopleOf(params, rows))
          : byTable(columns, table, population)),
        ...sensitiveOutputs(diverse, params.c),
        smallestIdentifyingSet: smallestSet(sets, params),
        classes: exactFigure(classes.count, '1'),
        rows: exactFigure(rows, '1'),
        quasiIdentifiers: exactFigure(columns.length, '1'),
      },
      details: [
        classSizeTable(sizes),
        withoutColumnTable(without),
        ...(sets.sets.length > 0
          ? [
              identifyingSetsTable(
                sets,
                columns.map(({ name }) => name),
              ),
            ]
          : []),
        ...(diverse.length > 0 ? [sensitiveTable(diverse)] : []),
      ],
    };
  },
});

function peopleOf({ populationSize, samplingFraction }: AnonymityParameters, rows: number): number | undefined {
  if (populationSize !== null) return populationSize;
  return samplingFraction === null ? undefined : Math.round(rows / samplingFraction);
}

function smallestSet({ sets, complete }: IdentifyingSets, { uniqueShare, mostSets }: AnonymityParameters): Output {
  if (sets[0] !== undefined) return exactFigure(sets[0].columns.length, '1');
  return complete
    ? unmeasured('out-of-domain', `all columns together make less than ${uniqueShare} of the rows unique`)
    : unmeasured('out-of-domain', `none was found among the first ${mostSets} sets of columns`);
}
