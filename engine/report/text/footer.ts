/** The end of a report: how to read it, how to have it again, what it cost, what it is not. */
import { usesAdapter } from '../../backends/device.js';
import type { Report } from '../report.js';
import { askedSentences } from './asking.js';
import { duration, joules, percent, plain, threeDigits } from './number.js';
import { rule, type Page } from './page.js';
import { wrap } from './width.js';

const shortDigest = (digest: string): string => digest.slice(0, 'sha256:'.length + 12);

const grams = (value: number): string =>
  value < 1e4 ? `${threeDigits(value)} gCO2e` : `${threeDigits(value / 1000)} kgCO2e`;

function carbonSentence(
  { grams: caused, range, basis, grid }: NonNullable<Report['footprint']['carbon']>,
  { m }: Page,
) {
  const where = basis === 'declared' ? `${grid.region} (${grid.name})` : m.footer.noRegion;
  const factor = `${plain(grid.gramsPerKWh)} gCO2e/kWh`;
  const origin = [`${m.basis[basis]}: ${where}`, factor, grid.year ?? m.footer.noYear, grid.source].join('; ');
  return m.footer.carbon(grams(caused), origin, ...(range ?? []).map(grams));
}

/** A meter's figure and a model's must not look alike: the one has its name, the other its band and its name. */
function energySentences({ energy, carbon, saved }: Report['footprint'], page: Page): string[] {
  const { m } = page;
  return [
    ...(energy === undefined
      ? []
      : [
          m.footer.energy(
            joules(energy.joules),
            `${m.basis[energy.basis]}: ${energy.meter}`,
            ...(energy.range ?? []).map(joules),
          ),
        ]),
    ...(carbon === undefined ? [] : [carbonSentence(carbon, page)]),
    ...(saved === undefined || saved.joules === 0
      ? []
      : [m.footer.saved(joules(saved.joules), duration(saved.seconds))]),
  ];
}

/** Policy, seed, cost, scope: the origin of the report, a sentence each. */
export function footerSentences(report: Report, page: Page): readonly string[] {
  const { m } = page;
  const { footprint, policy } = report;
  const packs = policy.packs.map(({ id, version }) => `${id} ${version}`).join(m.listSeparator);
  const comma = page.language === 'zh' ? '，' : ', ';
  const seed = String(report.seed);
  const adapters = report.measurements.flatMap(({ backend, device = '' }) => (usesAdapter(backend) ? [device] : []));
  return [
    [
      m.footer.policy(packs, shortDigest(policy.digest)),
      ...(policy.chosenBy === 'command-line' ? [m.footer.policyFromCommandLine] : []),
      m.footer.asOf(report.asOf.slice(0, 10)),
      report.seedChosen ? m.footer.seedChosen(seed) : m.footer.seed(seed),
    ].join(comma),
    [
      `${report.engine.name} ${report.engine.version}`,
      m.footer.measurements(footprint.measured, footprint.cached),
      m.footer.cost(duration(footprint.wallSeconds), duration(footprint.cpuSeconds)),
    ].join(comma),
    ...askedSentences(report, page),
    ...energySentences(footprint, page),
    ...[...new Set(adapters)].map((name) => m.footer.adapter(name, adapters.filter((one) => one === name).length)),
    m.footer.falseFailures(plain(report.expectedFalseFailures)),
    page.say(report.disclaimer),
  ];
}

export function footerLines(report: Report, page: Page): string[] {
  const { m, paint } = page;
  const evidence = report.rules.flatMap((each) => each.evidence);
  const drawn = evidence.some(({ limit, estimate }) => typeof limit === 'number' && typeof estimate === 'number');
  const levels = new Set(evidence.flatMap(({ level, interval }) => (interval && level !== undefined ? [level] : [])));
  const [only] = levels;
  const level = levels.size === 1 && only !== undefined ? percent(only) : '';
  const legend = page.unicode
    ? { estimate: '●', interval: '├─┤', limit: '┃', allowed: '·', level }
    : { estimate: 'o', interval: '[-]', limit: '|', allowed: '.', level };
  return [
    rule(page.width),
    ...(drawn ? wrap(m.footer.legend(legend), page.width) : []),
    ...footerSentences(report, page).flatMap((sentence) => wrap(sentence, page.width)),
  ].map((line) => paint.faint(line));
}
