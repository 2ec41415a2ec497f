/** What a measurement plugin declares, gets and gives. A plugin returns figures, never verdicts. */
import type { LogicalDevice } from '../backends/device.js';
import type { Text } from '../document/text.js';
import type { Rng } from '../numerics/random.js';
import type { SubjectView } from '../subject/view.js';
import type { AskingCost } from './asking-cost.js';
import type { Detail } from './detail.js';
import type { EnergyMeter, Instruments } from './energy-meter.js';
import type { Output } from './figure.js';

export const AREAS = ['energy', 'privacy', 'explainability', 'evaluation'] as const;
export type Area = (typeof AREAS)[number];

/** Parts of a subject that a plugin may need; an absent one makes every output `missing-input`. */
export const NEEDS = [
  'model',
  'predecessor',
  'estimator',
  'data.train',
  'data.test',
  'data',
  'data.released',
  'data.population',
  'target',
  'training',
  'storage',
  'history',
  'judge',
  'questions',
] as const;
/**
 * `data` is the one table, else `data.train`: the table that retraining and data measurements use. `data.released` is
 * what is given away in its place, `data.population` the people of whom it is a sample; both have columns of their own
 * (`LENIENT_PARTS`). `predecessor` is the model that the assessed one follows, `storage` how data lie at rest, `history` what the cache
 * knows of earlier checks, `judge` the language model that scores answers, `questions` the sets of questions to a language model.
 */
export type Need = (typeof NEEDS)[number];

/** What a figure's `n` counts where that is no row (or group of rows); the questions of one cluster are one. */
export type Counted = 'questions' | 'answers' | 'attempts' | 'canaries' | 'excerpts';

export type ScalarSpec =
  | {
      readonly type: 'number' | 'integer';
      /** DESIGN.md §3 "Units"; `"1"` for ratios and counts without a thing. */
      readonly unit: string;
      /** Closed; `null` is unbounded. */
      readonly range: readonly [number | null, number | null];
      readonly counted?: Counted;
      readonly title: Text;
    }
  | { readonly type: 'boolean'; readonly title: Text }
  | { readonly type: 'enum'; readonly values: readonly string[]; readonly title: Text };

export type OutputSpec =
  ScalarSpec | { readonly type: 'list'; readonly items: Readonly<Record<string, ScalarSpec>>; readonly title: Text };

/** The data of a plugin: what a catalogue, `validate`, `plan` and an editor need, without running any code. */
export interface PluginDeclaration {
  /** `<area>/<name>`; anyone's plugin: `<area>/<vendor>-<name>`. */
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  /** What the figures speak of: the model as given, the procedure that makes it (retrains), the data, the training. */
  readonly about: 'model' | 'procedure' | 'data' | 'training';
  readonly needs: readonly Need[];
  /** Parts that it reads besides, where the subject has them; it runs without them too. */
  readonly reads?: readonly Need[];
  readonly outputs: Readonly<Record<string, OutputSpec>>;
  /** False where outputs are readings of time, power or hardware. */
  readonly deterministic: boolean;
  /** True where it reads the run’s meter: its figures are another meter’s where that is another one. */
  readonly metered?: boolean;
  /** Where both hold under some settings alone (`deterministic: true`, no `metered`): the parameter and its values. */
  readonly readingsWhere?: { readonly parameter: string; readonly values: readonly (string | boolean)[] };
  /** True where it holds something against the memory of the logical device (`--gpu-memory`). */
  readonly budgeted?: boolean;
  /** True where it measures no longer than until every comparison that reads it is settled (`MeasureContext.comparisons`). */
  readonly settles?: true;
  /** True where its evidence has a day of its own, which it says (`MeasureResult.dated`): `maxAge` counts from it. */
  readonly dated?: true;
  /** Limits of one run; the command line may lower or raise them. */
  readonly limits?: { readonly seconds?: number; readonly memoryMiB?: number };
}

/** Whether its outputs are readings of time, power or hardware under these settings (defaults filled in). */
export const givesReadings = (
  { deterministic, readingsWhere }: Pick<PluginDeclaration, 'deterministic' | 'readingsWhere'>,
  parameters: Readonly<Record<string, unknown>>,
): boolean =>
  !deterministic ||
  (readingsWhere !== undefined && readingsWhere.values.some((value) => value === parameters[readingsWhere.parameter]));

/** Whether it reads the run's meter under these settings. */
export const readsMeter = (
  entry: Pick<PluginDeclaration, 'deterministic' | 'metered' | 'readingsWhere'>,
  parameters: Readonly<Record<string, unknown>>,
): boolean => entry.metered === true || (entry.readingsWhere !== undefined && givesReadings(entry, parameters));

/** Models, which may be behind servers. */
export const SERVED = ['model', 'predecessor', 'judge'] as const satisfies readonly Need[];

/** All parts of a subject that a plugin may read. */
export const partsOf = ({ needs, reads = [] }: Pick<PluginDeclaration, 'needs' | 'reads'>): readonly Need[] => [
  ...needs,
  ...reads,
];

/** A catalogue entry: the declaration and the JSON Schema of its parameters (all with defaults). */
export interface CatalogueEntry extends PluginDeclaration {
  readonly parameters: Readonly<Record<string, unknown>>;
}

export type Catalogue = Readonly<Record<string, CatalogueEntry>>;

/** A comparison of a rule with one output, as far as it can be told before anything is measured. */
export interface Comparison {
  readonly output: string;
  /**
   * At which it has to hold for the rule, after correction for the others of its rule. `point`: judged by the estimate,
   * of the whole sample.
   */
  readonly confidence: number | 'point';
  /** At which it has to be refuted, where that takes another confidence. */
  readonly refuted?: number;
  /** Absent where the output is read in some other way than against a limit: then nothing settles it early. */
  readonly against?: { readonly operator: '>=' | '>' | '<=' | '<'; readonly limit: number };
}

export interface MeasureContext<Params> {
  readonly subject: SubjectView;
  readonly params: Params;
  /** One stream per name; the same (seed, key, name) gives the same numbers whatever else is measured. */
  readonly rng: (stream: string) => Rng;
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number, note?: string) => void;
  /** What trainings are to run on where they can. The subject's model is opened on it already. */
  readonly device: LogicalDevice;
  /** Of the run (`--meter`): readings of energy, for plugins that say `deterministic: false`. */
  readonly meter: EnergyMeter;
  readonly instruments: Instruments;
  /** What rules compare its outputs with, for plugins that say `settles`; empty for others. */
  readonly comparisons: readonly Comparison[];
}

/** The day of evidence that a subject dates. */
export interface EvidenceDate {
  /** Where the subject says it, such as `questions.bank.revised`. */
  readonly of: string;
  /** `YYYY-MM-DD`; absent where it does not. */
  readonly day?: string;
}

export interface MeasureResult {
  /** Every declared output, measured or `unmeasured`; nothing that was not declared. */
  readonly outputs: Readonly<Record<string, Output>>;
  readonly details?: readonly Detail[];
  /** Of a measurement that asks language models until its rules are settled. */
  readonly asking?: AskingCost;
  /** What computed it, such as `onnxruntime/cpu`; absent where nothing but the engine did. */
  readonly backend?: string;
  /** What its energy was read from, as the reading names it; absent where it read none. */
  readonly meter?: string;
  /** Of plugins that say `dated`: of which day its evidence is. */
  readonly dated?: EvidenceDate;
}

export interface Plugin<Params = unknown> extends PluginDeclaration {
  measure(context: MeasureContext<Params>): Promise<MeasureResult>;
}

export const definePlugin = <Params>(plugin: Plugin<Params>): Plugin<Params> => plugin;
