/* Generated from schemas/report.schema.json by scripts/generate.mjs. Do not edit. */

/**
 * What a check came to: everything else (pages, gates, attestations, replays) is derived from this record and reads nothing else.
 */
export type ReportDocument = Report | ReportList;
export type CheckVerdict = 'conforms' | 'does-not-conform' | 'undetermined';
/**
 * Text that a person reads: one string, or a map by language.
 */
export type Text =
  | string
  | {
      [k: string]: string;
    };
export type Digest = string;
/**
 * Raw: a waiver does not change it.
 */
export type RuleVerdict = 'pass' | 'fail' | 'undetermined' | 'not-applicable';
/**
 * Why a rule is undetermined: `uncertain` (the sampling error straddles the limit), `bounded` (a range does), `basis` (a figure rests on what the rule does not accept), or why a figure could not be measured.
 */
export type Cause =
  | 'uncertain'
  | 'bounded'
  | 'basis'
  | 'missing-input'
  | 'unsupported'
  | 'timed-out'
  | 'failed'
  | 'out-of-domain'
  | 'stale'
  | 'budget';
/**
 * `observed`: Assay saw it; `estimated`: by a model from what Assay saw; `logged`: another program's record; `declared`: somebody's word.
 */
export type Basis = 'observed' | 'estimated' | 'logged' | 'declared';
/**
 * JSON Logic, as written.
 */
export type Logic =
  | {
      [k: string]: unknown;
    }
  | unknown[]
  | string
  | number
  | boolean
  | null;
/**
 * @minItems 2
 * @maxItems 2
 */
export type Interval = [number, number];
/**
 * What would settle an undetermined rule.
 */
export type SettleRecord =
  | {
      rows: number;
    }
  | {
      repeats: number;
    }
  | {
      never: 'not at this estimate';
    }
  | {
      provide: string;
    };
export type OutputRecord = FigureRecord | FactRecord | FigureListRecord | UnmeasuredRecord;
export type UncertaintyRecord =
  | {
      kind: 'exact';
    }
  | {
      kind: 'proportion';
      k: number;
      n: number;
      transform?: 'dice';
    }
  | {
      kind: 'student-t';
      scale: number;
      df: number;
      transform?: 'logit' | 'log';
    }
  | {
      kind: 'empirical';
      draws: {
        encoding: 'base64-f32le';
        count: number;
        data: string;
      };
    }
  | {
      kind: 'bounds';
      lower: number;
      upper: number;
      level: number;
      anytime: boolean;
    }
  | {
      kind: 'range';
      lower: number;
      upper: number;
    };
export type UnmeasuredCause =
  'missing-input' | 'unsupported' | 'timed-out' | 'failed' | 'out-of-domain' | 'stale' | 'budget';
/**
 * A closed set of shapes that every page can draw. Row numbers, never rows.
 */
export type DetailRecord =
  | {
      type: 'table';
      id: string;
      title: Text;
      columns: Axis[];
      rows: (string | number | boolean | null)[][];
    }
  | {
      type: 'curve';
      id: string;
      title: Text;
      x: Axis;
      y: Axis;
      series: {
        name: string;
        points: Point[];
        band?: Point[];
      }[];
    }
  | {
      type: 'matrix';
      id: string;
      title: Text;
      rowNames: string[];
      columnNames: string[];
      values: number[][];
    }
  | {
      type: 'bars';
      id: string;
      title: Text;
      unit?: string;
      bars: {
        name: string;
        value: number;
      }[];
    }
  | {
      type: 'intervals';
      id: string;
      title: Text;
      unit?: string;
      level: number;
      items: {
        name: string;
        estimate: number;
        lower: number;
        upper: number;
      }[];
    }
  | {
      type: 'text';
      id: string;
      title: Text;
      text: Text;
    };
/**
 * @minItems 2
 * @maxItems 2
 */
export type Point = [number, number];

/**
 * The check of one subject against one effective policy. Equal inputs, seed and as-of give equal bytes, but for the readings: `seconds`, `cached`, `startedAt`, `device`, `footprint`, and outputs of measurements that are not deterministic.
 */
export interface Report {
  apiVersion: 'assay/v1';
  kind: 'Report';
  verdict: CheckVerdict;
  engine: {
    name: 'assay';
    version: string;
  };
  /**
   * The instant at which effective dates and waivers were read (ISO 8601, UTC).
   */
  asOf: string;
  seed: number;
  /**
   * Whether somebody chose the seed (`--seed`); otherwise it follows from the digests of the policy and the data.
   */
  seedChosen: boolean;
  /**
   * The level of every `interval` under `measurements`; central. Evidence states its own.
   */
  intervalLevel: number;
  subject: SubjectRecord;
  policy: PolicyRecord;
  /**
   * Sorted by id.
   */
  rules: RuleRecord[];
  /**
   * Sorted by key.
   */
  measurements: MeasurementRecord[];
  /**
   * Remarks and faults about the documents and the data, as values.
   */
  findings: DiagnosticRecord[];
  /**
   * Clauses of the policy that no rule cites: the check says nothing about them.
   */
  notAssessed: NotAssessed[];
  /**
   * How many rules would be expected to fail, at most, were every figure exactly at its limit: the sum of 1 − confidence over the judged rules that rest on figures with an error.
   */
  expectedFalseFailures: number;
  disclaimer: Text;
  footprint: Footprint;
}
export interface SubjectRecord {
  name: string;
  version: string;
  title?: Text;
  task?: string;
  digest: Digest;
  facts: {
    [k: string]: unknown;
  };
  model?: {
    /**
     * `null` where the model is an endpoint or a command.
     */
    digest: Digest | null;
    format: string;
    /**
     * Why there is no digest.
     */
    reason?: string;
  };
  inputs: InputRecord[];
}
export interface InputRecord {
  /**
   * Where the subject names it, such as `data.test`.
   */
  role: string;
  path: string;
  digest: Digest;
  rows?: number;
}
export interface PolicyRecord {
  digest: Digest;
  /**
   * `command-line` where `--policy` was given: the subject's own choice was then ignored.
   */
  chosenBy: 'subject' | 'command-line';
  packs: PackRecord[];
  /**
   * What packs and profiles come to, beside the rules themselves (which stand under `rules`).
   */
  effective: {
    parameters: ParameterRecord[];
    clauses: ClauseRecord[];
  };
}
export interface PackRecord {
  id: string;
  version: string;
  digest: Digest;
}
export interface ParameterRecord {
  id: string;
  value: number | string | boolean | string[];
  unit: string;
  tighten?: 'up' | 'down';
  title?: Text;
  source: SourcePlace;
}
export interface SourcePlace {
  file: string;
  line: number;
  column: number;
  /**
   * The id of the standard or profile that set it.
   */
  layer: string;
}
export interface ClauseRecord {
  standard: string;
  id: string;
  title: Text;
  text?: Text;
  citation: 'verified' | 'secondary' | 'unverified';
}
export interface RuleRecord {
  id: string;
  area: 'energy' | 'privacy' | 'explainability' | 'evaluation';
  clause?: string;
  title: Text;
  level: 'shall' | 'should';
  verdict: RuleVerdict;
  cause?: Cause;
  confidence: number | 'point';
  basis: Basis[];
  when?: Logic;
  require: Logic;
  remedy?: Text;
  source: SourcePlace;
  /**
   * The key of the measurement behind each alias.
   */
  measurements: {
    [k: string]: Digest;
  };
  evidence: EvidenceRecord[];
  settle?: SettleRecord;
  /**
   * The facts that made the rule not applicable.
   */
  switchedOffBy?: SwitchedOffBy[];
  waiver: WaiverRecord | null;
}
/**
 * One comparison, or one discrete condition, and what was seen.
 */
export interface EvidenceRecord {
  output: string;
  /**
   * In `unit`; `null` where unmeasured.
   */
  estimate: number | string | boolean | null;
  interval?: Interval;
  level?: number;
  unit?: string;
  operator: string;
  limit: number | string | boolean | string[] | null;
  /**
   * How far the estimate lies on the right side of the limit, in `unit`; negative on the wrong side.
   */
  distance?: number;
  /**
   * Lowest and highest support of the comparison.
   *
   * @minItems 2
   * @maxItems 2
   */
  support: [number, number];
  deciding: boolean;
  basis?: Basis;
  cause?: Cause;
  detail?: string;
}
export interface SwitchedOffBy {
  fact: string;
  value: unknown;
}
/**
 * A waiver that names this rule and this subject, and whether it holds.
 */
export interface WaiverRecord {
  /**
   * `applied`: it covers this verdict; `expired`, `forbidden` (by the rule) or `not-covering` (another verdict): it changes nothing; `unneeded`: the rule passes or does not apply.
   */
  state: 'applied' | 'expired' | 'forbidden' | 'not-covering' | 'unneeded';
  subject: string;
  reason: Text;
  approvedBy: string;
  ticket?: string;
  expires: string;
  covers: ('fail' | 'undetermined')[];
  source: SourcePlace;
}
export interface MeasurementRecord {
  key: Digest;
  plugin: string;
  version: string;
  with: {
    [k: string]: unknown;
  };
  about: 'model' | 'procedure' | 'data' | 'training';
  outputs: {
    [k: string]: OutputRecord;
  };
  details: DetailRecord[];
  seed: number;
  deterministic: boolean;
  backend?: string;
  /**
   * A reading.
   */
  device?: string;
  /**
   * A reading.
   */
  startedAt: string;
  /**
   * A reading.
   */
  seconds: number;
  /**
   * A reading.
   */
  cached: boolean;
}
export interface FigureRecord {
  estimate: number;
  unit: string;
  n?: number;
  uncertainty: UncertaintyRecord;
  basis: Basis;
  /**
   * Digest of the sampled rows on which the uncertainty rests.
   */
  rows?: string;
  interval?: Interval;
}
export interface FactRecord {
  value: boolean | string;
  basis: Basis;
}
export interface FigureListRecord {
  items: {
    [k: string]: FigureRecord | FactRecord | UnmeasuredRecord;
  }[];
}
export interface UnmeasuredRecord {
  unmeasured: UnmeasuredCause;
  detail: string;
}
export interface Axis {
  name: string;
  unit?: string;
}
export interface DiagnosticRecord {
  code: string;
  severity: 'error' | 'warning' | 'notice';
  message: string;
  file: string;
  range?: {
    line: number;
    column: number;
    endLine: number;
    endColumn: number;
  };
  source?: string;
  hint?: string;
}
export interface NotAssessed {
  clause: string;
  standard: string;
  title: Text;
}
/**
 * What the check itself cost. A reading.
 */
export interface Footprint {
  wallSeconds: number;
  /**
   * Of this process and its children.
   */
  cpuSeconds: number;
  /**
   * Measurements that were run.
   */
  measured: number;
  /**
   * Measurements that came from the cache.
   */
  cached: number;
}
/**
 * The check of several subjects, in the order in which they were named.
 */
export interface ReportList {
  apiVersion: 'assay/v1';
  kind: 'ReportList';
  reports: (Report | UnreadSubject)[];
}
/**
 * A subject that could not be checked: it, its policy, or a file that one of them names is invalid or absent.
 */
export interface UnreadSubject {
  kind: 'UnreadSubject';
  /**
   * As named on the command line.
   */
  path: string;
  findings: DiagnosticRecord[];
}
