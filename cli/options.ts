/** Values of options, read strictly; what options mean to every command that has them. */
import { Option } from 'commander';
import type { DeviceChoice, DeviceRequest, Language, Supply } from '../engine/index.js';
import { usageFault } from './fault.js';
import { languageOf } from './terminal.js';

const invalid = (option: string, found: string, expected: string) =>
  usageFault('ASSAY1801', `${option} takes ${expected}, not “${found}”`);

/** An option that may be given several times. */
export const repeated = (value: string, earlier: readonly string[] | undefined): readonly string[] => [
  ...(earlier ?? []),
  value,
];

export function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw invalid(option, text, `a whole number from ${least} to ${Number.MAX_SAFE_INTEGER}`);
  return value;
}

export function positiveNumber(option: string, text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0) throw invalid(option, text, 'a positive number');
  return value;
}

export function percentage(option: string, text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value > 100) throw invalid(option, text, 'a number from 0 to 100');
  return value;
}

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** A day (from its first moment, UTC) or an instant with its zone. */
export function instant(option: string, text: string): Date {
  const parts = INSTANT.exec(text);
  const date = new Date(text);
  const fault = invalid(option, text, 'a day (2026-11-24) or an instant with its zone (2026-11-24T08:00:00Z)');
  if (parts === null || Number.isNaN(date.getTime())) throw fault;
  const [, year, month, day] = parts.map(Number);
  // Date takes 30 February for 2 March.
  const lastDay = new Date(Date.UTC(year!, month!, 0)).getUTCDate();
  if (day! > lastDay) throw fault;
  return date;
}

export function jsonObject(option: string, text: string): Readonly<Record<string, unknown>> {
  const expected = 'a JSON object, such as {"folds": 5}';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(option, text, expected);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(option, text, expected);
  return value as Readonly<Record<string, unknown>>;
}

export function oneOf<const T extends string>(option: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === text);
  if (found !== undefined) return found;
  if (option === '--format')
    throw usageFault('ASSAY1802', `there is no format “${text}”`, `formats: ${allowed.join(', ')}`);
  throw invalid(option, text, `one of ${allowed.join(', ')}`);
}

const DURATION_UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** In ms. */
export function duration(option: string, text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  const value = Number(amount) * (DURATION_UNITS[unit] ?? 0);
  if (!(value > 0)) throw invalid(option, text, 'hours, days or weeks, such as 12h, 30d or 4w');
  return value;
}

const LANGUAGES = ['en', 'zh'] as const satisfies readonly Language[];

export const languageOption = (): Option =>
  new Option('--lang <language>', 'language of text: en, zh')
    .argParser((text: string): Language => oneOf('--lang', text, LANGUAGES))
    .default(languageOf(process.env), 'the locale’s, else en');

export const formatOption = (formats: readonly string[]): Option =>
  new Option('--format <format>', `format of standard output: ${formats.join(', ')}`)
    .argParser((text: string): string => oneOf('--format', text, formats))
    .default('text');

export const asOfOption = (): Option =>
  new Option('--as-of <date>', 'the instant at which dates of rules and waivers are read (default: now)').argParser(
    (text: string): Date => instant('--as-of', text),
  );

export const seedOption = (): Option =>
  new Option('--seed <n>', 'seed of all randomness (default: from the digests of policy and data)').argParser(
    (text: string): number => wholeNumber('--seed', text, 0),
  );

export const policyOption = (): Option =>
  new Option(
    '--policy <path>',
    'a pack folder, Standard or Profile, instead of the subject’s own choice (repeatable)',
  ).argParser(repeated);

export const trustOption = (): Option =>
  new Option('--trust <file>', 'whose signatures are asked for (default: assay.trust.yaml here or in a folder above)');

export const frozenOption = (): Option =>
  new Option('--frozen', 'refuse packs and plugins that are not in assay.lock, as it pins them');

/** As commander hands them over. */
export interface SupplyOptions {
  readonly trust?: string;
  readonly frozen?: boolean;
  readonly updateLock?: boolean;
}

export const supplyOf = ({ trust, frozen, updateLock }: SupplyOptions): Supply => ({
  ...(trust !== undefined && { trust }),
  ...(frozen !== undefined && { frozen }),
  ...(updateLock !== undefined && { updateLock }),
});

export const onlyOption = (): Option =>
  new Option('--only <rule|area>', 'judge these rules or areas only (repeatable)').argParser(repeated);

export const cacheOptions = (): readonly Option[] => [
  new Option('--cache <dir>', 'folder of the cache (default: .assay)'),
  new Option('--no-cache', 'neither read nor write a cache'),
];

const MEMORY_UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, MiB: 2 ** 20, GiB: 2 ** 30 };

/** In whole MiB. */
export function gpuMemory(text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,9})([MG]i?B)$/.exec(text) ?? [];
  const value = Math.floor((Number(amount) * (MEMORY_UNITS[unit] ?? 0)) / 2 ** 20);
  if (!(value > 0)) throw invalid('--gpu-memory', text, 'an amount in MB, GB, MiB or GiB, such as 2048MiB');
  return value;
}

const DEVICES = ['auto', 'cpu', 'gpu', 'software'] as const satisfies readonly DeviceChoice[];

export const gpuMemoryOption = (): Option =>
  new Option(
    '--gpu-memory <amount>',
    'memory of a logical device, such as 8GB or 2048MiB: a budget of trainings on a GPU, and what energy/memory-fit holds the model against',
  ).argParser(gpuMemory);

export const deviceOptions = (): readonly Option[] => [
  new Option(
    '--device <device>',
    'what models and trainings run on: cpu, gpu (or an error), auto (a GPU where there is one; else the processor), software (a software adapter, for tests)',
  )
    .argParser((text: string): DeviceChoice => oneOf('--device', text, DEVICES))
    .default('cpu'),
  gpuMemoryOption(),
];

export const meterOption = (): Option =>
  new Option(
    '--meter <meter>',
    'what energy is read from: rapl, hwmon, amdgpu, nvidia-smi, prometheus:URL#METRIC, command:PROGRAM, or a model: processor, accelerator (repeatable; default: what this machine has)',
  ).argParser(repeated);

/** As commander hands them over. */
export interface DeviceOptions {
  readonly device: DeviceChoice;
  readonly gpuMemory?: number;
}

export function deviceOf({ device, gpuMemory: memoryMiB }: DeviceOptions): DeviceRequest {
  return { choice: device, ...(memoryMiB !== undefined && { memoryMiB }) };
}

export const runningOptions = (): readonly Option[] => [
  ...cacheOptions(),
  new Option('--offline', 'reach no endpoint').default(false),
  new Option('--no-commands', 'run no command that a subject or profile names'),
  new Option('--concurrency <n>', 'measurements at once').argParser((text: string) =>
    wholeNumber('--concurrency', text, 1),
  ),
  new Option('--time-limit <seconds>', 'of one measurement').argParser((text: string) =>
    positiveNumber('--time-limit', text),
  ),
  new Option('--memory-limit <MiB>', 'of one measurement').argParser((text: string) =>
    wholeNumber('--memory-limit', text, 64),
  ),
  ...deviceOptions(),
  meterOption(),
];

/** As commander hands them over. */
export interface RunningOptions extends DeviceOptions {
  readonly cache?: string | boolean;
  readonly offline: boolean;
  readonly commands: boolean;
  readonly concurrency?: number;
  readonly timeLimit?: number;
  readonly memoryLimit?: number;
  readonly meter?: readonly string[];
}

export const cacheFolder = (cache: string | boolean | undefined): string | false =>
  cache === false ? false : typeof cache === 'string' ? cache : '.assay';
