/** A scope with one name of every kind, for the tests of rules. */
import type { Scope } from '../../engine/rules/scope.js';

const title = 'of a test';
const ratio = { type: 'number', unit: '1', range: [0, 1], title } as const;

export const SCOPE: Scope = {
  facts: {
    riskClass: { values: ['low', 'high'] },
    jurisdictions: { type: 'list', values: ['EU', 'CN', 'US'] },
    domain: {},
    automated: { type: 'boolean' },
    open: { values: [true, false] },
    users: { type: 'number', unit: '1' },
    power: { type: 'number', unit: 'W' },
    stars: { values: [1, 2, 3] },
  },
  parameters: {
    minF1: { value: 0.7, unit: '1' },
    bare: { value: 0.7 },
    percent: { value: 70, unit: 'percent' },
    maxEnergy: { value: 0.5, unit: 'kWh/1e6 prediction' },
    maxTime: { value: 20, unit: 'ms' },
    minRows: { value: 5, unit: '1' },
    zero: { value: 0, unit: '1' },
    strict: { value: true },
    mode: { value: 'high' },
    places: { value: ['UK'] },
    regions: { value: ['EU', 'CN'] },
    odd: { value: { a: 1 } },
    wrongUnit: { value: 1, unit: 'furlong' },
    'acme-ai': { value: 0.9, unit: '1' },
    'acme-ai.minF1': { value: 0.8, unit: '1' },
  },
  measurements: {
    cv: {
      plugin: 'evaluation/cross-validation',
      outputs: {
        f1Macro: ratio,
        accuracy: ratio,
        gain: { ...ratio, range: [-1, 1] },
        share: { ...ratio, unit: 'percent', range: [0, 100] },
        rows: { type: 'integer', unit: 'row', range: [0, null], title },
        k: { type: 'integer', unit: '1', range: [1, null], title },
        stable: { type: 'boolean', title },
        grade: { type: 'enum', values: ['gold', 'silver', 'none'], title },
        groups: {
          type: 'list',
          title,
          items: {
            recall: ratio,
            time: { type: 'number', unit: 's', range: [0, null], title },
            size: { type: 'integer', unit: 'row', range: [0, null], title },
            fair: { type: 'boolean', title },
            name: { type: 'enum', values: ['a', 'b'], title },
          },
        },
      },
    },
    run: {
      plugin: 'energy/inference',
      outputs: {
        energy: { type: 'number', unit: 'J/prediction', range: [0, null], title },
        idle: { type: 'number', unit: 'mJ/prediction', range: [0, null], title },
        perRequest: { type: 'number', unit: 'J/request', range: [0, null], title },
        time: { type: 'number', unit: 's', range: [0, null], title },
        power: { type: 'number', unit: 'W', range: [0, null], title },
        predictions: { type: 'integer', unit: 'prediction', range: [0, null], title },
        size: { type: 'integer', unit: 'MiB', range: [0, null], title },
        odd: { type: 'number', unit: 'furlong', range: [0, null], title },
      },
    },
  },
};
