/**
 * A Prometheus endpoint that the user names, of Kepler, Scaphandre, a smart plug: `prometheus:http://host:28282/metrics#
 * kepler_node_cpu_joules_total{zone="package"}` for an exporter's page, `prometheus:https://server/api/v1/query?query=…`
 * for a server. Its certificate is checked against what Node trusts (`NODE_EXTRA_CA_CERTS` adds to that).
 */
import { counterMeter } from './counter-meter.js';
import { selectorOf, seriesOfAnswer, seriesOfPage, unitOf } from './exposition.js';
import type { MetricUnit, Selector } from './exposition.js';
import type { Machine } from './machine.js';
import { absent, MeterFault, present, type MeterKind } from './meter.js';
import { powerMeter } from './power-meter.js';

const PERIOD = 1;
const ACCURACY = 0.05;

interface Endpoint {
  readonly url: string;
  readonly series: (text: string) => Map<string, number>;
  readonly unit: MetricUnit;
  readonly name: string;
}

/** What is wrong with a target, or how to read it. */
export function endpointOf(target: string): Endpoint | { readonly fault: string } {
  let url: URL;
  try {
    url = new URL(target);
  } catch {
    return {
      fault:
        'it is named by its address, such as prometheus:http://localhost:28282/metrics#kepler_node_cpu_joules_total',
    };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { fault: 'its address starts with http or https' };
  if (url.username !== '' || url.password !== '')
    return { fault: 'an address holds no secret: a bearer token comes from the environment, as ASSAY_METER_TOKEN' };
  const query = url.searchParams.get('query');
  const selected = query === null ? selectorOf(decodeURIComponent(url.hash.slice(1))) : undefined;
  const metric = selected?.metric ?? metricsIn(query ?? '').find((name) => unitOf(name) !== undefined);
  const unit = metric === undefined ? undefined : unitOf(metric);
  if (metric === undefined || unit === undefined)
    return { fault: 'its address names a metric in joules or watts: …/metrics#NAME, or …/api/v1/query?query=NAME' };
  url.hash = '';
  const series =
    selected === undefined ? seriesOfAnswer : (text: string) => seriesOfPage(text, selected satisfies Selector);
  return { url: url.href, series, unit, name: `prometheus (${url.host}: ${metric})` };
}

const metricsIn = (query: string): readonly string[] => query.match(/[a-zA-Z_:][a-zA-Z0-9_:]*/g) ?? [];

async function readSeries(machine: Machine, { url, series, unit }: Endpoint): Promise<Map<string, number>> {
  const found = series(await machine.fetch(url));
  if (found.size === 0) throw new Error('it has no such series');
  return new Map([...found].map(([name, value]) => [name, value * unit.factor]));
}

export const prometheus: MeterKind = {
  async find(machine, target) {
    if (target === '') return absent('reads an endpoint that is named: --meter prometheus:URL#METRIC');
    const endpoint = endpointOf(target);
    if ('fault' in endpoint) return absent(endpoint.fault);
    try {
      return present(`${(await readSeries(machine, endpoint)).size} series of ${endpoint.unit.kind}`);
    } catch (error) {
      return absent(reasonOf(error));
    }
  },
  async open(machine, target) {
    const endpoint = endpointOf(target);
    if ('fault' in endpoint) throw new MeterFault(`the meter prometheus cannot be read: ${endpoint.fault}`);
    const { name, unit } = endpoint;
    const read = async (): Promise<ReadonlyMap<string, number>> => {
      try {
        return await readSeries(machine, endpoint);
      } catch (error) {
        throw new Error(reasonOf(error));
      }
    };
    return unit.kind === 'energy'
      ? await counterMeter(machine, { name, read })
      : await powerMeter(machine, { name, read, period: PERIOD, accuracy: ACCURACY });
  },
};

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
