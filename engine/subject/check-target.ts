/** The target against the task and the tables: its classes, in order, and whether all labels are among them. */
import { nearest } from '../document/nearest.js';
import type { TargetUse } from '../document/types.generated.js';
import { list } from './choose-columns.js';
import { allDecimal } from './feature-specs.js';
import type { Findings, Pointer } from './findings.js';
import type { TargetSpec } from './spec.js';
import type { ColumnFacts } from './table-facts.js';
import { MAX_LEVELS } from './table-facts.js';
import type { Task } from './task.js';

/** The target's column in one table. */
export interface TargetColumn {
  readonly given: string;
  readonly facts: ColumnFacts;
}

const TARGET: Pointer = ['data', 'target'];

/** Before a model's own class names are known. `classes` is absent where they are to be inferred. */
export function declaredClasses(target: TargetUse, task: Task, findings: Findings): readonly string[] | undefined {
  const { classes, positive } = target;
  if (task === 'regression') {
    for (const [key, value] of [
      ['classes', classes],
      ['positive', positive],
    ] as const) {
      if (value === undefined) continue;
      findings.add([...TARGET, key], {
        code: 'ASSAY1421',
        message: `the task is regression: its target has no ${key}`,
        part: 'key',
      });
    }
    return [];
  }
  if (classes === undefined) return undefined;
  const trimmed = classes.map((name) => name.trim());
  if (task === 'binary-classification' && trimmed.length !== 2) {
    const message = `a binary task has 2 classes; here are ${trimmed.length}`;
    findings.add([...TARGET, 'classes'], { code: 'ASSAY1421', message });
  }
  if (positive !== undefined && !trimmed.includes(positive.trim())) reportPositive(positive, trimmed, findings);
  return trimmed;
}

/** With all that is known: declared classes, else the model's where they cover the labels, else the labels, sorted. */
export function checkTarget(
  target: TargetUse,
  task: Task,
  declared: readonly string[] | undefined,
  fromModel: readonly string[] | undefined,
  columns: readonly TargetColumn[],
  findings: Findings,
): TargetSpec {
  const positive = target.positive === undefined ? {} : { positive: target.positive.trim() };
  if (task === 'regression') return { column: target.column, classes: [] };
  const labels = [...new Set(columns.flatMap(({ facts }) => facts.levels ?? []))];
  if (declared !== undefined) {
    for (const { given, facts } of columns) reportForeign(given, facts.levels ?? [], declared, findings);
    reportEmpty(declared, columns, findings);
    return { column: target.column, classes: declared, ...positive };
  }
  const most = Math.max(0, ...columns.map(({ facts }) => facts.levelCount ?? 0));
  const covered = fromModel !== undefined && labels.every((label) => fromModel.includes(label));
  const classes = covered ? fromModel : sortLabels(labels);
  if (most > MAX_LEVELS) {
    const message = `the target "${target.column}" has ${most} different values; a classifier's classes are few`;
    findings.add([...TARGET, 'column'], { code: 'ASSAY1421', message, hint: 'Is the task regression?' });
  } else if (task === 'binary-classification' ? classes.length !== 2 : classes.length < 2) {
    const wanted = task === 'binary-classification' ? '2 classes' : 'at least 2 classes';
    const message = `the task ${task} has ${wanted}; the target "${target.column}" has ${classes.length}: ${list(classes)}`;
    findings.add([...TARGET, 'column'], { code: 'ASSAY1421', message, hint: 'List them under data.target.classes.' });
  } else if (target.positive !== undefined && !classes.includes(target.positive.trim())) {
    reportPositive(target.positive, classes, findings);
  }
  return { column: target.column, classes, ...positive };
}

/** Numbers by value, texts by code unit: as scikit-learn orders its classes, in any locale. */
export function sortLabels(labels: readonly string[]): readonly string[] {
  return allDecimal(labels)
    ? [...labels].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1))
    : [...labels].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function reportForeign(given: string, labels: readonly string[], classes: readonly string[], findings: Findings): void {
  const foreign = labels.filter((label) => !classes.includes(label));
  if (foreign.length === 0) return;
  const near = nearest(foreign[0]!, classes);
  const message = `${given} has labels that are no classes of the target: ${list(foreign)}`;
  const hint = near === undefined ? `The classes are ${list(classes)}.` : `"${foreign[0]}" is near "${near}".`;
  findings.add([...TARGET, 'classes'], { code: 'ASSAY1419', message, hint });
}

function reportEmpty(classes: readonly string[], columns: readonly TargetColumn[], findings: Findings): void {
  for (const { given, facts } of columns) {
    const empty = classes.filter((name) => !(facts.levels ?? []).includes(name));
    if (empty.length === 0) continue;
    const message = `${given} has no row of ${empty.length === 1 ? 'the class' : 'the classes'} ${list(empty)}`;
    findings.add([...TARGET, 'classes'], { code: 'ASSAY1424', severity: 'notice', message });
  }
}

function reportPositive(positive: string, classes: readonly string[], findings: Findings): void {
  const message = `the positive class "${positive}" is no class of the target: ${list(classes)}`;
  findings.add([...TARGET, 'positive'], { code: 'ASSAY1420', message });
}
