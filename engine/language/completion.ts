/** What may be written at a place. */
import type { Range } from '../document/diagnostic.js';
import type { Cursor } from './cursor.js';

export const COMPLETION_KINDS = [
  'key',
  'value',
  'plugin',
  'output',
  'alias',
  'parameter',
  'fact',
  'rule',
  'clause',
  'operator',
  'path',
] as const;
export type CompletionKind = (typeof COMPLETION_KINDS)[number];

/** One thing that may stand there, before it is known how it is written. */
export interface Candidate {
  readonly kind: CompletionKind;
  readonly value: string | number | boolean;
  readonly as: 'key' | 'value';
  readonly detail?: string;
  /** Markdown. */
  readonly about?: string;
  /** Written as it is, whatever it looks like: `{var: parameters.minF1}`. */
  readonly isRaw?: boolean;
}

export interface Completion {
  readonly kind: CompletionKind;
  readonly label: string;
  readonly detail?: string;
  readonly about?: string;
  readonly text: string;
  /** What `text` replaces. */
  readonly range: Range;
}

export function completionOf(candidate: Candidate, cursor: Cursor): Completion {
  const { kind, value, as, detail, about, isRaw } = candidate;
  const label = String(value);
  const written = cursor.isQuoted || isRaw === true ? label : yamlOf(value);
  const text = as === 'key' && !cursor.hasColon && !cursor.isQuoted ? `${written}: ` : written;
  return {
    kind,
    label,
    ...(detail === undefined || detail === '' ? {} : { detail }),
    ...(about === undefined ? {} : { about }),
    text,
    range: cursor.range,
  };
}

/** Words that YAML reads as something else, or that begin with a mark. */
const PLAIN = /^[A-Za-z_./][\w./@+^~-]*( [\w()./-]+)*$/;
const READ_OTHERWISE = /^(true|false|null|yes|no|on|off|y|n|~)$/i;

function yamlOf(value: Candidate['value']): string {
  if (typeof value !== 'string') return String(value);
  return PLAIN.test(value) && !READ_OTHERWISE.test(value) ? value : JSON.stringify(value);
}
