/** What changed between two policies, for a terminal: what became weaker first, then verdicts that would flip. */
import type { JudgedAnew, PolicyDiff } from '../api.js';
import type { Effect, PolicyChange } from '../changes/change.js';
import type { Text } from '../document/text.js';
import { neutraliseAll } from './text/neutralise.js';
import { plain, withUnit } from './text/number.js';
import { placeOf } from './policy-words.js';
import { settingsText } from './text/settings.js';
import { finish, indent, pageOf, spread, type Page, type TextOptions } from './text/page.js';
import { padEnd, textWidth, wrap } from './text/width.js';

const EFFECTS: readonly Effect[] = ['weaker', 'changed', 'stricter', 'neutral'];

export function renderDiff(raw: PolicyDiff, options: TextOptions): string {
  const page = pageOf(options);
  const { before, after, changes, reports } = neutraliseAll(raw);
  const { m, paint } = page;
  const counts = EFFECTS.flatMap((effect) => {
    const n = changes.filter((change) => change.effect === effect).length;
    return n === 0 ? [] : [m.diff.counted[effect](n)];
  });
  return finish(
    [
      spread(paint.strong(`${before.path} → ${after.path}`), paint.faint(counts.join(m.listSeparator)), page.width),
      ...(changes.length === 0 ? ['', m.diff.same] : []),
      ...EFFECTS.flatMap((effect) => section(effect, changes, page)),
      ...reports.flatMap((report) => reportLines(report, page)),
    ],
    page,
  );
}

function section(effect: Effect, all: readonly PolicyChange[], page: Page): string[] {
  const changes = all.filter((change) => change.effect === effect);
  if (changes.length === 0) return [];
  return [
    '',
    tone(effect, page)(page.m.diff.effect[effect]),
    ...changes.flatMap((change) => changeLines(change, page)),
  ];
}

const tone = (effect: Effect, { paint }: Page): ((text: string) => string) =>
  ({ weaker: paint.bad, changed: paint.open, stricter: paint.good, neutral: paint.faint })[effect];

const MARKS: Readonly<Record<Effect, readonly [string, string]>> = {
  weaker: ['▼', 'v'],
  changed: ['◆', '*'],
  stricter: ['▲', '^'],
  neutral: ['·', '-'],
};

function changeLines(change: PolicyChange, page: Page): string[] {
  const { m, paint } = page;
  const { kind, effect, of, from, to, by, before, after } = change;
  const mark = tone(effect, page)(MARKS[effect][page.unicode ? 0 : 1]);
  const moved = by === undefined || by === 0 ? '' : ` ${m.diff.by(`${by > 0 ? '+' : '−'}${plain(Math.abs(by))}`)}`;
  const values = [from, to].map((value) => (value === undefined ? undefined : valueText(value, change, page)));
  const text = values.every((value) => value === undefined)
    ? ''
    : values[0] === undefined || values[1] === undefined
      ? (values[1] ?? values[0] ?? '')
      : `${values[0]} → ${values[1]}`;
  const places = [before, after].flatMap((origin) => (origin === undefined ? [] : [placeOf(origin)]));
  return [
    ` ${mark} ${paint.strong(of)}  ${m.diff.kind[kind]}${moved}`,
    ...indent(wrap(text, page.width - 5), 5),
    ...(places.length === 0 ? [] : indent(wrap([...new Set(places)].join(' → '), page.width - 5).map(paint.faint), 5)),
  ];
}

function valueText(value: unknown, { kind, unit }: PolicyChange, page: Page): string {
  const { m } = page;
  switch (kind) {
    case 'basis':
      return (value as readonly (keyof typeof m.basis)[]).map((basis) => m.basis[basis]).join(m.listSeparator);
    case 'max-age':
      return m.diff.days(Number(value));
    case 'waivable': {
      const { waiver, waiverTerms = {} } = value as {
        waiver: string;
        waiverTerms?: { longest?: number; approvers?: number };
      };
      if (waiver === 'forbidden') return m.policy.waivable.forbidden;
      return m.policy.waivable.allowed(waiverTerms.longest, waiverTerms.approvers ?? 1);
    }
    case 'effective':
    case 'in-effect': {
      const { effectiveFrom, effectiveUntil } = value as { effectiveFrom?: string; effectiveUntil?: string };
      return m.policy.inEffect(effectiveFrom, effectiveUntil) || m.diff.always;
    }
    case 'measure': {
      const { plugin, with: settings } = value as { plugin: string; with: Record<string, unknown> };
      return `${plugin} ${settingsText(settings)}`.trim();
    }
    case 'moves':
      return m.policy.moves[value as keyof typeof m.policy.moves];
    case 'rule-text':
      return (value as readonly (Text | undefined)[])
        .map((text) => page.say(text))
        .filter(Boolean)
        .join(' · ');
    case 'clause-text':
    case 'clause-title':
    case 'clause-added':
    case 'clause-removed':
    case 'parameter-text':
      return page.say(value as Text);
    case 'citation':
      return m.explain.citation[value as keyof typeof m.explain.citation];
    case 'level':
      return m.level[value as keyof typeof m.level];
    default:
      if (typeof value === 'number') return withUnit(plain(value), unit);
      return Array.isArray(value)
        ? value.join(m.listSeparator)
        : typeof value === 'string'
          ? value
          : JSON.stringify(value);
  }
}

function reportLines({ path, subject, asOf, before, after, rules, flips }: JudgedAnew, page: Page): string[] {
  const { m, paint } = page;
  const verdict = after === null ? m.replay.noVerdict : m.verdict[after];
  const moved = rules.filter(
    (rule) => rule.before !== undefined && rule.after !== undefined && rule.before !== rule.after,
  );
  const shown = rules.filter((rule) => rule.needsMeasuring.length > 0 || moved.includes(rule));
  const width = Math.min(32, Math.max(0, ...shown.map(({ rule }) => textWidth(rule))));
  const gone = rules.filter((rule) => rule.after === undefined).length;
  const isOpen = rules.some((rule) => rule.needsMeasuring.length > 0);
  const line = before === after ? m.diff.stays(verdict) : m.diff.becomes(m.verdict[before], verdict);
  return [
    '',
    spread(
      paint.strong(`${subject.name} ${subject.version}`),
      paint.faint(`${path} · ${m.footer.asOf(asOf.slice(0, 10))}`),
      page.width,
    ),
    ` ${(flips ? paint.bad : paint.good)(line)}${isOpen ? `  ${paint.open(m.diff.someNeed)}` : ''}`,
    ...shown.map((rule) => {
      const text =
        rule.needsMeasuring.length > 0
          ? m.diff.needsMeasuring(rule.needsMeasuring.join(m.listSeparator))
          : m.change.verdict(m.ruleVerdict[rule.before!], m.ruleVerdict[rule.after!]);
      return `   ${padEnd(rule.rule, width)}  ${text}`;
    }),
    ...(gone === 0 ? [] : [`   ${paint.faint(m.diff.gone(gone))}`]),
  ];
}
