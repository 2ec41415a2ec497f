/** A check of a model behind a server, from outside: verdicts, a second run that asks nothing, causes in the report. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../engine/report/report.js';
import { startModelServer } from '../endpoints/model-server.js';
import type { Mischief } from '../endpoints/listening.js';
import type { ModelServer } from '../endpoints/model-server.js';
import { writeServedSubject } from '../endpoints/served-subject.js';
import { assay } from './run.js';

const RULES = `apiVersion: assay/v1
kind: Standard
metadata: {id: small, version: "1.0.0", title: Small}
measurements:
  holdout: {plugin: evaluation/holdout, with: {draws: 200}}
  importance: {plugin: explainability/permutation-importance, with: {draws: 200, repeats: 2, exactRows: 0}}
rules:
  - {id: HOLDOUT, title: Held out, level: shall, require: {">=": [{var: holdout.accuracy}, 0.5]}}
  - {id: IMPORTANCE, title: Important, level: should, require: {">=": [{var: importance.baseline}, 0.5]}}
`;

interface Checked {
  readonly server: ModelServer;
  check(
    ...more: readonly string[]
  ): Promise<{ readonly code: number | null; readonly report: Report; readonly all: string }>;
}

async function served(work: (checked: Checked) => Promise<void>, more = '', mischief?: Mischief): Promise<void> {
  const server = await startModelServer(mischief);
  const { folder } = writeServedSubject(
    `protocol: open-inference, url: "${server.origin}/v2/models/small", batch: 20${more}`,
  );
  writeFileSync(join(folder, 'rules.yaml'), RULES);
  const check: Checked['check'] = async (...flags) => {
    const args = ['check', 'subject.yaml', '--policy', 'rules.yaml', '--format', 'json', '--output', 'report.json'];
    const run = await assay([...args, ...flags], { cwd: folder, env: { ASSAY_SERVED_KEY: 'sesame-77' } });
    const text = readFileSync(join(folder, 'report.json'), 'utf8');
    return { code: run.code, report: JSON.parse(text) as Report, all: run.stdout + run.stderr + text };
  };
  try {
    await work({ server, check });
  } finally {
    await server.stop();
  }
}

test('a second check asks nothing, and gives the same figures', () =>
  served(async ({ server, check }) => {
    const first = await check();
    expect(first.report.rules.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    expect(first.report.subject.model).toMatchObject({ format: 'http', digest: null });
    expect(first.report.measurements.map(({ backend }) => backend)).toContain('open-inference small@3');
    expect(first.all).not.toContain('sesame');
    expect(new Set(server.rows).size).toBe(server.rows.length);
    const asked = server.answered.length;
    expect(asked).toBeGreaterThan(0);
    const second = await check();
    expect(server.answered.length).toBe(asked);
    const outputs = ({ report }: typeof first): unknown =>
      report.measurements.map((measurement) => measurement.outputs);
    expect(outputs(second)).toEqual(outputs(first));
    const days = { from: first.report.asOf.slice(0, 10), to: first.report.asOf.slice(0, 10) };
    for (const { report } of [first, second])
      expect(report.measurements.map(({ answered }) => answered)).toEqual([days, days]);
  }, ', headers: {X-Key: {environment: ASSAY_SERVED_KEY}}'));

test('a spent budget is undetermined; the next check goes on from there', () =>
  served(async ({ server, check }) => {
    const first = await check();
    expect(first.report.rules[0]).toMatchObject({ verdict: 'undetermined' });
    expect(first.all).toContain('its budget of 3 requests is spent');
    await check();
    await check();
    expect((await check()).report.rules[0]).toMatchObject({ verdict: 'pass' });
    expect(new Set(server.rows).size).toBe(server.rows.length);
  }, ', concurrency: 1, budget: {requests: 3}'));

test('the cause of a fault is in the report', () =>
  served(
    async ({ check }) => {
      const { report } = await check();
      expect(report.rules[0]).toMatchObject({ verdict: 'undetermined' });
      expect(JSON.stringify(report)).toContain('the answer is no JSON');
    },
    '',
    (_, response) => {
      response.end('{"outputs": [NaN');
      return true;
    },
  ));

test('--offline asks nobody', () =>
  served(async ({ server, check }) => {
    const { report } = await check('--offline');
    expect(server.requests).toEqual([]);
    expect(JSON.stringify(report)).toContain('--offline reaches none');
  }));
