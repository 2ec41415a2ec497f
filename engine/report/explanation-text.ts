/** A rule explained: what the law says, what is measured, what is required, and why it got its verdict. */
import type { Explanation } from '../api.js';
import { datesText, waivableText } from './policy-words.js';
import { detailsOf } from './text/asking.js';
import { detailLines } from './text/detail.js';
import { namer } from './text/names.js';
import { neutraliseAll } from './text/neutralise.js';
import { percent } from './text/number.js';
import { finish, indent, pageOf, type Page, type TextOptions } from './text/page.js';
import { ruleLines } from './text/rule.js';
import { settingsText } from './text/settings.js';
import { definitionLines } from './text/table.js';
import { textWidth, wrap } from './text/width.js';

export function renderExplanation(raw: Explanation, options: TextOptions): string {
  const page = pageOf(options);
  const explanation = neutraliseAll(raw);
  const { rule } = explanation;
  return finish(
    [
      `${page.paint.strong(rule.id)}  ${page.paint.strong(page.say(rule.title))}`,
      '',
      ...definitionLines(facts(explanation, page), page),
      ...measurementLines(explanation, page),
      ...verdictLines(explanation, page),
    ],
    page,
  );
}

function facts({ rule, clause, when, require }: Explanation, page: Page): (readonly [string, string])[] {
  const { explain, level, basis, listSeparator, remedy } = page.m;
  const dash = page.language === 'zh' ? '：' : ' — ';
  const clauseRows = ((): (readonly [string, string])[] => {
    if (clause === undefined) return rule.clause === undefined ? [] : [[explain.clause, rule.clause]];
    const said = page.say(clause.text);
    return [
      [
        explain.clause,
        `${clause.layer} ${clause.id}${dash}${page.say(clause.title)} (${explain.citation[clause.citation]})`,
      ],
      ...(said === '' ? [] : [['', said] as const]),
    ];
  })();
  return [
    ...clauseRows,
    [explain.level, `${level[rule.level]}${listSeparator}${waivableText(rule, page.m)}`],
    ...datesText(rule, page.m).map((text) => ['', text] as const),
    [explain.when, when ?? explain.always],
    [explain.require, require],
    [explain.confidence, rule.confidence === 'point' ? explain.byPoint : percent(rule.confidence)],
    [explain.basis, rule.basis.map((each) => basis[each]).join(listSeparator)],
    [explain.source, `${rule.origin.file}:${rule.origin.range.line}:${rule.origin.range.column}`],
    ...(rule.remedy === undefined ? [] : [['', remedy(page.say(rule.remedy))] as const]),
  ];
}

function measurementLines({ rule, measurements }: Explanation, page: Page): string[] {
  if (measurements.length === 0) return [];
  const colon = page.language === 'zh' ? '：' : ': ';
  const read = new Set([...variablesOf(rule.requireLogic), ...variablesOf(rule.whenLogic)]);
  return [
    '',
    page.paint.title(page.m.explain.measures),
    ...measurements.flatMap(({ alias, plugin, title, with: settings, outputs }) => {
      const given = settingsText(settings);
      const named = Object.entries(outputs).filter(([name]) => read.has(`${alias}.${name}`));
      const outputRows = named.map(([name, spec]) => [`${alias}.${name}`, page.say(spec.title)] as const);
      return [
        ` ${page.paint.strong(alias)}  ${plugin} ${page.paint.faint(`· ${page.say(title)}`)}`,
        ...(given === '' ? [] : indent(wrap(`with${colon}${given}`, page.width - 3).map(page.paint.faint), 3)),
        ...definitionLines(outputRows, page, 3),
      ];
    }),
  ];
}

function verdictLines({ judged }: Explanation, page: Page): string[] {
  if (judged === undefined) return [];
  const { record } = judged;
  const name = namer([record])(record.id);
  return [
    '',
    page.paint.title(page.m.explain.verdictIn(judged.subject, judged.asOf.slice(0, 10))),
    ...ruleLines(record, name, textWidth(name), page),
    ...judged.measurements.flatMap((one) => detailsOf(one, page).flatMap((detail) => detailLines(detail, page))),
  ];
}

/** Every `var` of a piece of JSON Logic. */
function variablesOf(logic: unknown): string[] {
  if (Array.isArray(logic)) return logic.flatMap(variablesOf);
  if (typeof logic !== 'object' || logic === null) return [];
  return Object.entries(logic).flatMap(([operator, inner]) =>
    operator === 'var' && typeof inner === 'string' ? [inner] : variablesOf(inner),
  );
}
