import { readFileSync } from 'node:fs';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { OPTIONS } from '../../tests/fixtures/reporter-options.js';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { without } from '../../tests/fixtures/without.js';
import { HOSTILE_STRINGS, hostileReport } from '../../tests/hostile-strings.js';
import type { Report, ReportList } from './report.js';
import { renderSarif } from './sarif.js';

const ajv = new AjvDraft04.default({ strict: false });
addFormats.default(ajv as never);
const schema = new URL('../../tests/conformance/sarif/sarif-schema-2.1.0.json', import.meta.url);
const isSarif = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

const DIGEST = `sha256:${'0'.repeat(64)}`;

interface Result {
  readonly ruleId: string;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly suppressions: readonly { readonly justification: string }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

function resultsOf(report: Report | ReportList): readonly Result[] {
  const log = JSON.parse(renderSarif(report, OPTIONS)) as { readonly runs: readonly { results: readonly Result[] }[] };
  expect(isSarif(log), JSON.stringify(isSarif.errors?.slice(0, 3))).toBe(true);
  return log.runs.flatMap(({ results }) => results);
}

describe('SARIF', () => {
  test('every rule is a result of its kind; only failures have a level', () => {
    const byRule = new Map(resultsOf(sampleReport).map((result) => [result.ruleId.split('/')[1], result]));
    expect([...byRule].map(([id, { kind, level }]) => [id, kind, level])).toEqual([
      ['ENER-001', 'pass', 'none'],
      ['ENER-002', 'open', 'none'],
      ['EVAL-001', 'open', 'none'],
      ['EVAL-002', 'pass', 'none'],
      ['EVAL-003', 'fail', 'error'],
      ['EXPL-001', 'open', 'none'],
      ['EXPL-002', 'notApplicable', 'none'],
      ['PRIV-001', 'fail', 'error'],
      ['PRIV-002', 'open', 'none'],
    ]);
    expect(byRule.get('PRIV-001')!.suppressions[0]!.justification).toContain('RISK-12');
    expect(byRule.get('EVAL-003')!.suppressions).toEqual([]);
  });

  test('a result stands at the subject’s document, and links to where its rule is written', () => {
    const unnamed = without(sampleReport.subject, 'document');
    const named = { ...sampleReport, subject: { ...unnamed, document: { path: 'a b/subject.yaml', digest: DIGEST } } };
    const [result] = resultsOf(named);
    const [rule] = sampleReport.rules;
    const written = {
      artifactLocation: { uri: rule!.source.file },
      region: { startLine: rule!.source.line, startColumn: rule!.source.column },
    };
    expect(result).toMatchObject({
      locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b/subject.yaml' }, region: { startLine: 1 } } }],
      relatedLocations: [{ id: 1, physicalLocation: written }],
    });
    expect(result!.message.text).toMatch(/\n\[sustainable-ai\/[A-Z]+-\d+\]\(1\)$/);
    const [alone] = resultsOf({ ...sampleReport, subject: unnamed });
    expect(alone).toMatchObject({ locations: [{ physicalLocation: written }] });
    expect(alone).not.toHaveProperty('relatedLocations');
  });

  test('words of a document make no link', () => {
    const title = { en: 'see [here](https://example.org) or [there](1)' };
    const rules = sampleReport.rules.map((rule) => ({ ...rule, title }));
    const [result] = resultsOf({ ...sampleReport, rules });
    expect(result!.message.text.split('\n')[0]).toBe('see [here] (https://example.org) or [there] (1)');
  });

  test('fingerprints are of subject and rule, not of figures', () => {
    const other = { ...sampleReport, seed: 1, rules: sampleReport.rules.map((rule) => ({ ...rule, evidence: [] })) };
    const fingerprints = (report: Report): unknown => resultsOf(report).map((result) => result.partialFingerprints);
    expect(fingerprints(other)).toEqual(fingerprints(sampleReport));
    expect(fingerprints({ ...sampleReport, subject: { ...sampleReport.subject, name: 'other' } })).not.toEqual(
      fingerprints(sampleReport),
    );
  });

  test('a list with a subject that could not be read', () => {
    const unread = {
      kind: 'UnreadSubject',
      path: 'gone.yaml',
      findings: [{ code: 'ASSAY1000', severity: 'error', message: 'it is not there', file: 'a b/gone.yaml' }],
    } as const;
    expect(resultsOf({ apiVersion: 'assay/v1', kind: 'ReportList', reports: [sampleReport, unread] })).toHaveLength(9);
  });

  test.each(Object.keys(HOSTILE_STRINGS))('valid whatever the texts say: %s', (name) => {
    expect(resultsOf(hostileReport(HOSTILE_STRINGS[name]!))).toHaveLength(9);
  });
});
