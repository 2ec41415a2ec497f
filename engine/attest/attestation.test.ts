import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgedReport, soundPolicy } from '../../tests/fixtures/judged-report.js';
import { KEYS, STANDARD } from '../../tests/fixtures/signed-packs.js';
import { signed } from '../trust/envelope.js';
import { envelopeOf } from '../trust/statement.js';
import type { TrustRoots } from '../trust/trust-roots.js';
import { attestationText, parseAttestations } from './attestation-file.js';
import { refusalConditions, timeConditions } from './conditions.js';
import { holdsUntil } from './holds-until.js';
import { policyCondition } from './policy-condition.js';
import { isAttestable, statementsOf } from './predicate.js';
import { weighSignatures } from './signatures.js';
import { claimedType, verdictStatement } from './verdict-statement.js';

const ROOTS: TrustRoots = {
  file: 'trust.yaml',
  roots: [
    {
      id: 'us',
      packs: [],
      attestations: ['tin*'],
      threshold: 1,
      keys: [{ name: 'a', key: KEYS.a.publicKey, validFrom: '2026-01-01', validUntil: '2028-01-01' }],
    },
  ],
};
const NOW = new Date('2026-11-26');
const OUTPUTS = {
  'evaluation/holdout': { accuracy: { estimate: 0.95, unit: '1', uncertainty: { kind: 'exact' }, basis: 'observed' } },
} as const;

function reportOf(standard: string, given: Parameters<typeof judgedReport>[2] = {}) {
  const report = judgedReport({ 'tiny.yaml': standard }, 'tiny.yaml', { outputs: OUTPUTS, ...given });
  const model = { digest: `sha256:${'1'.repeat(64)}`, format: 'onnx' };
  const attestable = { ...report, subject: { ...report.subject, model } };
  if (!isAttestable(attestable)) throw new Error('not attestable');
  return attestable;
}
const envelope = signed(envelopeOf(statementsOf(reportOf(STANDARD('tiny')), undefined)[0]!), KEYS.a);
const text = attestationText([{ envelope }]);

const isTrusted = (bytes: Uint8Array): boolean => {
  const found = parseAttestations(bytes);
  if ('code' in found) return false;
  return found.every((each) => weighSignatures(each.envelope, ['tiny'], ROOTS, NOW).faults.length === 0);
};

describe('an envelope', () => {
  it('is read as it was written', () => {
    expect(isTrusted(Buffer.from(text))).toBe(true);
    expect(claimedType(envelope)).toBe('urn:assay:verdict:v1');
    expect(verdictStatement(envelope)).toMatchObject({ predicate: { verdict: 'conforms', bases: ['observed'] } });
  });

  it('is refused with any byte changed', () => {
    const bytes = Buffer.from(text);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, by) => {
        const changed = Buffer.from(bytes);
        changed[index]! ^= by;
        return !isTrusted(changed);
      }),
      { numRuns: 1000 },
    );
    // What no signature is on, byte by byte: names of fields, key ids, padding, the end of the line.
    for (const index of bytes.keys()) {
      if (index > 30 && index < text.indexOf('"signatures"') - 8) continue;
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1;
      expect(isTrusted(changed), `byte ${index}`).toBe(false);
    }
  });

  it('of arbitrary bytes is refused and throws nothing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => !isTrusted(bytes)));
    fc.assert(fc.property(fc.json(), (json) => !isTrusted(Buffer.from(`${json}\n`))));
  });

  it('of a statement that is none, or of another form, is told apart', () => {
    const of = (predicate: unknown, subject = new Map([['model', `sha256:${'1'.repeat(64)}`]])) =>
      verdictStatement(envelopeOf({ subject, predicateType: 'urn:assay:verdict:v1', predicate }));
    const sound = verdictStatement(envelope);
    if ('code' in sound) throw new Error(sound.message);
    expect(of(sound.predicate)).toHaveProperty('main');
    expect(of({ ...sound.predicate, more: 1 })).toMatchObject({ code: 'ASSAY1955' });
    expect(of({ ...sound.predicate, verdict: 'fine' })).toMatchObject({ code: 'ASSAY1955' });
    expect(of(null)).toMatchObject({ code: 'ASSAY1955' });
    expect(of(sound.predicate, new Map([['model', `sha256:${'2'.repeat(64)}`]]))).toMatchObject({ code: 'ASSAY1955' });
    expect(claimedType({ ...envelope, payload: Buffer.from('null') })).toMatchObject({ code: 'ASSAY1953' });
  });

  it('counts under policies that a root governs alone', () => {
    const codes = (ids: readonly string[], roots?: TrustRoots) =>
      weighSignatures(envelope, ids, roots, NOW).faults.map(({ code }) => code);
    expect(codes(['tiny', 'tintin'], ROOTS)).toEqual([]);
    expect(codes(['tiny', 'other'], ROOTS)).toEqual(['ASSAY1954']);
    expect(codes([], ROOTS)).toEqual(['ASSAY1954']);
    expect(codes(['tiny'])).toEqual(['ASSAY1954']);
  });
});

describe('how long a verdict holds', () => {
  const until = (more: string, given: Parameters<typeof judgedReport>[2] = {}) => {
    const standard = STANDARD('tiny').replace('    level: shall\n', `    level: shall\n${more}`);
    const { policy } = soundPolicy({ 'tiny.yaml': standard }, 'tiny.yaml');
    return holdsUntil(reportOf(standard, given), { ...policy, waivers: given.waivers ?? [] }, 'report.json');
  };
  it.each([
    ['no date', '', undefined],
    ['a rule that ends', '    effectiveUntil: 2027-01-01\n', '2027-01-01T00:00:00.000Z'],
    ['a rule that becomes binding, and passes', '    transition: {until: 2027-01-01}\n', undefined],
    ['evidence that has no age', '    maxAge: 5d\n', undefined],
  ])('%s', (_what, more, expected) => {
    expect(until(more)).toBe(expected);
  });

  it.each([
    ['old enough', '2026-11-01', '2026-12-02T00:00:00.001Z'],
    ['of a day to come', '2026-12-24', '2026-12-23T00:00:00.000Z'],
  ])('evidence that says its day, %s', (_what, day, expected) => {
    const standard = STANDARD('tiny').replace('    level: shall\n', '    level: shall\n    maxAge: 31d\n');
    const { policy } = soundPolicy({ 'tiny.yaml': standard }, 'tiny.yaml');
    const report = reportOf(standard);
    const measurements = report.measurements.map((one) => ({ ...one, dated: { of: 'questions.bank.revised', day } }));
    // As it was judged on that day.
    const verdict = day > report.asOf ? 'undetermined' : report.verdict;
    expect(holdsUntil({ ...report, verdict, measurements }, policy, 'report.json')).toBe(expected);
  });

  it('answers of a server', () => {
    const standard = STANDARD('tiny').replace('    level: shall\n', '    level: shall\n    maxAge: 31d\n');
    const { policy } = soundPolicy({ 'tiny.yaml': standard }, 'tiny.yaml');
    const report = reportOf(standard);
    const answered = { from: '2026-11-01', to: '2026-11-20' };
    const measurements = report.measurements.map((one) => ({ ...one, answered }));
    expect(holdsUntil({ ...report, measurements }, policy, 'report.json')).toBe('2026-12-02T00:00:00.001Z');
  });

  it('a waiver that ends', () => {
    const origin = { file: 'w.yaml', range: { line: 1, column: 1, endLine: 1, endColumn: 1 }, layer: 'w' };
    const waiver = { rule: 'tiny/RIGHT', subject: 'credit-risk', reason: 'so', approvedBy: ['x'], origin } as const;
    const outputs = {
      'evaluation/holdout': { accuracy: { ...OUTPUTS['evaluation/holdout'].accuracy, estimate: 0.5 } },
    };
    const waivers = [{ ...waiver, expires: '2026-12-24T00:00:00Z', covers: ['fail'] as const }];
    expect(until('', { outputs, waivers })).toBe('2026-12-24T00:00:00.000Z');
  });
});

describe('conditions', () => {
  const sound = verdictStatement(envelope);
  if ('code' in sound) throw new Error(sound.message);
  const { predicate } = sound;
  const codes = (told: ReturnType<typeof timeConditions>) =>
    told.flatMap(([, , faults]) => faults.map(({ code }) => code));
  const DAY = 86_400_000;

  it('of time hold at their limits', () => {
    const at = (instant: string, maxAge?: number) => codes(timeConditions(predicate, new Date(instant), maxAge));
    expect(at('2026-11-24')).toEqual([]);
    expect(at('2026-11-25', DAY)).toEqual([]);
    expect(at('2026-11-25T00:00:00.001Z', DAY)).toEqual(['ASSAY1963']);
    expect(at('2026-11-23T23:59:59.999Z')).toEqual(['ASSAY1964']);
    const held = { ...predicate, holdsUntil: '2026-12-01T00:00:00.000Z' };
    expect(codes(timeConditions(held, new Date('2026-11-30T23:59:59.999Z'), undefined))).toEqual([]);
    expect(codes(timeConditions(held, new Date('2026-12-01'), undefined))).toEqual(['ASSAY1965']);
  });

  it('of another policy do not take over what was waived there', async () => {
    const { policy, resolved } = soundPolicy({ 'tiny.yaml': STANDARD('tiny', 0.8) }, 'tiny.yaml');
    const base = { policy, catalogue: resolved.catalogue };
    const waived = { ...predicate, waivers: [{ rule: 'tiny/RIGHT', approvedBy: ['x'], expires: '2027-01-01' }] };
    const under = soundPolicy({ 'tiny.yaml': STANDARD('tiny') }, 'tiny.yaml').policy;
    expect(codes([await policyCondition(waived, base, under, NOW)])).toEqual(['ASSAY1968']);
    expect(codes([await policyCondition(predicate, base, under, NOW)])).toEqual([]);
    expect(codes([await policyCondition(predicate, base, undefined, NOW)])).toEqual(['ASSAY1960']);
    expect(codes([await policyCondition(predicate, base, policy, NOW)])).toEqual(['ASSAY1960']);
  });

  it('refuse what they are asked to, and nothing else', () => {
    const waiver = { rule: 'tiny/RIGHT', approvedBy: ['x'], expires: '2027-01-01' };
    const poor = {
      ...predicate,
      seed: { value: 7, chosen: true },
      measurements: { count: 2, cached: 1 },
      waivers: [waiver],
      bases: ['declared', 'estimated', 'logged'] as const,
    };
    const all = ['chosen-seed', 'cached', 'waivers', 'declared', 'logged', 'estimated'] as const;
    const expected = ['ASSAY1966', 'ASSAY1967', 'ASSAY1968', 'ASSAY1969', 'ASSAY1969', 'ASSAY1969'];
    expect(codes(refusalConditions(poor, all))).toEqual(expected);
    expect(codes(refusalConditions(predicate, all))).toEqual([]);
    expect(codes(refusalConditions(poor, []))).toEqual([]);
  });
});
