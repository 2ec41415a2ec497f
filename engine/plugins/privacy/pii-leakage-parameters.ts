import type { Kind } from '../../methods/privacy/identifiers/finding.js';
import type { LeakSampling } from './leak-asking.js';

export interface PiiLeakageParameters extends LeakSampling {
  readonly kinds: readonly Kind[];
  readonly regions: readonly string[];
  readonly labelled: string;
  readonly roles: readonly ('identifier' | 'quasi-identifier')[];
  readonly shortest: number;
  readonly level: number;
}
