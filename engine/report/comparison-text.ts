/** Two policies compared, for a terminal: the answer, rule by rule, counterexamples in words, and what was assumed. */
import type { ToldComparison, ToldCounterexample, ToldPolicy, ToldRule } from '../api.js';
import type { Figure, Output } from '../plugins/figure.js';
import { neutraliseAll } from './text/neutralise.js';
import { plain, withUnit } from './text/number.js';
import { finish, indent, pageOf, type Page, type TextOptions } from './text/page.js';
import { definitionLines, tableLines } from './text/table.js';
import { wrap } from './text/width.js';

const TONES = { proved: 'good', refuted: 'bad', undecided: 'open' } as const;
const MARKS = { proved: '✓', refuted: '✗', undecided: '?' } as const;

export function renderComparison(raw: ToldComparison, options: TextOptions): string {
  const page = pageOf(options);
  const compared = neutraliseAll(raw);
  const { m, paint } = page;
  const t = m.comparison;
  const { answer, rules, relation, reverse, assumptions } = compared;
  const counted = rules.filter(({ level, counterexample }) => level === 'shall' && counterexample !== undefined);
  const more = reverse.rules.filter((rule) => rule.level === 'shall' && rule.answer === 'refuted');
  return finish(
    [
      paint.strong(t.title(nameOf(compared.base), nameOf(compared.other))),
      ...wrap(`${MARKS[answer]} ${t.answer[answer]}`, page.width).map(paint[TONES[answer]]),
      t.relation[relation],
      '',
      ...tableLines(
        rules.map((rule) => [
          rule.rule,
          rule.level,
          `${MARKS[rule.answer]} ${t.short[rule.answer]}`,
          howOf(rule, page),
        ]),
        page,
        { head: [t.rule, t.level, t.result, t.how] },
      ),
      ...counted.flatMap((rule) => exampleLines(rule, rule.counterexample!, assumptions.includes('from-as-of'), page)),
      ...(more.length === 0 ? [] : ['', `${t.reverse(more.length)}: ${more.map(({ rule }) => rule).join(', ')}`]),
      '',
      paint.faint(t.assumed),
      ...assumptions.flatMap((assumption) => itemLines(t.assumption[assumption], page)),
    ],
    page,
  );
}

const itemLines = (text: string, { width, paint }: Page): string[] =>
  wrap(text, width - 3).map((line, index) => paint.faint(`${index === 0 ? ' – ' : '   '}${line}`));

const nameOf = ({ packs, path }: ToldPolicy): string => {
  const last = packs.at(-1);
  return packs.length === 1 && last !== undefined ? `${last.id} ${last.version}` : path;
};

function howOf({ way, reason, level, answer }: ToldRule, { m }: Page): string {
  const t = m.comparison;
  const how = way !== undefined ? t.way[way] : reason !== undefined ? t.reason[reason] : '';
  if (level === 'shall' || answer === 'proved') return how;
  return t.advice;
}

function exampleLines({ rule }: ToldRule, example: ToldCounterexample, dated: boolean, page: Page): string[] {
  const { m, paint } = page;
  const t = m.comparison;
  const { facts, measurements, ages, elsewhere, waived, waiver, base, other, subject, asOf } = example;
  const rows = [
    ...facts.map(({ name, value }): [string, string] => [name, value === null ? t.notStated : factText(value)]),
    ...measurements.map(({ name, output }): [string, string] => [name, outputText(output, page)]),
    ...ages.map(({ of, days }): [string, string] => [of, days === null ? t.notStated : t.age(days)]),
  ];
  const rest = elsewhere.facts.length + elsewhere.measurements.length;
  const verdict = (side: ToldCounterexample['base'] | ToldCounterexample['other']): string => {
    const check = side.verdict === 'nothing' ? t.nothing : m.verdict[side.verdict];
    return t.verdicts(side.rule === undefined ? t.noRule : m.ruleVerdict[side.rule], check);
  };
  return [
    '',
    paint.title(t.example(rule)),
    ...definitionLines(rows, page),
    ...(rest === 0 ? [] : indent(wrap(t.elsewhere(rest), page.width - 1).map(paint.faint), 1)),
    ...(waived.length === 0
      ? []
      : indent(wrap(t.waived(waived.join(', '), waiver?.days ?? 1, waiver?.approvers ?? 1), page.width - 1), 1)),
    ` ${paint.bad(`${t.first}: ${verdict(base)}`)}`,
    ` ${paint.good(`${t.second}: ${verdict(other)}`)}`,
    ...(subject.name === 'a-model' ? [] : [` ${paint.faint(t.judged(identityText(subject), asOf))}`]),
    ...(subject.name === 'a-model' && dated ? [` ${paint.faint(t.judgedOn(asOf))}`] : []),
  ];
}

const identityText = ({ name, version }: ToldCounterexample['subject']): string =>
  version === undefined ? name : `${name} ${version}`;

const factText = (value: unknown): string => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value));

function outputText(output: Output, page: Page): string {
  if ('unmeasured' in output) return page.m.comparison.notMeasured;
  if ('items' in output) {
    return output.items
      .map((item) =>
        Object.entries(item)
          .map(([name, value]) => `${name} ${outputText(value, page)}`)
          .join(', '),
      )
      .map((text) => `[${text}]`)
      .join(' ');
  }
  const said = 'value' in output ? String(output.value) : figureText(output);
  return `${said} (${page.m.basis[output.basis]})`;
}

function figureText({ estimate, unit, uncertainty }: Figure): string {
  const figure = withUnit(plain(estimate), unit);
  switch (uncertainty.kind) {
    case 'range':
      return `${figure} [${plain(uncertainty.lower)}, ${plain(uncertainty.upper)}]`;
    case 'bounds':
      return `${figure} [${plain(uncertainty.lower)}, ${plain(uncertainty.upper)}] ${plain(uncertainty.level)}`;
    case 'student-t':
      return `${figure} ± ${plain(uncertainty.scale)} (t, ${uncertainty.df})`;
    default:
      return figure;
  }
}
