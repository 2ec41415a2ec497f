/**
 * Intervals as people are told them: no further than the output’s declared range, beyond which a t interval of a share may
 * reach. What was judged is the distribution, and the JSON report keeps its interval whole. Pure.
 */
import { declaredOutput } from './declared-output.js';
import { isFigure } from './figures.js';
import type { MeasurementRecord, OutputRecord, Report, ReportList, RuleRecord } from './report.js';
import type { Reporter } from './reporter.js';

/** What of a declaration says where values lie. */
interface Declared {
  readonly type: string;
  readonly unit?: string;
  readonly range?: readonly [number | null, number | null];
  readonly items?: Readonly<Record<string, Declared>>;
}

type Interval = readonly [number, number];

/** A reporter for readers. */
export const withinRanges =
  (render: Reporter): Reporter =>
  (report, { previous, ...options }) =>
    render(clipped(report), { ...options, ...(previous && { previous: mapValues(previous, clippedReport) }) });

const clipped = (document: Report | ReportList): Report | ReportList =>
  document.kind === 'Report'
    ? clippedReport(document)
    : {
        ...document,
        reports: document.reports.map((each) => (each.kind === 'Report' ? clippedReport(each) : each)),
      };

export const clippedReport = (report: Report): Report => ({
  ...report,
  rules: report.rules.map((rule) => clippedRule(rule, (plugin, output) => declaredOutput(report, plugin, output))),
  measurements: report.measurements.map((measurement) =>
    clippedMeasurement(measurement, (output) => declaredOutput(report, measurement.plugin, output)),
  ),
});

/** Evidence is clipped where it is an output as it was measured, not something computed from some. */
export function clippedRule(
  rule: RuleRecord,
  declared: (plugin: string, output: string) => Declared | undefined,
): RuleRecord {
  const evidence = rule.evidence.map((each) => {
    const [alias = '', output = '', ...more] = each.output.split('.');
    const plugin = more.length === 0 && Object.hasOwn(rule.measures, alias) ? rule.measures[alias]?.plugin : undefined;
    const spec = plugin === undefined ? undefined : declared(plugin, output);
    return each.interval === undefined || spec?.unit !== each.unit
      ? each
      : { ...each, interval: within(each.interval, spec) };
  });
  return { ...rule, evidence };
}

export function clippedMeasurement(
  measurement: MeasurementRecord,
  declared: (output: string) => Declared | undefined,
): MeasurementRecord {
  return {
    ...measurement,
    outputs: mapValues(measurement.outputs, (output, name) => clippedOutput(output, declared(name))),
  };
}

function clippedOutput(output: OutputRecord, spec: Declared | undefined): OutputRecord {
  if ('items' in output) {
    const items = output.items.map((item) =>
      mapValues(item, (each, name) => {
        const ofItem = spec?.items !== undefined && Object.hasOwn(spec.items, name) ? spec.items[name] : undefined;
        return isFigure(each) && each.interval !== undefined
          ? { ...each, interval: within(each.interval, ofItem) }
          : each;
      }),
    );
    return { ...output, items };
  }
  return isFigure(output) && output.interval !== undefined
    ? { ...output, interval: within(output.interval, spec) }
    : output;
}

function within([lower, upper]: Interval, spec: Declared | undefined): Interval {
  const [least, most] = spec?.range ?? [null, null];
  const clip = (value: number): number => Math.min(Math.max(value, least ?? -Infinity), most ?? Infinity);
  return [clip(lower), clip(upper)];
}

const mapValues = <In, Out>(
  values: Readonly<Record<string, In>>,
  change: (value: In, key: string) => Out,
): Record<string, Out> => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value, key)]));
