/** Every example against its expected verdicts, and the report against its schema, twice, byte for byte. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../engine/report/report.js';
import { validate } from '../../engine/report/validator.generated.js';
import { replayReport } from '../../engine/replay/replay-report.js';
import { assay, copyOf, ROOT } from './run.js';

interface Expected {
  readonly exit: number;
  readonly verdict: string;
  /** `verdict`, or `verdict (cause)`; `waived` where a waiver covers it. */
  readonly rules: Readonly<Record<string, string>>;
}

/** Folders with a subject: an example, or one of an example's subjects. */
const EXAMPLES = readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((path) => basename(path) === 'subject.yaml')
  .map(dirname);
const READINGS = new Set(['seconds', 'cached', 'startedAt', 'device', 'footprint']);
const withoutReadings = (text: string): string =>
  JSON.stringify(JSON.parse(text), (key, value: unknown) => (READINGS.has(key) ? undefined : value));

const inWords = ({ verdict, cause, waiver }: Report['rules'][number]): string =>
  `${verdict}${cause === undefined ? '' : ` (${cause})`}${waiver?.state === 'applied' ? ', waived' : ''}`;

describe.each(EXAMPLES)('examples/%s', (name) => {
  const folder = `examples/${name}`;
  const expected = JSON.parse(readFileSync(join(ROOT, folder, 'expected.json'), 'utf8')) as Expected;

  it('gets its expected verdicts, and the same bytes from the cache', async () => {
    const cwd = copyOf(`examples/${name.split(sep)[0]!}`);
    const args = ['check', `${folder}/subject.yaml`, '--format', 'json', '--seed', '7', '--as-of', '2026-11-24'];
    const first = await assay(args, { cwd });
    const report = JSON.parse(first.stdout) as Report;
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect({
      exit: first.code,
      verdict: report.verdict,
      rules: Object.fromEntries(report.rules.map((rule) => [rule.id, inWords(rule)])),
    }).toEqual(expected);
    expect(replayReport(report, 'report.json').replay).toMatchObject({ again: report.verdict, same: true });
    const second = await assay([...args, '--offline'], { cwd });
    expect(second.code).toBe(first.code);
    const anew = (JSON.parse(second.stdout) as Report).measurements.filter(
      ({ cached, seconds }) => !cached && seconds > 0,
    );
    // What is behind a server has no digest to keep figures by: they are made anew, of answers that are kept.
    if (report.subject.model?.digest !== null)
      expect(anew.filter(({ plugin }) => plugin !== 'evaluation/test-set-use')).toEqual([]);
    expect(withoutReadings(second.stdout)).toBe(withoutReadings(first.stdout));
  });
});

it('the examples show every verdict, and a waiver', () => {
  const all = EXAMPLES.flatMap((name) => {
    const { rules } = JSON.parse(readFileSync(join(ROOT, 'examples', name, 'expected.json'), 'utf8')) as Expected;
    return Object.values(rules);
  });
  for (const verdict of ['pass', 'fail', 'undetermined (uncertain)', 'not-applicable', 'fail, waived'])
    expect(all).toContain(verdict);
});
