/** An effective policy for a terminal: layer by layer its clauses, rules in words, limits, and who set them. */
import type { PolicyLayer, PolicyPage, PolicyRule } from '../api.js';
import type { EffectiveParameter } from '../pack/policy.js';
import {
  aboutLayer,
  datesText,
  layersWithContent,
  movesText,
  nameOf,
  placeOf,
  paragraphs,
  rulesByClause,
  settersText,
  tightenedText,
  valueText,
  waivableText,
} from './policy-words.js';
import { neutraliseAll } from './text/neutralise.js';
import { percent } from './text/number.js';
import { finish, indent, pageOf, spread, type Page, type TextOptions } from './text/page.js';
import { tableLines } from './text/table.js';
import { wrap } from './text/width.js';

export function renderPolicy(raw: PolicyPage, options: TextOptions): string {
  const page = pageOf(options);
  const policy = neutraliseAll(raw);
  const { m, paint } = page;
  return finish(
    [
      ...layersWithContent(policy).flatMap((layer, index) => [
        ...(index === 0 ? [] : ['']),
        ...layerLines(layer, page),
      ]),
      ...(policy.excluded.length === 0
        ? []
        : [
            '',
            paint.title(m.policy.excluded),
            ...policy.excluded.map(
              ({ rule, origin }) => ` ${rule}  ${paint.faint(`${origin.layer} (${placeOf(origin)})`)}`,
            ),
          ]),
      ...(policy.waivers.length === 0 ? [] : ['', m.policy.waivers(policy.waivers.length)]),
      '',
      ...wrap(`${m.policy.digest} ${policy.digest}`, page.width).map(paint.faint),
      ...wrap(m.policy.scope, page.width).map(paint.faint),
    ],
    page,
  );
}

function layerLines(layer: PolicyLayer, page: Page): string[] {
  const { m, paint } = page;
  const { clauses, others } = rulesByClause(layer);
  return [
    spread(paint.title(`${page.say(layer.title)}`), paint.faint(`${layer.id} ${layer.version}`), page.width),
    ...wrap([layer.file, ...aboutLayer(layer, page.say, m)].join(' · '), page.width).map(paint.faint),
    ...clauses.flatMap(({ clause, rules }) => [
      '',
      paint.strong(clause.heading ? page.say(clause.title) : `${m.clause(clause.id)}  ${page.say(clause.title)}`),
      ...paragraphs(page.say(clause.text)).flatMap((text) => indent(wrap(text, page.width - 1), 1)),
      ...(clause.heading ? [] : [` ${paint.faint(m.explain.citation[clause.citation])}`]),
      ...(clause.heading || rules.length > 0
        ? rules.flatMap((rule) => ruleLines(rule, page))
        : [` ${paint.open(m.policy.noRule)}`]),
    ]),
    ...(others.length === 0
      ? []
      : ['', paint.strong(m.policy.otherRules), ...others.flatMap((rule) => ruleLines(rule, page))]),
    ...(layer.parameters.length === 0
      ? []
      : ['', paint.strong(m.policy.limits), ...limitLines(layer.parameters, page)]),
  ];
}

function ruleLines({ rule, when, require, measurements, raised, tightened }: PolicyRule, page: Page): string[] {
  const { m, paint } = page;
  const plugins = measurements.map(({ plugin }) => plugin).join(m.listSeparator);
  const prose = [
    ...(when === undefined ? [] : [m.policy.when(when)]),
    m.policy.require(require),
    m.policy.measuredBy(plugins),
    rule.confidence === 'point' ? m.policy.byPoint : m.policy.confidence(percent(rule.confidence)),
    m.policy.basis(rule.basis.map((basis) => m.basis[basis]).join(m.listSeparator)),
    ...datesText(rule, m),
  ];
  const state = `${m.level[rule.level]} · ${waivableText(rule, m)}`;
  return [
    '',
    spread(
      ` ${paint.strong(rule.id.slice(rule.id.indexOf('/') + 1))}  ${page.say(rule.title)}`,
      paint.faint(state),
      page.width,
    ),
    ...indent(wrap(prose.join(page.language === 'zh' ? '' : ' '), page.width - 3), 3),
    ...(raised === undefined ? [] : [`   ${paint.open(m.policy.raised(raised.layer, placeOf(raised)))}`]),
    ...tightenedText(tightened, m).map((text) => `   ${paint.open(text)}`),
  ];
}

function limitLines(parameters: readonly EffectiveParameter[], page: Page): string[] {
  const { m } = page;
  const rows = parameters.flatMap((parameter) => {
    const [first = '', ...before] = settersText(parameter, m);
    return [
      [nameOf(parameter), valueText(parameter.value, parameter.unit, m), movesText(parameter, m), first],
      ...before.map((text) => ['', '', '', text]),
    ];
  });
  return tableLines(rows, page, {
    head: [m.policy.limit, m.policy.value, m.policy.mayMove, m.policy.setBy],
    right: [1],
  });
}
