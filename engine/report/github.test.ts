import { describe, expect, test } from 'vitest';
import { OPTIONS } from '../../tests/fixtures/reporter-options.js';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { HOSTILE_STRINGS, hostileReport } from '../../tests/hostile-strings.js';
import { renderGithub } from './github.js';
import { renderGitlab } from './gitlab.js';

const COMMAND = /^::(error|warning|notice) file=([^,:]*),line=\d+(?:,col=\d+)?,title=([^,:]*)::(.*)$/;

describe('annotations of GitHub', () => {
  test('failures are errors, waived ones notices', () => {
    const found = renderGithub(sampleReport, OPTIONS)
      .split('\n')
      .flatMap((line) => {
        const [, command, , title] = COMMAND.exec(line) ?? [];
        return command === undefined ? [] : [[command, /^[^ ]+/.exec(title!)![0].split('/')[1]]];
      });
    expect(found).toEqual([
      ['notice', 'ENER-002'],
      ['warning', 'EVAL-001'],
      ['error', 'EVAL-003'],
      ['warning', 'EXPL-001'],
      ['notice', 'PRIV-001'],
      ['notice', 'PRIV-002'],
    ]);
  });

  test.each(Object.keys(HOSTILE_STRINGS))('no text becomes a command: %s', (name) => {
    const lines = renderGithub(hostileReport(HOSTILE_STRINGS[name]!), OPTIONS).split('\n');
    const commands = lines.filter((line) => line.startsWith('::'));
    expect(commands).toHaveLength(6);
    for (const line of commands.filter((each) => !each.includes('file=,'))) expect(line).toMatch(COMMAND);
  });

  test('a subject named like a command', () => {
    const subject = { ...sampleReport.subject, name: '::stop-commands::x' };
    const lines = renderGithub({ ...sampleReport, subject }, OPTIONS).split('\n');
    expect(lines.filter((line) => line.startsWith('::stop'))).toEqual([]);
  });
});

describe('Code Quality of GitLab', () => {
  test('has the fields that GitLab reads, and fingerprints of its own for each', () => {
    const issues = JSON.parse(renderGitlab(sampleReport, OPTIONS)) as {
      readonly fingerprint: string;
      readonly severity: string;
      readonly check_name: string;
    }[];
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
    expect(issues.map(({ check_name, severity }) => [check_name.split('/').at(-1), severity])).toEqual([
      ['ENER-002', 'info'],
      ['EVAL-001', 'major'],
      ['EVAL-003', 'critical'],
      ['EXPL-001', 'major'],
      ['PRIV-001', 'info'],
      ['PRIV-002', 'info'],
      ['ASSAY1403', 'info'],
    ]);
    for (const issue of issues)
      expect(issue).toMatchObject({
        description: expect.any(String) as string,
        location: { path: expect.any(String) as string, lines: { begin: expect.any(Number) as number } },
      });
  });
});
