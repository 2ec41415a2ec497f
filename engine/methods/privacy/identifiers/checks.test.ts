import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { passesGb11643, passesIcao, passesLuhn, passesMod97, passesVin } from './check-digits.js';
import { findIn } from './scan-text.js';
import type { Kind } from './finding.js';

type Cases = readonly (readonly [text: string, valid: boolean])[];
const REFERENCE = JSON.parse(
  readFileSync(new URL('../../../../tests/reference/identifiers.json', import.meta.url), 'utf8'),
) as Readonly<Record<'luhn' | 'iban' | 'ric' | 'ssn' | 'ip', Cases>>;

const kindsIn = (text: string, hints: readonly Kind[] = []): readonly string[] =>
  findIn(text, { regions: [], hints: new Set(hints) })
    .filter(({ start, end }) => start === 0 && end === text.length)
    .map(({ kind }) => kind);

describe('as python-stdnum and Python have it', () => {
  it.each(REFERENCE.luhn)('payment card %s: %s', (text, valid) => {
    expect(passesLuhn(text)).toBe(valid);
    if (!valid) expect(kindsIn(text)).not.toContain('payment-card');
  });
  it.each(REFERENCE.iban)('IBAN %s: %s', (text, valid) => {
    expect(kindsIn(text).includes('iban')).toBe(valid);
  });
  it.each(REFERENCE.ric)('resident identity number %s: %s', (text, valid) => {
    expect(kindsIn(text).includes('chinese-id')).toBe(valid);
  });
  it.each(REFERENCE.ssn)('social security number %s: %s', (text, valid) => {
    expect(kindsIn(text).includes('ssn')).toBe(valid);
  });
  it.each(REFERENCE.ip)('IP address %s: %s', (text, valid) => {
    // 0.0.0.0/8 names no host.
    expect(kindsIn(text, ['ip-address']).includes('ip-address')).toBe(valid && !text.startsWith('0.'));
  });
});

test.each([
  // ISO 13616, the registry's examples.
  ['GB82WEST12345698765432', true],
  ['DE89370400440532013000', true],
  ['FR1420041010050500013M02606', true],
  ['GB82WEST12345698765423', false],
])('%s passes MOD 97: %s', (text, passes) => expect(passesMod97(text)).toBe(passes));

test.each([
  // GB 11643-1999, annex A.
  ['11010519491231002X', true],
  ['440524188001010014', true],
  ['110105194912310021', false],
])('%s passes GB 11643: %s', (text, passes) => expect(passesGb11643(text)).toBe(passes));

test.each([
  // The usual examples of 49 CFR 565.
  ['1M8GDM9AXKP042788', true],
  ['11111111111111111', true],
  ['1M8GDM9A1KP042788', false],
])('%s passes 49 CFR 565: %s', (text, passes) => expect(passesVin(text)).toBe(passes));

test.each([
  // ICAO Doc 9303-3 and -4, the specimen of Utopia.
  ['L898902C3', '6', true],
  ['740812', '2', true],
  ['120415', '9', true],
  ['520727', '3', true],
  ['520727', '4', false],
])('%s passes ICAO 9303 with %s: %s', (field, check, passes) => expect(passesIcao(field, check)).toBe(passes));
