import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../tests/fixtures/memory-source.js';
import { KEYS, THREE, trustText, withSignatures, packFiles } from '../../tests/fixtures/signed-packs.js';
import { parseEnvelope, signed, type Envelope } from './envelope.js';
import { keyId } from './keys.js';
import { readTrustRoots, rootsOf, type TrustRoot } from './trust-roots.js';
import { verifyEnvelope } from './verify-envelope.js';

const read = (text: string) => readTrustRoots(memorySource({ 't.yaml': text }), 't.yaml');
const governs = (pattern: string, id: string): boolean =>
  rootsOf(read(trustText(THREE, { packs: pattern })).roots, id).length > 0;

describe('a root governs', () => {
  it.each([
    ['eu-ai-act', 'eu-ai-act', true],
    ['eu-ai-act', 'eu-ai-acts', false],
    ['eu-*', 'eu-ai-act', true],
    ['eu-*', 'neu-ai', false],
    ['*-act', 'eu-ai-act', true],
    ['*', 'anything', true],
    ['a*a', 'a', false],
    ['a**a', 'aa', true],
    ['*ai*act*', 'eu-ai-act', true],
  ])('%s: %s is %s', (pattern, id, expected) => expect(governs(pattern, id)).toBe(expected));

  it('as a regular expression would say', () => {
    const some = fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 8 });
    const ids = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(some, ids, (pattern, id) => {
        expect(governs(pattern, id)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(id));
      }),
      { numRuns: 60 },
    );
  });

  it('in bounded time, whatever the pattern', () => {
    expect(governs('a*'.repeat(50), 'a'.repeat(99) + 'b')).toBe(true);
    expect(governs(`${'a*'.repeat(49)}c`, 'a'.repeat(99) + 'b')).toBe(false);
  });
});

describe('documents that cannot be met', () => {
  const ok = trustText(THREE);
  it.each([
    ['a threshold above the keys', ok.replace('threshold: 2', 'threshold: 4'), 17],
    ['a key that is not there', ok.replace('[a, b, c]', '[a, b, d]'), 17],
    ['one key under two names', trustText({ ...THREE, again: { key: KEYS.a.publicKey } }), 17],
    ['days the wrong way round', trustText({ ...THREE, a: { key: KEYS.a.publicKey, validUntil: '2025-01-01' } }), 7],
  ])('%s', (_, text, line) => {
    const { roots, diagnostics } = read(text);
    expect(roots).toBeUndefined();
    expect(diagnostics.map(({ code, range }) => [code, range?.line])).toEqual([['ASSAY1914', line]]);
  });

  it('a key that is none of Ed25519 is a fault of the document', () => {
    const { roots, diagnostics } = read(ok.replace('MCowBQYDK2VwAyEA', 'MCowBQYDK2VuAyEA'));
    expect([roots, diagnostics.length]).toEqual([undefined, 1]);
  });
});

describe('verifying', () => {
  const AT = new Date('2026-11-26T00:00:00Z');
  const rootOf = (keys: Parameters<typeof trustText>[0], threshold = 2): TrustRoot =>
    read(trustText(keys, { threshold })).roots!.roots[0]!;
  const plain: Envelope = { payloadType: 'text/x-anything', payload: Buffer.from('anything'), signatures: [] };
  const by = (...keys: readonly (keyof typeof KEYS)[]): Envelope =>
    keys.reduce((envelope, name) => signed(envelope, KEYS[name]), plain);
  const codes = (envelope: Envelope, root = rootOf(THREE), at = AT) =>
    verifyEnvelope(envelope, root, at).faults.map(({ code }) => code);
  const days = (change: object) => ({ ...THREE, b: { key: KEYS.b.publicKey, ...change } });

  it.each([
    ['two of three', by('a', 'b'), undefined, []],
    ['all three', by('a', 'b', 'c'), undefined, []],
    ['one', by('a'), undefined, ['ASSAY1901']],
    ['one and a stranger', by('a', 'stranger'), undefined, ['ASSAY1901']],
    ['a stranger', by('stranger'), undefined, ['ASSAY1911']],
    ['an expired key', by('a', 'b'), days({ validUntil: '2026-11-26' }), ['ASSAY1902']],
    ['a key on its last day', by('a', 'b'), days({ validUntil: '2026-11-27' }), []],
    ['a key that is not valid yet', by('a', 'b'), days({ validFrom: '2026-11-27' }), ['ASSAY1903']],
    ['a key on its first day', by('a', 'b'), days({ validFrom: '2026-11-26' }), []],
    ['a revoked key', by('a', 'b'), days({ revoked: '2027-06-01' }), ['ASSAY1904']],
    ['a revoked key beside two others', by('a', 'b', 'c'), days({ revoked: '2026-06-01' }), []],
  ])('%s', (_, envelope, keys, expected) => expect(codes(envelope, rootOf(keys ?? THREE))).toEqual(expected));

  it('counts keys, not signatures, and does not rely on their names', () => {
    const [first] = by('a').signatures;
    const twice = { ...by('a'), signatures: [first!, { ...first!, keyid: keyId(KEYS.b.publicKey) }] };
    expect(codes(twice)).toEqual(['ASSAY1901']);
    const { signatures } = by('a', 'b');
    expect(codes({ ...by('a', 'b'), signatures: signatures.map(({ sig }) => ({ sig })) })).toEqual([]);
  });

  it('any bit that is changed in payload, type or a signature is noticed', () => {
    const envelope = by('a', 'b');
    const flipped = (bytes: Uint8Array, bit: number): Uint8Array =>
      bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    fc.assert(
      fc.property(fc.nat({ max: 63 }), fc.nat({ max: 511 }), (inPayload, inSignature) => {
        expect(codes({ ...envelope, payload: flipped(envelope.payload, inPayload) })).toEqual([
          'ASSAY1905',
          'ASSAY1905',
        ]);
        const signatures = envelope.signatures.map((each, index) =>
          index === 0 ? { ...each, sig: flipped(each.sig, inSignature) } : each,
        );
        expect(codes({ ...envelope, signatures })).toEqual(['ASSAY1905']);
      }),
      { numRuns: 40 },
    );
    expect(codes({ ...envelope, payloadType: 'text/x-other' })).toEqual(['ASSAY1905', 'ASSAY1905']);
  });

  it('of a pack, what the file holds', () => {
    const text = withSignatures(packFiles('tiny'), KEYS.a, KEYS.b)['pack.dsse.json']!;
    expect(codes(parseEnvelope(Buffer.from(text)))).toEqual([]);
  });
});
