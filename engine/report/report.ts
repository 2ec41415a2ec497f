/** The report's types, as generated from `schemas/report.schema.json`, made read-only. */
import type * as Generated from './types.generated.js';

export type DeepReadonly<T> = T extends (infer Item)[]
  ? number extends T['length']
    ? readonly DeepReadonly<Item>[]
    : { readonly [Index in keyof T]: DeepReadonly<T[Index]> }
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

export type Report = DeepReadonly<Generated.Report>;
export type ReportList = DeepReadonly<Generated.ReportList>;
export type UnreadSubject = DeepReadonly<Generated.UnreadSubject>;
export type RuleRecord = DeepReadonly<Generated.RuleRecord>;
export type EvidenceRecord = DeepReadonly<Generated.EvidenceRecord>;
export type SettleRecord = DeepReadonly<Generated.SettleRecord>;
export type MeasurementRecord = DeepReadonly<Generated.MeasurementRecord>;
export type OutputRecord = DeepReadonly<Generated.OutputRecord>;
export type FigureRecord = DeepReadonly<Generated.FigureRecord>;
export type DetailRecord = DeepReadonly<Generated.DetailRecord>;
export type WaiverRecord = DeepReadonly<Generated.WaiverRecord>;
export type SubjectRecord = DeepReadonly<Generated.SubjectRecord>;
export type PolicyRecord = DeepReadonly<Generated.PolicyRecord>;
export type DiagnosticRecord = DeepReadonly<Generated.DiagnosticRecord>;
export type Footprint = DeepReadonly<Generated.Footprint>;
export type NotAssessed = DeepReadonly<Generated.NotAssessed>;
