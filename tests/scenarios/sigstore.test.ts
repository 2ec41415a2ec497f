/** Keyless signatures, from outside: signed by the identity of the environment, decided on offline by a TrustedRoot. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { attest } from '../../engine/tasks/attest.js';
import { gate as decide } from '../../engine/tasks/gate.js';
import { PREDICTED_SUBJECT } from '../fixtures/predicted-subject.js';
import { fakeSigstore, identityToken, type FakeSigstore } from '../fixtures/sigstore.js';
import { KEYS, publicLine, STANDARD } from '../fixtures/signed-packs.js';
import { assay, codesIn, folderWith, type Run } from './run.js';

const ISSUER = 'https://token.actions.githubusercontent.com';
const WORKFLOW = 'https://github.com/acme/credit/.github/workflows/check.yml@refs/heads/main';
const PEM = KEYS.a.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

interface Trusted {
  readonly identity?: string;
  readonly issuer?: string;
  readonly more?: string;
  readonly root?: string;
  readonly asks?: string;
}

const trust = ({
  identity = WORKFLOW,
  issuer = ISSUER,
  more = '',
  root = 'root.json',
  asks,
}: Trusted = {}): string => `apiVersion: assay/v1
kind: TrustRoots
keys:
  reviewer: {publicKey: ${publicLine(KEYS.a)}, validFrom: 2026-01-01, validUntil: 2100-01-01}
identities:
  pipeline: {sigstore: {trustedRoot: ${root}, identity: "${identity}", issuer: "${issuer}"}${more}}
  other: {sigstore: {trustedRoot: root.json, identity: other@example.org, issuer: "https://example.org"}}
roots:
  - {id: validation, attestations: ["*"], ${asks ?? 'threshold: 1, identities: [pipeline]'}}
`;

const DAY = 86_400_000;
const day = (offset: number): string => new Date(Date.now() + offset * DAY).toISOString().slice(0, 10);

let sigstore: FakeSigstore;
let late: FakeSigstore;
let cwd: string;
const at = (name: string): string => join(cwd, name);
const json = (name: string): Record<string, never> =>
  JSON.parse(readFileSync(at(name), 'utf8')) as Record<string, never>;

/** `NO_PROXY`, because whoever runs the tests may have a proxy for all else. */
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> =>
  assay(args, { cwd, env: { NO_PROXY: '127.0.0.1', ...env } });

const sign = (name: string, service: FakeSigstore, env: Readonly<Record<string, string>>): Promise<Run> =>
  run(
    [
      'attest',
      'report.json',
      '--sigstore',
      '--fulcio',
      service.url,
      '--rekor',
      service.url,
      '--timestamps',
      service.url,
      '--out',
      name,
    ],
    env,
  );

/** In this process: starting the program each time would take most of the time. */
async function gate(
  attestation: string | readonly string[],
  trustFile: string,
): Promise<readonly (string | undefined)[]> {
  const { decision, diagnostics } = await decide({
    model: at('model.csv'),
    policies: [at('tiny.yaml')],
    trust: at(trustFile),
    attestations: [attestation].flat().map(at),
    reports: [],
    refuse: [],
    asOf: new Date(),
  });
  return [decision, ...diagnostics.map(({ code }) => code)];
}

beforeAll(async () => {
  [sigstore, late] = await Promise.all([fakeSigstore(), fakeSigstore({ certifies: new Date(Date.now() - DAY) })]);
  cwd = folderWith({
    ...PREDICTED_SUBJECT,
    'tiny.yaml': STANDARD('tiny'),
    'root.json': JSON.stringify(sigstore.trustedRoot),
    'late.json': JSON.stringify(late.trustedRoot),
    'trust.yaml': trust(),
    'pattern.yaml': trust({ identity: 'https://github.com/acme/credit/.github/workflows/*@refs/heads/main' }),
    'dots.yaml': trust({ identity: WORKFLOW.replace('github.com', 'github_com').replaceAll('_', '.').slice(0, -2) }),
    'identity.yaml': trust({ identity: WORKFLOW.replace('main', 'dev') }),
    'issuer.yaml': trust({ issuer: `${ISSUER}.example.org` }),
    'late.yaml': trust({ root: 'late.json' }),
    'ended.yaml': trust({ more: `, validUntil: ${day(-1)}` }),
    'early.yaml': trust({ more: `, validFrom: ${day(2)}` }),
    'revoked.yaml': trust({ more: `, revoked: {on: ${day(-1)}, reason: leaked}` }),
    'key.yaml': trust({ asks: 'threshold: 1, keys: [reviewer]' }),
    'both.yaml': trust({ asks: 'threshold: 2, keys: [reviewer], identities: [pipeline, other]' }),
    'packs.yaml': trust({ asks: 'packs: ["*"], threshold: 1, identities: [pipeline]' }),
    'absent.yaml': trust({ root: 'none.json' }),
    'no-root.yaml': trust({ root: 'subject.yaml' }),
    'broken.json': JSON.stringify({
      ...sigstore.trustedRoot,
      certificateAuthorities: [{ certChain: { certificates: [{ rawBytes: 'AAAA' }] } }],
    }),
    'broken.yaml': trust({ root: 'broken.json' }),
  });
  expect(
    (await run(['check', 'subject.yaml', '--policy', 'tiny.yaml', '--no-cache', '--output', 'report.json'])).code,
  ).toBe(0);
  const signed = await sign('s.sigstore.jsonl', sigstore, { SIGSTORE_ID_TOKEN: identityToken(WORKFLOW, ISSUER) });
  expect([signed.code, signed.stderr]).toEqual([0, '']);
  expect(signed.stdout).toContain(`signed through Sigstore as ${WORKFLOW}, 1 signature in all`);
  const [verdict = ''] = readFileSync(at('s.sigstore.jsonl'), 'utf8').split('\n');
  writeFileSync(at('s.sigstore.json'), JSON.stringify(JSON.parse(verdict), null, 2));
}, 120_000);

afterAll(() => Promise.all([sigstore.close(), late.close()]));

/** The bundle with one thing changed. */
function changed(name: string, change: (bundle: Bundle) => void): string {
  const bundle = json('s.sigstore.json') as unknown as Bundle;
  change(bundle);
  writeFileSync(at(name), JSON.stringify(bundle));
  return name;
}

interface Bundle {
  mediaType: string;
  verificationMaterial: {
    certificate?: { rawBytes: string };
    tlogEntries: {
      integratedTime: string;
      inclusionPromise?: object;
      inclusionProof: { checkpoint: { envelope: string } };
    }[];
    timestampVerificationData?: object;
  };
  dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string }[] };
}

it('what is written is a bundle of version 0.3 over the statement, and one over the summary', () => {
  const bundles = readFileSync(at('s.sigstore.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Bundle);
  expect(bundles.map(({ mediaType }) => mediaType)).toEqual(
    Array(2).fill('application/vnd.dev.sigstore.bundle.v0.3+json'),
  );
  const types = bundles.map(
    ({ dsseEnvelope: { payload } }) =>
      (JSON.parse(Buffer.from(payload, 'base64').toString()) as { predicateType: string }).predicateType,
  );
  expect(types).toEqual(['urn:assay:verdict:v1', 'https://slsa.dev/verification_summary/v1']);
});

describe('a gate admits', () => {
  it.each(['trust.yaml', 'pattern.yaml'])(
    'what the identity of %s signed, a line of many or a bundle alone',
    async (trustFile) => {
      expect(await gate('s.sigstore.jsonl', trustFile)).toEqual(['admitted']);
      expect(await gate('s.sigstore.json', trustFile)).toEqual(['admitted']);
    },
  );

  it('on the command line, with the bundles where it looks for them', async () => {
    cpSync(at('s.sigstore.jsonl'), at('model.csv.sigstore.jsonl'));
    const done = await run(['gate', 'model.csv', '--policy', 'tiny.yaml', '--trust', 'trust.yaml', '--explain']);
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toContain('pipeline');
  });

  it('a statement that a pipeline and a key have signed, each in a file of its own', async () => {
    expect(await gate('s.sigstore.json', 'both.yaml')).toEqual(['refused', 'ASSAY1901']);
    await run(['attest', 'report.json', '--key-env', 'PEM', '--out', 'key.intoto.jsonl'], { PEM });
    expect(await gate('key.intoto.jsonl', 'both.yaml')).toEqual(['refused', 'ASSAY1901']);
    expect(await gate(['s.sigstore.json', 'key.intoto.jsonl'], 'both.yaml')).toEqual(['admitted']);
    // In one file, too: what is there stays.
    const more = await sign('key.intoto.jsonl', sigstore, { SIGSTORE_ID_TOKEN: identityToken(WORKFLOW, ISSUER) });
    expect(more.stdout).toContain('2 signatures in all');
    expect(await gate('key.intoto.jsonl', 'both.yaml')).toEqual(['admitted']);
  });
});

describe('a gate refuses', () => {
  it.each([
    ['another identity', 'identity.yaml', 'ASSAY1945'],
    ['an identity that is the beginning of another', 'dots.yaml', 'ASSAY1945'],
    ['another issuer', 'issuer.yaml', 'ASSAY1946'],
    ['another authority', 'late.yaml', 'ASSAY1947'],
    ['an identity that counted until yesterday', 'ended.yaml', 'ASSAY1902'],
    ['an identity that counts from the day after tomorrow', 'early.yaml', 'ASSAY1903'],
    ['an identity that was withdrawn', 'revoked.yaml', 'ASSAY1904'],
    ['an identity where a key is asked for', 'key.yaml', 'ASSAY1911'],
    ['a TrustedRoot whose content is none', 'broken.yaml', 'ASSAY1914'],
  ])('%s', async (_what, trustFile, code) =>
    expect(await gate('s.sigstore.json', trustFile)).toEqual(['refused', code]),
  );

  it.each(['packs.yaml', 'absent.yaml', 'no-root.yaml'])('to decide by %s', async (trustFile) =>
    expect(await gate('s.sigstore.json', trustFile)).toEqual([undefined, 'ASSAY1914']),
  );

  it('a certificate out of the log’s time', async () => {
    const done = await sign('late.sigstore.jsonl', late, { SIGSTORE_ID_TOKEN: identityToken(WORKFLOW, ISSUER) });
    expect(done.code).toBe(0);
    expect(await gate('late.sigstore.jsonl', 'late.yaml')).toEqual(['refused', 'ASSAY1948']);
  });

  it.each<[string, string, (bundle: Bundle) => void]>([
    [
      'a payload',
      'ASSAY1905',
      ({ dsseEnvelope }) => {
        const payload = Buffer.from(dsseEnvelope.payload, 'base64').toString();
        dsseEnvelope.payload = Buffer.from(payload.replace('"chosen":false', '"chosen":true')).toString('base64');
      },
    ],
    [
      'a signature',
      'ASSAY1947',
      ({ dsseEnvelope }) => {
        const sig = Buffer.from(dsseEnvelope.signatures[0]!.sig, 'base64');
        sig[sig.length - 1]! ^= 1;
        dsseEnvelope.signatures[0]!.sig = sig.toString('base64');
      },
    ],
    [
      'the log’s time',
      'ASSAY1947',
      ({ verificationMaterial: { tlogEntries } }) => {
        tlogEntries[0]!.integratedTime = String(Number(tlogEntries[0]!.integratedTime) + 1);
      },
    ],
    [
      'no log entry',
      'ASSAY1947',
      ({ verificationMaterial }) => {
        verificationMaterial.tlogEntries = [];
      },
    ],
    [
      'no time',
      'ASSAY1947',
      ({ verificationMaterial }) => {
        delete verificationMaterial.timestampVerificationData;
        delete verificationMaterial.tlogEntries[0]!.inclusionPromise;
      },
    ],
    [
      'a log’s name that is an expression without end',
      'ASSAY1947',
      ({ verificationMaterial: { tlogEntries } }) => {
        const { checkpoint } = tlogEntries[0]!.inclusionProof;
        checkpoint.envelope = checkpoint.envelope.replace('\u2014 rekor.test', '\u2014 ((.+)+)+!');
      },
    ],
    [
      'a certificate that is none',
      'ASSAY1947',
      ({ verificationMaterial }) => {
        verificationMaterial.certificate = { rawBytes: 'AAAA' };
      },
    ],
    [
      'no certificate',
      'ASSAY1947',
      ({ verificationMaterial }) => {
        delete verificationMaterial.certificate;
      },
    ],
    [
      'an envelope that is none',
      'ASSAY1950',
      (bundle) => {
        bundle.dsseEnvelope = null as never;
      },
    ],
  ])('a bundle with %s changed', async (what, code, change) => {
    expect(await gate(changed(`changed-${what.replace(/\W/g, '')}.json`, change), 'trust.yaml')).toEqual([
      'refused',
      code,
    ]);
  });
});

describe('attest says why it cannot sign', () => {
  const why = async (service: string, token?: string): Promise<string> => {
    vi.stubEnv('SIGSTORE_ID_TOKEN', token);
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    const services = { fulcio: service, rekor: service };
    const { diagnostics } = await attest({
      report: at('report.json'),
      signer: { sigstore: services },
      output: at('none.jsonl'),
    });
    return diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n');
  };
  afterEach(() => vi.unstubAllEnvs());

  it.each<[string, string | undefined]>([
    ['no identity', undefined],
    ['a token that is none', 'secret'],
    ['a token without a subject', identityToken('', ISSUER)],
  ])('%s', async (_what, token) => {
    const said = await why(sigstore.url, token);
    expect(said).toMatch(/^ASSAY1943 /);
    expect(said).not.toContain(token ?? 'secret');
  });

  it('a service that refuses', async () => {
    const token = identityToken(WORKFLOW, ISSUER);
    expect(await why(`${sigstore.url}/nowhere`, token)).toMatch(/^ASSAY1944 Fulcio/);
    expect(existsSync(at('none.jsonl'))).toBe(false);
  });

  it('options that do not go together', async () => {
    const codes = async (...args: readonly string[]) => codesIn(await run(['attest', 'report.json', ...args]));
    expect(await codes('--sigstore', '--key-env', 'PEM')).toEqual(['ASSAY1804']);
    expect(await codes('--key-env', 'PEM', '--rekor', sigstore.url)).toEqual(['ASSAY1804']);
    expect(await codes('--sigstore', '--rekor', 'http://example.org')).toEqual(['ASSAY1801']);
  });
});
