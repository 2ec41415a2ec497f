import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { OPTIONS, UNREAD } from '../../tests/fixtures/reporter-options.js';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { HOSTILE_STRINGS, hostileReport } from '../../tests/hostile-strings.js';
import { renderOscal } from './oscal.js';
import type { Report, ReportList } from './report.js';

const file = new URL('../../tests/conformance/oscal/ifa_assessment-results-example.json', import.meta.url);
const example: unknown = JSON.parse(readFileSync(file, 'utf8'));

/** `results[].findings[].uuid`: where a value stands. */
function pathsOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, path === '' ? key : `${path}.${key}`));
}

function valuesOf(value: unknown, key: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesOf(item, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === key && typeof inner === 'string' ? [inner] : valuesOf(inner, key),
  );
}

/** In the model of OSCAL 1.1.2, but not in the example. */
const FURTHER = [
  ...['back-matter.resources[].uuid', 'back-matter.resources[].title', 'back-matter.resources[].description'],
  ...['metadata.remarks', 'results[].props[].name', 'results[].props[].ns', 'results[].props[].value'],
  ...['uuid', 'type', 'title', 'description', 'status.state', 'props[].name', 'props[].ns', 'props[].value'].map(
    (name) => `results[].local-definitions.components[].${name}`,
  ),
  ...['name', 'ns', 'value'].flatMap((name) => [
    `results[].observations[].props[].${name}`,
    `results[].findings[].props[].${name}`,
  ]),
  ...['reason', 'remarks'].map((name) => `results[].findings[].target.status.${name}`),
].map((path) => `assessment-results.${path}`);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TOKEN = /^[\p{L}_][\p{L}\p{N}.\-_]*$/u;

function read(report: Report | ReportList): object {
  const text = renderOscal(report, OPTIONS);
  const document = JSON.parse(text) as object;
  const known = new Set([...pathsOf(example), ...FURTHER]);
  expect([...new Set(pathsOf(document))].filter((path) => !known.has(path))).toEqual([]);
  const uuids = valuesOf(document, 'uuid');
  expect(new Set(uuids).size).toBe(uuids.length);
  for (const uuid of uuids) expect(uuid).toMatch(UUID);
  for (const used of [...valuesOf(document, 'observation-uuid'), ...valuesOf(document, 'subject-uuid')])
    expect(uuids).toContain(used);
  const selected = valuesOf(document, 'control-id');
  for (const id of [...selected, ...valuesOf(document, 'target-id')]) expect(id).toMatch(TOKEN);
  for (const id of valuesOf(document, 'target-id')) expect(selected).toContain(id);
  for (const value of valuesOf(document, 'value')) expect(value).toMatch(/^\S(.*\S)?$/su);
  return document;
}

describe('OSCAL assessment results', () => {
  test('a finding a rule, against its clause, from the measurements that it read', () => {
    const document = read(sampleReport);
    expect(valuesOf(document, 'control-id')).toEqual([
      ...['clause-1.2', 'clause-1.3', 'clause-2.1', 'clause-2.2', 'clause-3.1', 'clause-3.2'],
      ...['clause-4.1', 'clause-4.2', 'clause-4.3'],
    ]);
    expect(valuesOf(document, 'state').filter((state) => state.includes('satisfied'))).toEqual([
      ...['satisfied', 'not-satisfied', 'not-satisfied', 'satisfied', 'not-satisfied', 'not-satisfied'],
      ...['satisfied', 'not-satisfied', 'not-satisfied'],
    ]);
    expect(valuesOf(document, 'description').join('\n')).toContain('f1Macro 0.723 [0.687, 0.759] 1 (observed)');
  });

  test('a subject that could not be read is remarked', () => {
    const document = read({ apiVersion: 'assay/v1', kind: 'ReportList', reports: [sampleReport, UNREAD] });
    expect(valuesOf(document, 'remarks').join()).toContain('gone.yaml: ASSAY1000');
  });

  test.each(Object.keys(HOSTILE_STRINGS))('whatever the texts say: %s', (name) => {
    read(hostileReport(HOSTILE_STRINGS[name]!));
  });
});
