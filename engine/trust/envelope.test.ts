import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { envelopeText, isSignedBy, parseEnvelope, preAuthEncoding, signed } from './envelope.js';
import { newSigningKey } from './keys.js';

/** The test vector of the specification: secure-systems-lab/dsse, protocol.md 1.0.2, "Test Vectors". */
const VECTOR = {
  envelope:
    '{"payload": "aGVsbG8gd29ybGQ=", "payloadType": "http://example.com/HelloWorld", "signatures": [{"sig": "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="}]}',
  pae: 'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
  x: 46950820868899156662930047687818585632848591499744589407958293238635476079160n,
  y: 5640078356564379163099075877009565129882514886557779369047442380624545832820n,
};

const coordinate = (value: bigint): string =>
  Buffer.from(value.toString(16).padStart(64, '0'), 'hex').toString('base64url');

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('what is signed', () => {
  const envelope = parseEnvelope(bytes(VECTOR.envelope));
  const encoded = preAuthEncoding(envelope.payloadType, envelope.payload);

  it('is the specification’s, byte for byte', () => {
    expect(Buffer.from(encoded).toString()).toBe(VECTOR.pae);
  });

  it('is what the specification’s own key signed (ECDSA, P-256)', () => {
    const jwk = { kty: 'EC', crv: 'P-256', x: coordinate(VECTOR.x), y: coordinate(VECTOR.y) };
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const { sig } = envelope.signatures[0]!;
    expect(verify('sha256', encoded, { key, dsaEncoding: 'ieee-p1363' }, sig)).toBe(true);
    expect(verify('sha256', encoded.slice(1), { key, dsaEncoding: 'ieee-p1363' }, sig)).toBe(false);
  });

  it('counts bytes, not characters', () => {
    expect(Buffer.from(preAuthEncoding('é', bytes('规'))).toString()).toBe('DSSEv1 2 é 3 规');
  });
});

describe('signatures', () => {
  const [a, b] = [newSigningKey(), newSigningKey()];
  const plain = { payloadType: 'text/x-anything', payload: bytes('anything'), signatures: [] };

  it('of several keys stand side by side, in one order; a second one of a key takes the place of the first', () => {
    const ab = signed(signed(plain, a), b);
    expect(signed(signed(plain, b), a)).toEqual(ab);
    expect(signed(ab, a)).toEqual(ab);
    expect(ab.signatures).toHaveLength(2);
  });

  it('hold for their payload and its type alone', () => {
    const envelope = signed(plain, a);
    const signature = envelope.signatures[0]!;
    expect(isSignedBy(envelope, signature, a.publicKey)).toBe(true);
    expect(isSignedBy(envelope, signature, b.publicKey)).toBe(false);
    expect(isSignedBy({ ...envelope, payload: bytes('anythinh') }, signature, a.publicKey)).toBe(false);
    expect(isSignedBy({ ...envelope, payloadType: 'text/x-other' }, signature, a.publicKey)).toBe(false);
    expect(isSignedBy(envelope, { sig: new Uint8Array(3) }, a.publicKey)).toBe(false);
  });

  it('come back from text as they were', () => {
    const envelope = signed(plain, a);
    const read = parseEnvelope(bytes(envelopeText(envelope)));
    expect(envelopeText(read)).toBe(envelopeText(envelope));
    expect(isSignedBy(read, read.signatures[0]!, a.publicKey)).toBe(true);
  });
});

describe('parsing', () => {
  const text = (change: Record<string, unknown>): string =>
    JSON.stringify({ payloadType: 't', payload: 'aGk_-w', signatures: [{ keyid: '', sig: 'AA==' }], ...change });

  it('takes URL-safe base64 and fields that it does not know, and an empty keyid for none', () => {
    const { payload, signatures } = parseEnvelope(bytes(text({ later: 1 })));
    expect(Buffer.from(payload).toString('hex')).toBe('68693ffb');
    expect(signatures).toEqual([{ sig: Buffer.of(0) }]);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['no UTF-8', Buffer.from([0xff])],
    ['no payloadType', text({ payloadType: 1 })],
    ['no payload', text({ payload: undefined })],
    ['a payload of two alphabets', text({ payload: '+_' })],
    ['a payload with a blank', text({ payload: 'aGk ' })],
    ['no signatures', text({ signatures: [] })],
    ['a signature without one', text({ signatures: [{ keyid: 'k' }] })],
    ['a signature that is null', text({ signatures: [null] })],
    ['a keyid that is a number', text({ signatures: [{ keyid: 1, sig: 'AA==' }] })],
    ['a hundred and one signatures', text({ signatures: Array.from({ length: 101 }, () => ({ sig: 'AA==' })) })],
  ])('refuses %s', (_, given) => {
    expect(() => parseEnvelope(typeof given === 'string' ? bytes(given) : given)).toThrow(
      expect.objectContaining({ code: 'ASSAY1910' }),
    );
  });
});
