/** What a policy on data at rest says of the practice of AES in ECB, and of what `seal` makes. */
import { createCipheriv } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../engine/report/report.js';
import { assay, codesIn, folderWith, ROOT } from './run.js';
import type { Run } from './run.js';

const KEY = '0123456789abcdef0123456789abcdef';
const PASSWORD = 'Tr0ub4dor&3';
const CSV = `patientName,diagnosisCode\n${Array.from({ length: 500 }, (_, row) => `patient-${row % 4},C50.9,ward-7\n`).join('')}`;

let cwd: string;
beforeAll(() => {
  cwd = folderWith();
  cpSync(join(ROOT, 'tests/fixtures/ecb-practice'), cwd, { recursive: true });
  mkdirSync(join(cwd, 'vault'));
  writeFileSync(join(cwd, 'people.csv'), CSV);
});

const check = (env: Readonly<Record<string, string>> = {}): Promise<Run> =>
  assay(['check', 'subject.yaml', '--format', 'json'], { cwd, env });
const verdicts = ({ stdout }: Run): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (JSON.parse(stdout) as Report).rules.map(({ id, verdict, cause }) => [
      id.replace('at-rest/', ''),
      cause ?? verdict,
    ]),
  );

describe('AES in ECB with its key in the source', () => {
  beforeAll(() => {
    const cipher = createCipheriv('aes-256-ecb', KEY, null);
    writeFileSync(join(cwd, 'vault/people.csv.enc'), Buffer.concat([cipher.update(CSV), cipher.final()]));
  });

  test('fails each rule', async () => {
    const run = await check();
    expect([run.code, codesIn(run)]).toEqual([1, []]);
    expect(verdicts(run)).toEqual({
      ENCRYPTED: 'fail',
      'NO-ECB': 'fail',
      'NO-ECB-CODE': 'fail',
      'NO-KEYS': 'fail',
      'NO-FAULT': 'fail',
      TAMPER: 'missing-input',
    });
    expect((JSON.parse(run.stdout) as Report).findings).toContainEqual(expect.objectContaining({ code: 'ASSAY1430' }));
  });

  test.each([
    [
      'en',
      ['in no recognised container', 'repeated blocks of 16 bytes', 'a cipher in ECB', 'a key or passphrase in clear'],
    ],
    ['zh', ['不属于任何可识别的加密容器', '重复的 16 字节分组', '以 ECB 模式使用密码', '密钥或口令明文']],
  ])('with each fault named in the text (%s), and never the key', async (lang, faults) => {
    await assay(['check', 'subject.yaml', '--format', 'json', '--output', 'report.json'], { cwd });
    for (const run of [
      await assay(['explain', 'NO-FAULT', '--report', 'report.json', '--lang', lang], { cwd }),
      await assay(['measure', 'privacy/encryption', 'subject.yaml', '--lang', lang], { cwd }),
    ]) {
      for (const fault of faults)
        expect(run.stdout.replaceAll(/\s+/g, lang === 'en' ? ' ' : '')).toContain(
          fault.replaceAll(' ', lang === 'en' ? ' ' : ''),
        );
      expect(run.stdout).toContain('src/encrypt.py:7');
      expect(`${run.stdout}${run.stderr}`).not.toMatch(new RegExp(`${KEY}|${PASSWORD}`));
    }
  });
});

test('what seal makes passes each rule, with its key in the environment', async () => {
  rmSync(join(cwd, 'vault'), { recursive: true });
  rmSync(join(cwd, 'src'), { recursive: true });
  mkdirSync(join(cwd, 'vault'));
  mkdirSync(join(cwd, 'src'));
  writeFileSync(join(cwd, 'src/read.py'), 'key = os.environ["VAULT_KEY"]\n');
  const keys = folderWith();
  const sealing = ['seal', 'people.csv', '--new-key', join(keys, 'key.txt'), '--output', 'vault/people.csv.age'];
  expect((await assay(sealing, { cwd })).code).toBe(0);
  const run = await check({ VAULT_KEY: readFileSync(join(keys, 'key.txt'), 'utf8') });
  expect(new Set(Object.values(verdicts(run)))).toEqual(new Set(['pass']));
  expect(run.code).toBe(0);
  // Known by what is in the folder: a file more is another measurement.
  writeFileSync(join(cwd, 'vault/more.csv'), CSV);
  const again = await check({ VAULT_KEY: readFileSync(join(keys, 'key.txt'), 'utf8') });
  expect([again.code, verdicts(again)['ENCRYPTED']]).toEqual([1, 'fail']);
});
