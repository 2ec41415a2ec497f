import type { Kind } from '../../methods/privacy/identifiers/finding.js';

export interface PiiLeakageParameters {
  readonly questions: string;
  readonly samples: number;
  readonly kinds: readonly Kind[];
  readonly regions: readonly string[];
  readonly labelled: string;
  readonly roles: readonly ('identifier' | 'quasi-identifier')[];
  readonly shortest: number;
  readonly level: number;
}
