/** What a Prometheus endpoint answers: an exporter's page of text, or a server's answer to a query. */

/** Joules or watts by the unit in a metric's name (Prometheus, "Metric and label naming"), and what Scaphandre writes. */
const UNITS: readonly (readonly [RegExp, 'energy' | 'power', number])[] = [
  [/_microjoules(_total)?$/, 'energy', 1e-6],
  [/_joules(_total)?$/, 'energy', 1],
  [/_kwh(_total)?$|_kilowatt_hours(_total)?$/, 'energy', 3.6e6],
  [/_watt_?hours(_total)?$|_wh(_total)?$/, 'energy', 3600],
  [/_microwatts$/, 'power', 1e-6],
  [/_milliwatts$/, 'power', 1e-3],
  [/_kilowatts$/, 'power', 1e3],
  [/_watts$/, 'power', 1],
];

export interface MetricUnit {
  readonly kind: 'energy' | 'power';
  readonly factor: number;
}

/** `undefined` where a name does not say joules or watts. */
export function unitOf(metric: string): MetricUnit | undefined {
  const found = UNITS.find(([pattern]) => pattern.test(metric));
  return found === undefined ? undefined : { kind: found[1], factor: found[2] };
}

/** `name{label="value",…}` as a name and the labels that a series must have. */
export interface Selector {
  readonly metric: string;
  readonly labels: ReadonlyMap<string, string>;
}

const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;
const SERIES = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?$/;

export function selectorOf(text: string): Selector | undefined {
  const [, metric, labels = ''] = SERIES.exec(text.trim()) ?? [];
  if (metric === undefined) return undefined;
  return { metric, labels: new Map([...labels.matchAll(LABEL)].map(([, name, value]) => [name!, value!])) };
}

/** Series of a page (text format 0.0.4) that a selector takes, by name and labels. */
export function seriesOfPage(page: string, wanted: Selector): Map<string, number> {
  const found = new Map<string, number>();
  for (const line of page.split('\n')) {
    // Labels may hold spaces and braces: the value is what stands after the last brace, or after the name.
    const [, series = '', value = ''] = /^([^\s{#]+(?:\{.*\})?)\s+(\S+)/.exec(line) ?? [];
    const own = selectorOf(series);
    if (own === undefined || own.metric !== wanted.metric) continue;
    if ([...wanted.labels].every(([name, text]) => own.labels.get(name) === text)) found.set(series, Number(value));
  }
  return found;
}

/** Series of an instant vector that a server answers; throws what is wrong with the answer. */
export function seriesOfAnswer(text: string): Map<string, number> {
  const answer = JSON.parse(text) as {
    readonly status?: string;
    readonly error?: string;
    readonly data?: { readonly resultType?: string; readonly result?: unknown };
  };
  if (answer.status !== 'success') throw new Error(answer.error ?? 'it answers no success');
  const { resultType, result } = answer.data ?? {};
  if (resultType !== 'vector' || !Array.isArray(result)) throw new Error('the query gives no instant vector');
  return new Map(
    (result as readonly { readonly metric?: object; readonly value?: readonly [number, string] }[]).map(
      ({ metric = {}, value }) => [JSON.stringify(metric), Number(value?.[1])],
    ),
  );
}
