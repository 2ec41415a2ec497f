/** The value of a limit or setting, with its unit. */
import type { Messages } from './messages/messages.js';
import type { Report } from './report.js';
import { plain, withUnit } from './text/number.js';

type Parameter = Pick<Report['policy']['effective']['parameters'][number], 'value' | 'unit'>;

export function parameterText({ value, unit }: Parameter, { listSeparator }: Messages): string {
  if (typeof value === 'number') return withUnit(plain(value), unit);
  return Array.isArray(value) ? value.join(listSeparator) : String(value);
}
