/** The report as JSON: keys in one order, so equal reports are equal bytes. */
import type { Report, ReportList } from './report.js';

/** Known keys first, in this order; all others (facts, aliases, outputs, settings) by code point after them. */
export const KEY_ORDER = [
  ...['apiVersion', 'kind', 'verdict', 'engine', 'asOf', 'seed', 'seedChosen', 'intervalLevel', 'subject', 'policy'],
  ...['document', 'documents'],
  ...['id', 'name', 'role', 'path', 'key', 'plugin', 'standard', 'area', 'clause', 'version', 'title', 'task', 'level'],
  ...[
    'until',
    'effectiveFrom',
    'effectiveUntil',
    'transition',
    'state',
    'cause',
    'confidence',
    'basis',
    'when',
    'require',
    'remedy',
  ],
  ...[
    'code',
    'severity',
    'message',
    'file',
    'line',
    'column',
    'endLine',
    'endColumn',
    'layer',
    'range',
    'source',
    'hint',
  ],
  ...[
    'digest',
    'format',
    'reason',
    'weights',
    'digestOf',
    'revision',
    'quantisation',
    'trainingDated',
    'facts',
    'model',
    'predecessor',
    'judge',
    'inputs',
    'chosenBy',
    'only',
    'packs',
    'signatures',
    'pack',
    'root',
    'threshold',
    'signers',
    'effective',
    'parameters',
    'clauses',
    'waivers',
  ],
  ...[
    'with',
    'about',
    'output',
    'outputs',
    'unmeasured',
    'detail',
    'fact',
    'value',
    'estimate',
    'interval',
    'unit',
    'n',
  ],
  ...['operator', 'limit', 'distance', 'support', 'deciding', 'uncertainty', 'transform', 'k', 'scale', 'df', 'lower'],
  ...[
    'upper',
    'anytime',
    'also',
    'draws',
    'encoding',
    'count',
    'data',
    'rows',
    'counted',
    'type',
    'columns',
    'x',
    'y',
    'series',
    'points',
  ],
  ...[
    'band',
    'rowNames',
    'columnNames',
    'values',
    'bars',
    'items',
    'text',
    'details',
    'deterministic',
    'backend',
    'device',
  ],
  ...[
    'meter',
    'startedAt',
    'seconds',
    'cached',
    'evidence',
    'repeats',
    'never',
    'provide',
    'settle',
    'switchedOffBy',
    'rule',
    'approvedBy',
  ],
  ...[
    'ticket',
    'issued',
    'expires',
    'covers',
    'maxAge',
    'allowed',
    'longest',
    'approvers',
    'waivable',
    'waiver',
    'tighten',
    'adjustable',
    'citation',
    'rules',
    'measures',
    'measurements',
    'findings',
    'notAssessed',
  ],
  ...[
    'expectedFalseFailures',
    'disclaimer',
    'wallSeconds',
    'cpuSeconds',
    'measured',
    'energy',
    'saved',
    'joules',
    'carbon',
    'grams',
    'grid',
    'region',
    'gramsPerKWh',
    'year',
    'footprint',
    'before',
    'after',
    'effect',
    'of',
    'from',
    'to',
    'by',
    'changes',
    'reports',
  ],
] as const;

const RANK: ReadonlyMap<string, number> = new Map(KEY_ORDER.map((key, index) => [key, index]));

const compareKeys = (a: string, b: string): number =>
  (RANK.get(a) ?? Infinity) - (RANK.get(b) ?? Infinity) || (a < b ? -1 : a > b ? 1 : 0);

function ordered(value: unknown, path: string): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`report: ${path} is ${value}`);
  if (Array.isArray(value)) return value.map((item, index) => ordered(item, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  // Sorted by rank where known; Infinity − Infinity is NaN, and `||` goes on to code points.
  entries.sort(([a], [b]) => compareKeys(a, b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner, `${path}.${key}`)]));
}

/**
 * Any plain data of ours as JSON: two spaces, keys ordered, a line end.
 *
 * @throws RangeError where a number is not finite: JSON has no such number, and a null would be read as none.
 */
export const renderJson = (value: Report | ReportList | object): string =>
  `${JSON.stringify(ordered(value, '$'), undefined, 2)}\n`;
