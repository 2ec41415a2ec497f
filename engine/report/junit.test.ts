import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { OPTIONS, UNREAD } from '../../tests/fixtures/reporter-options.js';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { HOSTILE_STRINGS, hostileReport } from '../../tests/hostile-strings.js';
import { renderJunit } from './junit.js';
import type { Report, ReportList } from './report.js';

const schema = readFileSync(new URL('../../tests/conformance/junit/jenkins-junit.xsd', import.meta.url), 'utf8');

async function validated(report: Report | ReportList): Promise<string> {
  const contents = renderJunit(report, OPTIONS);
  const { valid, errors } = await validateXML({ xml: { fileName: 'junit.xml', contents }, schema });
  expect(errors.map(({ message }) => message).slice(0, 3)).toEqual([]);
  expect(valid).toBe(true);
  return contents;
}

describe('JUnit', () => {
  test('what keeps a check from conforming fails the suite, and nothing else', async () => {
    const xml = await validated(sampleReport);
    expect(xml).toMatch(/tests="9" failures="1" errors="2" skipped="4"/);
    expect(xml).toMatch(/<testcase name="EVAL-003: [^>]*>\s*<failure type="fail"/);
    expect(xml).toMatch(/<testcase name="EVAL-001: [^>]*>\s*<error type="uncertain"/);
    // Waived.
    expect(xml).toMatch(/<testcase name="PRIV-001: [^>]*>\s*<skipped>[^<]*RISK-12/);
  });

  test('a subject that could not be read is an error', async () => {
    const xml = await validated({ apiVersion: 'assay/v1', kind: 'ReportList', reports: [sampleReport, UNREAD] });
    expect(xml).toContain('<error type="ASSAY1000"');
  });

  test('valid whatever the texts say', async () => {
    const reports = Object.values(HOSTILE_STRINGS).map(hostileReport);
    await validated({ apiVersion: 'assay/v1', kind: 'ReportList', reports });
  });
});
