import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { OPTIONS } from '../../tests/fixtures/reporter-options.js';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { HOSTILE_STRINGS, hostileReport } from '../../tests/hostile-strings.js';
import { renderOpenreports } from './openreports.js';

interface Definition {
  readonly spec: { readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: object } }[] };
}
const file = new URL('../../tests/conformance/openreports/openreports.io_reports.yaml', import.meta.url);
const definition = parse(readFileSync(file, 'utf8')) as Definition;

/** A cluster drops what a structural schema does not name: here it is a fault. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)] as const);
  const named = Object.fromEntries(entries.filter(([key]) => key !== 'format'));
  return 'properties' in named && !('additionalProperties' in named)
    ? { ...named, additionalProperties: false }
    : named;
};

const isReport = new Ajv({ strict: false }).compile(
  closed(definition.spec.versions[0]!.schema.openAPIV3Schema) as object,
);

interface OpenReport {
  readonly metadata: { readonly name: string };
  readonly summary: object;
  readonly results: readonly { readonly rule: string; readonly result: string }[];
}

function read(text: string): readonly OpenReport[] {
  const document = JSON.parse(text) as OpenReport & { readonly items?: readonly OpenReport[] };
  const reports = document.items ?? [document];
  for (const report of reports) {
    expect(isReport(report), JSON.stringify(isReport.errors?.slice(0, 2))).toBe(true);
    expect(report.metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  }
  return reports;
}

describe('OpenReports', () => {
  test('results and their summary', () => {
    const [report] = read(renderOpenreports(sampleReport, OPTIONS));
    expect(report!.summary).toEqual({ pass: 2, fail: 1, warn: 3, error: 2, skip: 1 });
    const results = Object.fromEntries(report!.results.map(({ rule, result }) => [rule.split('/')[1], result]));
    expect(results).toMatchObject({ 'EVAL-003': 'fail', 'EVAL-001': 'error', 'PRIV-001': 'warn', 'EXPL-002': 'skip' });
  });

  test('valid whatever the texts say', () => {
    const reports = Object.values(HOSTILE_STRINGS).map(hostileReport);
    const findings = [{ code: 'ASSAY1000', severity: 'error', message: 'it is not there', file: 'gone.yaml' }] as const;
    const unread = { kind: 'UnreadSubject', path: '../gone.yaml', findings } as const;
    const list = { apiVersion: 'assay/v1', kind: 'ReportList', reports: [...reports, unread] } as const;
    expect(read(renderOpenreports(list, OPTIONS))).toHaveLength(reports.length + 1);
  });
});
