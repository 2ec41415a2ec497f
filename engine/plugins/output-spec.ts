/** Declarations of outputs that many measurements have. */
import type { OutputSpec } from './contract.js';

export const share = (en: string, zh: string) =>
  ({ type: 'number', unit: '1', range: [0, 1], title: { en, zh } }) as const satisfies OutputSpec;

export const count = (en: string, zh: string) =>
  ({ type: 'integer', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;
