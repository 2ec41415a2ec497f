/** PolicyTests for a terminal: cases that went otherwise with their evidence, coverage by rule, mutants unnoticed. */
import type { TestedDocument } from '../api.js';
import type { Missing } from '../policy-test/coverage.js';
import type { Miss, RuleResult, Survivor } from '../policy-test/test-policy.js';
import { operatorSign } from './text/marks.js';
import { neutraliseAll } from './text/neutralise.js';
import { percent, plain, withUnit } from './text/number.js';
import { finish, indent, pageOf, type Page, type TextOptions } from './text/page.js';
import { tableLines } from './text/table.js';
import { wrap } from './text/width.js';

export function renderPolicyTests(raw: readonly TestedDocument[], options: TextOptions): string {
  const page = pageOf(options);
  const lines = neutraliseAll(raw).flatMap((tested, index) => [
    ...(index === 0 ? [] : ['']),
    ...documentLines(tested, page),
  ]);
  return finish(lines, page);
}

function documentLines({ file, cases, rules }: TestedDocument, page: Page): string[] {
  const { m, paint } = page;
  const failed = cases.filter(({ misses }) => misses.length > 0);
  const title = m.policyTest.cases(cases.length, failed.length);
  return [
    `${failed.length === 0 ? paint.good('✓') : paint.bad('✗')} ${paint.strong(file)}  ${paint.faint(title)}`,
    ...failed.flatMap(({ name, row, misses }) => [
      '',
      ` ${paint.bad('✗')} ${page.say(name)}${row === undefined ? '' : ` ${paint.faint(`· ${m.policyTest.row(row)}`)}`}`,
      ...misses.flatMap((miss) => missLines(miss, page)),
    ]),
    '',
    ...coverageLines(rules, page),
    ...listLines(
      m.policyTest.missingTitle,
      rules.flatMap(({ rule, cases: own, coverage }) =>
        own === 0
          ? [m.policyTest.missing.anything(short(rule))]
          : coverage.missing.map((missing) => missingText(short(rule), missing, page)),
      ),
      page,
    ),
    ...listLines(
      m.policyTest.survivorsTitle,
      rules
        .filter(({ cases: own }) => own > 0)
        .flatMap(({ rule, survivors }) => survivors.map((survivor) => survivorText(short(rule), survivor, page))),
      page,
    ),
  ];
}

const short = (rule: string): string => rule.slice(rule.indexOf('/') + 1);

/** In the manner of a diff: what was expected, what came, and the figures that it came from. */
function missLines({ rule, expected, actual, evidence, place }: Miss, page: Page): string[] {
  const { m, paint } = page;
  const shown = evidence.filter(({ deciding }) => deciding);
  return [
    `   ${short(rule)}  ${paint.faint(`${place.file}:${place.range.line}:${place.range.column}`)}`,
    `     ${paint.good(`+ ${m.policyTest.expected} ${expected}`)}`,
    `     ${paint.bad(`- ${m.policyTest.actual} ${actual}`)}`,
    ...(shown.length > 0 ? shown : evidence).flatMap(({ output, estimate, unit, operator, limit, detail }) => {
      const figure =
        estimate === null ? (detail ?? '') : typeof estimate === 'number' ? withUnit(plain(estimate), unit) : estimate;
      const text = `${output} ${figure}  ${operatorSign(operator, page)} ${limitText(limit)}`;
      return indent(wrap(text, page.width - 7).map(paint.faint), 7);
    }),
  ];
}

function limitText(limit: Miss['evidence'][number]['limit']): string {
  if (typeof limit === 'number') return plain(limit);
  return Array.isArray(limit) ? limit.join(', ') : String(limit ?? '');
}

function coverageLines(rules: readonly RuleResult[], page: Page): string[] {
  const t = page.m.policyTest;
  const row = (name: string, some: readonly RuleResult[]): string[] => {
    const { covered, all, noticed, mutants } = totals(some);
    return [name, t.of(covered, all), t.of(noticed, mutants)];
  };
  const rows = rules.map((rule) => row(short(rule.rule), [rule]));
  const head = [t.rule, t.coverage, t.mutants];
  return tableLines([...rows, row(t.total, rules)], page, { head, right: [1, 2] });
}

export function totals(rules: readonly RuleResult[]): {
  readonly covered: number;
  readonly all: number;
  readonly noticed: number;
  readonly mutants: number;
} {
  const sum = (of: (rule: RuleResult) => number): number => rules.reduce((total, rule) => total + of(rule), 0);
  const mutants = sum((rule) => rule.mutants);
  return {
    covered: sum(({ coverage }) => coverage.covered),
    all: sum(({ coverage }) => coverage.all),
    noticed: mutants - sum(({ survivors }) => survivors.length),
    mutants,
  };
}

function missingText(rule: string, missing: Missing, { m }: Page): string {
  const texts = m.policyTest.missing;
  return missing.kind === 'verdict'
    ? texts.verdict(rule, m.ruleVerdict[missing.verdict])
    : texts[missing.kind](rule, missing.comparison);
}

function survivorText(rule: string, { mutation, from, to, parameter, place }: Survivor, { m }: Page): string {
  const what = m.policyTest.survivor[mutation](from, to);
  const named = parameter === undefined ? what : `${what} (${parameter})`;
  return `${rule}: ${named}  ${place.file}:${place.range.line}:${place.range.column}`;
}

function listLines(title: string, items: readonly string[], page: Page): string[] {
  if (items.length === 0) return [];
  return ['', page.paint.open(title), ...items.flatMap((item) => indent(wrap(item, page.width - 1), 1))];
}

/** Shares of all documents together, against the least that is asked of them. */
export function shortfalls(
  tested: readonly TestedDocument[],
  least: { readonly coverage?: number; readonly mutation?: number },
  options: TextOptions,
): readonly string[] {
  const { m } = pageOf(options);
  const { covered, all, noticed, mutants } = totals(tested.flatMap(({ rules }) => rules));
  const asked = [
    [m.policyTest.coverage, all === 0 ? 1 : covered / all, least.coverage],
    [m.policyTest.mutants, mutants === 0 ? 1 : noticed / mutants, least.mutation],
  ] as const;
  return asked.flatMap(([what, found, wanted]) =>
    wanted === undefined || found * 100 >= wanted
      ? []
      : [m.policyTest.below(what, percent(Math.floor(found * 100) / 100), percent(wanted / 100))],
  );
}
