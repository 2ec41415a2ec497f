import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { LOOK_AHEAD, LOOK_BEHIND } from './finding.js';
import type { Finding } from './finding.js';
import { findIn } from './scan-text.js';
import { StreamScanner } from './scan-stream.js';

const CONTEXT = { regions: ['US', 'CN'], hints: new Set<never>() };

function streamed(text: string, pieces: readonly number[]): readonly Finding[] {
  const findings: Finding[] = [];
  const scanner = new StreamScanner(CONTEXT, (finding) => findings.push(finding));
  let at = 0;
  for (let index = 0; at < text.length; index++) {
    const size = pieces[index % pieces.length]!;
    scanner.push(text.slice(at, at + size));
    at += size;
  }
  scanner.end();
  return findings;
}

/** Pieces of identifiers, and what breaks them. */
const fragment = fc.constantFrom(
  ...[
    'john.smith@example.org',
    'Anna Smith',
    '患者王小明',
    '4111 1111 1111 1111',
    '+1 415 867 5309',
    'GB82WEST12345698765432',
  ],
  ...[
    '192.168.0.17',
    '2001:db8::1:2',
    '1985-03-14',
    'born ',
    'SSN 536-90-4399',
    'https://a.example/b',
    'key=q8ZbT2xW9vLm4KpR',
  ],
  ...[
    ' ',
    '\n',
    '，',
    '.',
    '@',
    '-',
    ':',
    '_',
    '9',
    'a',
    '张',
    'x'.repeat(600),
    ' '.repeat(90),
    'lorem ipsum dolor sit amet ',
  ],
);

test('a text in pieces holds what the whole holds', () => {
  fc.assert(
    fc.property(
      fc.array(fragment, { maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 5 }),
      (fragments, pieces) => {
        const text = fragments.join('').repeat(4);
        expect(streamed(text, pieces)).toEqual(findIn(text, CONTEXT));
      },
    ),
    { numRuns: 150 },
  );
});

test('findings are in order, inside the text, and do not overlap', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fragment, fc.string({ unit: 'grapheme' })), { maxLength: 30 }), (fragments) => {
      const text = fragments.join('');
      let last = 0;
      for (const { start, end } of findIn(text, CONTEXT)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        last = end;
      }
    }),
  );
});

describe('hostile text', () => {
  // A quadratic scan takes hours; the bound has room for a slow, busy machine.
  const SIZE = 2e5;
  const MOST_SECONDS = 30;
  const PIECES = [
    'a',
    'a@',
    'a.',
    '@',
    '9',
    '9 ',
    '123 ',
    '1-',
    '1.',
    '+1 ',
    '(1',
    'a:',
    'ff:',
    '::',
    'A<',
    'key=a ',
    'key= ',
    '"',
    '=',
    ' ',
    'AKIA',
    'eyJ',
    'eyJ.',
    '-----BEGIN ',
    'John ',
    'Mr ',
    "O'",
    'A-',
    'Jan 1 ',
    '1 Jan ',
    '张',
    '患者',
    '京A',
    'GB12 ',
    'www.',
    'http://',
    '1°',
    '12.3456, ',
    'x'.repeat(511) + ' ',
  ];
  const seconds = (text: string): number => {
    const before = performance.now();
    findIn(text, CONTEXT);
    return (performance.now() - before) / 1000;
  };

  it.each(PIECES)('%j repeated', (piece) => {
    expect(seconds(piece.repeat(Math.ceil(SIZE / piece.length)))).toBeLessThan(MOST_SECONDS);
  });

  it('3 MB of runs of each', () => {
    const run = 3e6 / PIECES.length;
    const text = PIECES.map((piece) => piece.repeat(Math.ceil(run / piece.length))).join('\n');
    expect(seconds(text)).toBeLessThan(4 * MOST_SECONDS);
  });

  it('costs no more a character in a long text than in a short one', () => {
    const each = (size: number): number => seconds('a.b@c 123 456 key=x:1 '.repeat(size / 20)) / size;
    each(2e5);
    const short = Math.min(each(2e5), each(2e5), each(2e5));
    expect(each(2e6)).toBeLessThan(20 * short);
  });
});

test('a stream holds no more than a piece and what detectors look at', () => {
  const scanner = new StreamScanner(CONTEXT, () => {});
  const piece = 'the patient wrote from jo@example.org on 2024-01-31 and '.repeat(400);
  for (let index = 0; index < 100; index++) {
    scanner.push(piece);
    expect(scanner.heldLength).toBeLessThanOrEqual(piece.length + LOOK_AHEAD + LOOK_BEHIND + 2400);
  }
});
