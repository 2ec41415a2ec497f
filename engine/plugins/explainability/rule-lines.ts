import { AT_MOST, BELOW } from '../../methods/explainability/shap/tree-ensemble.js';
import type { EnsembleTree } from '../../methods/explainability/shap/tree-ensemble.js';

const SIGNS: Readonly<Record<number, readonly [passed: string, failed: string]>> = {
  [AT_MOST]: ['≤', '>'],
  [BELOW]: ['<', '≥'],
};

/** A column by name, or the 0/1 column of one level of a feature. */
export type ColumnName = string | { readonly feature: string; readonly level: string };

/** A tree of one output as `if … and … then …`, from left to right; at most so many, then how many more there are. */
export function ruleLines(
  tree: EnsembleTree,
  owners: readonly ColumnName[],
  most: number,
  answerOf = (leaf: number): string => short(tree.values[leaf]!),
): readonly string[] {
  const lines: string[] = [];
  let leaves = 0;
  const open: { readonly node: number; readonly tests: readonly string[] }[] = [{ node: 0, tests: [] }];
  while (open.length > 0) {
    const { node, tests } = open.pop()!;
    const column = tree.columns[node]!;
    if (column < 0) {
      leaves++;
      const value = answerOf(node);
      if (leaves <= most) lines.push(tests.length === 0 ? value : `if ${tests.join(' and ')} then ${value}`);
      continue;
    }
    const [passed, failed] = SIGNS[tree.tests[node]!] ?? ['=', '≠'];
    const owner = owners[column]!;
    const test = (sign: string): string =>
      typeof owner === 'string'
        ? `${owner} ${sign} ${short(tree.thresholds[node]!)}`
        : `${owner.feature} ${sign === '>' || sign === '≥' ? 'is' : 'is not'} ${owner.level}`;
    open.push(
      { node: tree.right[node]!, tests: [...tests, test(failed)] },
      { node: tree.left[node]!, tests: [...tests, test(passed)] },
    );
  }
  if (leaves > most) lines.push(`and ${leaves - most} more rules`);
  return lines;
}

export const short = (value: number): string => String(Number(value.toPrecision(5)));
