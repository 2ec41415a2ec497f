import { expect, it } from 'vitest';
import type { TrustedIdentity, TrustRoot } from './trust-roots.js';
import { verifyEnvelope } from './verify-envelope.js';
import type { KeylessFindings } from './verify-envelope.js';

const ENVELOPE = { payloadType: 'text/plain', payload: Buffer.from('it conforms'), signatures: [] };
const SIGNED = new Date('2026-05-01T12:00:00Z');

const identity = (name: string, days: Partial<TrustedIdentity> = {}): TrustedIdentity => ({
  name,
  identity: '*',
  issuer: 'https://example.org',
  trustedRoot: { path: 'root.json', json: {} },
  ...days,
});
const rootOf = (threshold: number, ...identities: readonly TrustedIdentity[]): TrustRoot => ({
  id: 'release',
  packs: [],
  attestations: ['*'],
  threshold,
  keys: [],
  identities,
});
const fits = (...identities: readonly TrustedIdentity[]): KeylessFindings =>
  new Map(identities.map((one) => [one, SIGNED]));

it('counts the signer of one bundle once, however many identities it fits', () => {
  const [workflow, any] = [identity('workflow'), identity('any')];
  const root = rootOf(2, workflow, any);
  const one = verifyEnvelope(ENVELOPE, root, SIGNED, [fits(workflow, any)]);
  expect(one.signers).toEqual(['workflow']);
  expect(one.faults).toMatchObject([{ code: 'ASSAY1901' }]);
  expect(verifyEnvelope(ENVELOPE, root, SIGNED, [fits(workflow, any), fits(workflow, any)]).signers).toHaveLength(1);
  expect(verifyEnvelope(ENVELOPE, root, SIGNED, [fits(workflow, any), fits(any)])).toEqual({
    signers: ['any', 'workflow'],
    faults: [],
  });
});

it('takes an identity that stands where another one of the same signer has ended', () => {
  const [ended, follows] = [identity('ended', { validUntil: '2026-01-01' }), identity('follows')];
  const bundles = [fits(ended, follows)];
  expect(verifyEnvelope(ENVELOPE, rootOf(1, ended, follows), SIGNED, bundles)).toEqual({
    signers: ['follows'],
    faults: [],
  });
  expect(verifyEnvelope(ENVELOPE, rootOf(1, ended), SIGNED, bundles).faults).toMatchObject([{ code: 'ASSAY1902' }]);
});
