import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { KEY_ORDER, renderJson } from './json.js';
import { validate } from './validator.generated.js';

/** The same data with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

function propertyNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? Object.keys(schema.properties as object) : [];
  return [...own, ...Object.values(schema).flatMap(propertyNames)];
}

describe('JSON reporter', () => {
  const text = renderJson(sampleReport);

  test('says what the report says, and is valid against the schema', () => {
    expect(JSON.parse(text)).toEqual(sampleReport);
    expect(validate(JSON.parse(text))).toBe(true);
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('equal reports are equal bytes, whatever the order of their keys', () => {
    expect(renderJson(reversed(sampleReport) as object)).toBe(text);
  });

  test('starts with what it is', () => {
    expect(Object.keys(JSON.parse(text)).slice(0, 3)).toEqual(['apiVersion', 'kind', 'verdict']);
  });

  test.each([NaN, Infinity, -Infinity])('%d is a fault of ours', (estimate) => {
    expect(() => renderJson({ outputs: { f1: { estimate } } })).toThrow(/\$\.outputs\.f1\.estimate/);
  });

  test('every name of the schema has its place', () => {
    const schema: unknown = JSON.parse(
      readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'),
    );
    expect(propertyNames(schema).filter((name) => !(KEY_ORDER as readonly string[]).includes(name))).toEqual([]);
    expect(new Set(KEY_ORDER).size).toBe(KEY_ORDER.length);
  });

  test.each([
    ['a key more', { ...sampleReport, extra: 1 }],
    ['a verdict of another kind', { ...sampleReport, verdict: 'pass' }],
    [
      'a support above one',
      {
        ...sampleReport,
        rules: [{ ...sampleReport.rules[0], evidence: [{ ...sampleReport.rules[0]!.evidence[0], support: [0, 2] }] }],
      },
    ],
    ['no disclaimer', Object.fromEntries(Object.entries(sampleReport).filter(([key]) => key !== 'disclaimer'))],
  ])('the schema refuses %s', (_, report) => {
    expect(validate(report)).toBe(false);
  });
});
