/** The plan that docs/masking.md shows is a plan. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDocumentBytes } from '../../engine/document/read-document.js';

const page = readFileSync(new URL('../../docs/masking.md', import.meta.url), 'utf8');

test('the plan of the page is valid', () => {
  const plans = [...page.matchAll(/```yaml\n(apiVersion[^`]*)```/g)].map(([, text]) => text!);
  expect(plans).toHaveLength(1);
  const { kind, diagnostics } = readDocumentBytes('mask.yaml', Buffer.from(plans[0]!));
  expect([kind, diagnostics]).toEqual(['MaskPlan', []]);
});
