// Classes of equal quasi-identifiers on all of Adult beside pandas' group-by, and the whole of privacy/anonymity.
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATALOGUE } from '../dist/engine/plugins/catalogue.generated.js';
import { memoryContext } from '../dist/engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../dist/engine/plugins/memory-subject.js';
import { fillParameters } from '../dist/engine/plugins/parameters.js';
import { anonymity } from '../dist/engine/plugins/privacy/anonymity.js';
import { classesOfColumn } from '../dist/engine/plugins/privacy/stacked-classes.js';
import { classSizes, oneClass, refine } from '../dist/engine/methods/privacy/equivalence-classes.js';
import { DATA } from './cases.mjs';
import { median } from './figures.mjs';
import { startSide } from './side.mjs';
import { readTable } from './table.mjs';

export const HEAD = ['case', 'classes, ours, s', 'the same by pandas, s', 'the whole measurement, s', 'k', 'classes'];

export const CASES = [
  { name: 'anonymity, Adult, 3 columns', columns: ['age', 'race', 'gender'] },
  {
    name: 'anonymity, Adult, 9 columns',
    columns: [
      ...['age', 'workclass', 'education_num', 'marital_status', 'relationship'],
      ...['race', 'gender', 'hours_per_week', 'native_country'],
    ],
  },
];

export async function measureAnonymity({ name, columns }, runs) {
  const text = DATA.Adult();
  const { columns: read } = readTable(text);
  const roles = (column) =>
    columns.includes(column) ? ['quasi-identifier'] : column === 'occupation' ? ['sensitive'] : [];
  const table = memoryTable(
    Object.fromEntries(
      Object.entries(read).map(([key, one]) => [
        key.replace(/^\d+ /, ''),
        { ...one, roles: roles(key.replace(/^\d+ /, '')) },
      ]),
    ),
  );
  const subject = memorySubject({ task: 'binary-classification', train: { table } });
  const { value } = fillParameters(CATALOGUE[anonymity.id], {});
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  writeFileSync(join(folder, 'adult.csv'), text);
  const python = process.env.PYTHON ?? '/usr/bin/python3';
  const pandas = startSide(python, [join(import.meta.dirname, 'anonymity.py'), join(folder, 'adult.csv')]);
  const rounds = [];
  for (let run = 0; run <= runs; run++) {
    const quasi = table.columns.filter((column) => columns.includes(column.name));
    const [sizes, ours] = timed(() => classSizes(quasi.map(classesOfColumn).reduce(refine, oneClass(table.rowCount))));
    const theirs = await pandas.ask(columns);
    const start = performance.now();
    await anonymity.measure(memoryContext(subject, value));
    const whole = (performance.now() - start) / 1000;
    if (run > 0) rounds.push({ ours, theirs: theirs.seconds ?? Number.NaN, whole });
    if (theirs.classes !== undefined && theirs.classes !== sizes.length) throw new Error('the two have other classes');
    rounds.k = Math.min(...sizes);
    rounds.classes = sizes.length;
  }
  pandas.end();
  rmSync(folder, { recursive: true });
  const of = (key) => median(rounds.map((round) => round[key])).toFixed(3);
  return [name, of('ours'), of('theirs'), of('whole'), rounds.k, rounds.classes];
}

function timed(work) {
  const start = performance.now();
  return [work(), (performance.now() - start) / 1000];
}
