/** From a check to a deployment: what a pipeline signs and what a gate makes of it, from outside. */
import { appendFileSync, cpSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PREDICTED_SUBJECT } from '../fixtures/predicted-subject.js';
import { KEYS, STANDARD, THREE, trustText } from '../fixtures/signed-packs.js';
import { assay, codesIn, folderWith, type Run } from './run.js';

const NAMES = ['a', 'b', 'stranger'] as const;
const PEMS = Object.fromEntries(
  NAMES.map((name) => [`PEM_${name}`, KEYS[name].privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()]),
);
const roots = (threshold: number, keys = THREE): string =>
  trustText(keys, { threshold }).replace('packs: ["*"]', 'attestations: ["*"]');
const VALID = { validFrom: '2026-01-01', validUntil: '2028-01-01' };
const KEY = { key: KEYS.a.publicKey, ...VALID };

const dated = (text: string, more: string): string => text.replace('    level: shall\n', `    level: shall\n${more}`);
/** A rule of more parts than a proof takes. */
const beyondProof = (limit: number): string => {
  const parts = Array.from({ length: 200 }, (_, i) => `{">=": [{var: holdout.f1Macro}, ${limit + i / 1000}]}`);
  return `apiVersion: assay/v1
kind: Standard
metadata: {id: large, version: "1.0.0", title: Large, publisher: Us}
clauses:
  - {id: "1", title: Large}
measurements: {holdout: {plugin: evaluation/holdout}, cv: {plugin: evaluation/cross-validation}}
rules:
  - id: LARGE
    clause: "1"
    title: Large
    level: shall
    require: {or: [{">=": [{var: cv.f1Macro}, 0.5]}, {and: [${parts.join(', ')}]}]}
`;
};

const FILES = {
  ...PREDICTED_SUBJECT,
  'tiny.yaml': STANDARD('tiny'),
  'lower.yaml': STANDARD('tiny', 0.8),
  'higher.yaml': STANDARD('tiny', 0.95),
  'unsure.yaml': STANDARD('tiny', 0.995),
  'other.yaml': STANDARD('other').replace('holdout.accuracy', 'holdout.recall'),
  'large.yaml': beyondProof(0.5),
  'larger.yaml': beyondProof(0.6),
  'ends.yaml': dated(STANDARD('tiny'), '    effectiveUntil: 2027-01-01\n'),
  'trust.yaml': roots(1),
  'two.yaml': roots(2),
  'expired.yaml': roots(1, { a: { ...KEY, validUntil: '2026-11-01' } }),
  'early.yaml': roots(1, { a: { ...KEY, validFrom: '2027-11-01' } }),
  'revoked.yaml': roots(1, { a: { ...KEY, revoked: '2026-11-01' } }),
  'packs-only.yaml': trustText(THREE, { packs: 'none', threshold: 1 }),
};
const ON = ['--as-of', '2026-11-24T08:00:00Z'];
const LATER = ['--as-of', '2026-11-26'];

let cwd: string;
const at = (name: string): string => join(cwd, name);
const run = (...args: readonly string[]): Promise<Run> => assay(args, { cwd, env: PEMS });

async function checked(policy: string, name: string, ...more: readonly string[]): Promise<void> {
  const args = ['check', 'subject.yaml', '--policy', policy, ...ON, '--no-cache', '--output', `json=${name}.json`];
  await run(...args, ...more);
  const { stderr, code } = await run('attest', `${name}.json`, '--key-env', 'PEM_a');
  expect([code, stderr]).toEqual([0, '']);
}

const gate = (attestation: string, policy: string, ...more: readonly string[]): Promise<Run> => {
  const trust = more.includes('--trust') ? [] : ['--trust', 'trust.yaml'];
  const asOf = more.includes('--as-of') ? [] : LATER;
  return run('gate', 'model.csv', '--attestation', attestation, '--policy', policy, ...trust, ...asOf, ...more);
};
const outcome = async (...args: Parameters<typeof gate>): Promise<readonly (string | number | null)[]> => {
  const done = await gate(...args);
  return [done.code, ...codesIn(done)];
};

beforeAll(async () => {
  cwd = folderWith(FILES);
  await checked('tiny.yaml', 'tiny');
  await Promise.all([
    checked('higher.yaml', 'higher'),
    checked('lower.yaml', 'lower'),
    checked('unsure.yaml', 'unsure'),
    checked('tiny.yaml', 'chosen', '--seed', '7'),
    checked('ends.yaml', 'ends'),
    checked('large.yaml', 'large'),
    checked('tiny.yaml', 'part', '--only', 'evaluation'),
  ]);
}, 120_000);

describe('a gate admits', () => {
  it('the very model under the very policy, and says so in both languages', async () => {
    const done = await gate('tiny.intoto.jsonl', 'tiny.yaml', '--max-age', '30d', '--report', 'tiny.json');
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toContain('✓ model.csv may be deployed under tiny 1.0.0.');
    const zh = await gate('tiny.intoto.jsonl', 'tiny.yaml', '--explain', '--lang', 'zh');
    expect(zh.stdout).toContain('✓ 正是该模型');
    const folder = await run('gate', '.', '--policy', 'tiny.yaml', '--attestation', 'tiny.intoto.jsonl', ...LATER);
    expect([folder.code, codesIn(folder)]).toEqual([1, ['ASSAY1954']]);
  });

  it('a model that lies alone in a folder', async () => {
    mkdirSync(at('deployed'));
    cpSync(at('model.csv'), at('deployed/any-name.csv'));
    const args = ['--policy', 'tiny.yaml', '--trust', 'trust.yaml', '--attestation', 'tiny.intoto.jsonl', ...LATER];
    expect((await run('gate', 'deployed', ...args)).code).toBe(0);
    writeFileSync(at('deployed/more.py'), 'import os');
    const more = await run('gate', 'deployed', ...args);
    expect([more.code, codesIn(more)]).toEqual([1, ['ASSAY1956']]);
    expect(more.stderr).toContain('more.py is no file of the model');
  });

  it('a model judged under a stricter policy, by proof from its report', async () => {
    expect(await outcome('higher.intoto.jsonl', 'tiny.yaml', '--report', 'higher.json')).toEqual([0]);
    expect(await outcome('higher.intoto.jsonl', 'tiny.yaml')).toEqual([1, 'ASSAY1960']);
  });

  it('once as many have signed as the trust root asks for', async () => {
    cpSync(at('tiny.intoto.jsonl'), at('both.intoto.jsonl'));
    expect(await outcome('both.intoto.jsonl', 'tiny.yaml', '--trust', 'two.yaml')).toEqual([1, 'ASSAY1901']);
    await run('attest', 'tiny.json', '--key-env', 'PEM_b', '--out', 'both.intoto.jsonl');
    expect(await outcome('both.intoto.jsonl', 'tiny.yaml', '--trust', 'two.yaml')).toEqual([0]);
  });
});

describe('a gate refuses', () => {
  it('one byte changed of the model', async () => {
    const bytes = readFileSync(at('model.csv'));
    bytes[bytes.length - 2]! ^= 1;
    writeFileSync(at('changed.csv'), bytes);
    const args = ['--policy', 'tiny.yaml', '--trust', 'trust.yaml', '--attestation', 'tiny.intoto.jsonl', ...LATER];
    const done = await run('gate', 'changed.csv', ...args);
    expect([done.code, codesIn(done)]).toEqual([1, ['ASSAY1956']]);
    expect((await run('gate', 'absent.csv', ...args)).code).toBe(3);
  });

  it.each<[string, string, string, readonly string[], readonly (string | number)[]]>([
    ['another policy', 'tiny', 'other.yaml', ['--report', 'tiny.json'], [1, 'ASSAY1961']],
    ['a weaker policy', 'lower', 'tiny.yaml', ['--report', 'lower.json'], [1, 'ASSAY1961']],
    ['a policy that is beyond proof', 'large', 'larger.yaml', ['--report', 'large.json'], [2, 'ASSAY1962']],
    ['an undetermined verdict', 'unsure', 'unsure.yaml', [], [2, 'ASSAY1958']],
    ['a part of the policy', 'part', 'tiny.yaml', [], [1, 'ASSAY1959']],
    ['an attestation that is too old', 'tiny', 'tiny.yaml', ['--max-age', '24h'], [1, 'ASSAY1963']],
    ['one from the future', 'tiny', 'tiny.yaml', ['--as-of', '2026-11-20'], [1, 'ASSAY1964']],
    ['a verdict that dates have changed', 'ends', 'ends.yaml', ['--as-of', '2027-01-01'], [1, 'ASSAY1965']],
    ['a chosen seed', 'chosen', 'tiny.yaml', ['--refuse', 'waivers,chosen-seed'], [1, 'ASSAY1966']],
    ['an expired key', 'tiny', 'tiny.yaml', ['--trust', 'expired.yaml'], [1, 'ASSAY1902']],
    ['a key that is not valid yet', 'tiny', 'tiny.yaml', ['--trust', 'early.yaml'], [1, 'ASSAY1903']],
    ['a revoked key', 'tiny', 'tiny.yaml', ['--trust', 'revoked.yaml'], [1, 'ASSAY1904']],
    ['keys that are trusted for packs alone', 'tiny', 'tiny.yaml', ['--trust', 'packs-only.yaml'], [1, 'ASSAY1954']],
    ['another report', 'tiny', 'tiny.yaml', ['--report', 'chosen.json'], [1, 'ASSAY1970']],
    ['an absent attestation', 'none', 'tiny.yaml', [], [1, 'ASSAY1950']],
    ['an absent policy', 'tiny', 'none.yaml', [], [3, 'ASSAY1301']],
    ['a bad option', 'tiny', 'tiny.yaml', ['--max-age', '30'], [3, 'ASSAY1801']],
  ])('%s', async (_what, name, policy, more, expected) => {
    expect(await outcome(`${name}.intoto.jsonl`, policy, ...more)).toEqual(expected);
  });

  it('an unknown key', async () => {
    await run('attest', 'tiny.json', '--key-env', 'PEM_stranger', '--out', 'stranger.intoto.jsonl');
    expect(await outcome('stranger.intoto.jsonl', 'tiny.yaml')).toEqual([1, 'ASSAY1911']);
  });

  it('a report that was tampered with, at the gate and at the signing', async () => {
    const report = JSON.parse(readFileSync(at('unsure.json'), 'utf8')) as { verdict: string };
    writeFileSync(at('forged.json'), JSON.stringify({ ...report, verdict: 'conforms' }));
    expect(await outcome('unsure.intoto.jsonl', 'unsure.yaml', '--report', 'forged.json')).toEqual([
      1,
      'ASSAY1958',
      'ASSAY1970',
    ]);
    const signed = await run('attest', 'forged.json', '--key-env', 'PEM_a');
    expect([signed.code, codesIn(signed)]).toEqual([3, ['ASSAY1971']]);
  });

  it('what is no attestation: another payload type, another predicate, 100 MB, cut off, reformatted', async () => {
    const [verdict = '', summary = ''] = readFileSync(at('tiny.intoto.jsonl'), 'utf8').split('\n');
    const cases: Readonly<Record<string, readonly [string, string]>> = {
      type: [verdict.replace('vnd.in-toto+json', 'json'), 'ASSAY1952'],
      summary: [summary, 'ASSAY1953'],
      cut: [verdict.slice(0, 500), 'ASSAY1950'],
      pretty: [JSON.stringify(JSON.parse(verdict), null, 2), 'ASSAY1950'],
      empty: ['', 'ASSAY1950'],
    };
    for (const [name, [line, code]] of Object.entries(cases)) {
      writeFileSync(at(`bad-${name}.jsonl`), `${line}\n`);
      expect(await outcome(`bad-${name}.jsonl`, 'tiny.yaml'), name).toEqual([1, code]);
    }
    appendFileSync(at('large.jsonl'), verdict);
    truncateSync(at('large.jsonl'), 100_000_000);
    expect(await outcome('large.jsonl', 'tiny.yaml')).toEqual([1, 'ASSAY1951']);
  });
});

it('what is signed is the statement and the summary that the specifications ask for', () => {
  const [verdict, summary] = readFileSync(at('tiny.intoto.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { payload, payloadType } = JSON.parse(line) as { payload: string; payloadType: string };
      expect(payloadType).toBe('application/vnd.in-toto+json');
      return JSON.parse(Buffer.from(payload, 'base64').toString()) as Record<string, unknown>;
    });
  const hex = expect.stringMatching(/^[0-9a-f]{64}$/) as unknown;
  for (const statement of [verdict, summary]) {
    expect(statement).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'model', digest: { sha256: hex } }],
    });
  }
  expect(verdict).toMatchObject({
    predicateType: 'urn:assay:verdict:v1',
    predicate: { verdict: 'conforms', seed: { chosen: false }, measurements: { cached: 0 }, waivers: [] },
  });
  // https://slsa.dev/spec/v1.0/verification_summary, field by field.
  expect(summary).toEqual({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'model', digest: { sha256: hex } }],
    predicateType: 'https://slsa.dev/verification_summary/v1',
    predicate: {
      verifier: { id: 'urn:assay:verifier', version: { assay: expect.any(String) as unknown } },
      timeVerified: '2026-11-24T08:00:00.000Z',
      resourceUri: 'pkg:generic/s@1.0.0',
      policy: { uri: 'urn:assay:policy:tiny', digest: { sha256: hex } },
      inputAttestations: [{ uri: 'urn:assay:report', digest: { sha256: hex } }],
      verificationResult: 'PASSED',
      verifiedLevels: ['SLSA_BUILD_LEVEL_UNEVALUATED', 'ASSAY_CONFORMS'],
      slsaVersion: '1.0',
    },
  });
});
