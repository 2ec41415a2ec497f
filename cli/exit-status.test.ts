import { expect, test } from 'vitest';
import { statusOfFindings, worstOf } from './exit-status.js';

test.each([
  [[], 0],
  [[0, 2], 2],
  [[2, 1, 0], 1],
  [[1, 3, 2], 3],
  [[3, 4, 1], 4],
  [[0, 0], 0],
] as const)('the worst of %j is %d', (statuses, worst) => {
  expect(worstOf(statuses)).toBe(worst);
});

const found = (severity: 'error' | 'warning' | 'notice') => ({ code: 'ASSAY1000', severity, message: '', file: '' });

test.each([
  [['error', 'warning'], 3],
  [['warning', 'notice'], 1],
  [['notice'], 0],
  [[], 0],
] as const)('findings %j end with %d', (severities, status) => {
  expect(statusOfFindings(severities.map(found))).toBe(status);
});
