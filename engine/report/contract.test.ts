/** The report's schema and the hand-written contracts must say the same: checked by the compiler, both ways. */
import { expect, test } from 'vitest';
import type { Diagnostic } from '../document/diagnostic.js';
import type { Cause, CheckVerdict, Evidence, RuleJudgement, RuleVerdict, Settle } from '../judge/verdict.js';
import type { Measurement } from '../measure/measurement.js';
import type { Detail } from '../plugins/detail.js';
import type { Basis, Fact, Figure, FigureList, Output, Uncertainty, Unmeasured } from '../plugins/figure.js';
import type {
  DetailRecord,
  DiagnosticRecord,
  EvidenceRecord,
  FigureRecord,
  MeasurementRecord,
  OutputRecord,
  Report,
  RuleRecord,
  SettleRecord,
} from './report.js';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** A figure as contracts have it: the report adds its interval. */
type Bare<T> = T extends { readonly items: readonly (infer Item)[] }
  ? { readonly items: readonly { readonly [Key in keyof Item]: Bare<Item[Key]> }[] }
  : T extends { readonly estimate: number }
    ? Omit<T, 'interval'>
    : T;

const agreements: readonly true[] = [
  true satisfies Same<Omit<FigureRecord, 'interval'>, Figure>,
  true satisfies Same<FigureRecord['uncertainty'], Uncertainty>,
  true satisfies Same<Bare<OutputRecord>, Output>,
  true satisfies Same<Extract<OutputRecord, { unmeasured: unknown }>, Unmeasured>,
  true satisfies Same<Extract<OutputRecord, { value: unknown }>, Fact>,
  true satisfies Same<Bare<Extract<OutputRecord, { items: unknown }>>, FigureList>,
  true satisfies Same<EvidenceRecord, Evidence>,
  true satisfies Same<SettleRecord, Settle>,
  true satisfies Same<DetailRecord, Detail>,
  true satisfies Same<DiagnosticRecord, Diagnostic>,
  true satisfies Same<Omit<MeasurementRecord, 'outputs'>, Omit<Measurement, 'outputs'>>,
  true satisfies Same<RuleRecord['verdict'], RuleVerdict>,
  true satisfies Same<NonNullable<RuleRecord['cause']>, Cause>,
  true satisfies Same<RuleRecord['basis'][number], Basis>,
  true satisfies Same<Report['verdict'], CheckVerdict>,
  true satisfies Same<Pick<RuleRecord, 'verdict' | 'cause' | 'evidence' | 'settle' | 'switchedOffBy'>, RuleJudgement>,
];

test('generated types and contracts agree (the compiler checks; this keeps the file in the run)', () => {
  expect(agreements).not.toContain(false);
});
