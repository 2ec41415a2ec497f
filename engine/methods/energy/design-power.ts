/** Thermal design power by name: of processors from CodeCarbon's table, of accelerators from data sheets. */
import { ACCELERATORS } from './accelerators.js';
import { PROCESSOR_POWER } from './processor-power.generated.js';

export interface DesignPower {
  /** W that the part is built to give off under sustained load. */
  readonly watts: number;
  /** As the source writes it. */
  readonly name: string;
  readonly source: string;
}

const PROCESSOR_SOURCE = 'mlco2/codecarbon, cpu_power.csv';

/**
 * The part of this name, as a person, `/proc/cpuinfo` (`Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz`) or `nvidia-smi`
 * (`NVIDIA A100-SXM4-80GB`) writes it; `undefined` where no source has it, or where the name leaves open which of
 * several forms it is (`A100`). The first call parses the table.
 */
export const designPowerOf = (name: string): DesignPower | undefined => acceleratorOf(name) ?? processorOf(name);

let processors: ReadonlyMap<string, DesignPower> | undefined;

function processorOf(name: string): DesignPower | undefined {
  processors ??= readProcessors();
  const key = processorKey(name);
  // `Xeon Gold 6148` without its maker; but a single word says too little: there is an Intel A100 of 3 W.
  const tried = key.includes(' ') ? [key, `intel ${key}`, `amd ${key}`] : [key];
  return tried.map((one) => processors?.get(one)).find((part) => part !== undefined);
}

function readProcessors(): ReadonlyMap<string, DesignPower> {
  const found = new Map<string, DesignPower>();
  for (const line of PROCESSOR_POWER.split('\n')) {
    const cut = line.lastIndexOf(',');
    const part = { name: line.slice(0, cut), watts: Number(line.slice(cut + 1)), source: PROCESSOR_SOURCE };
    const key = processorKey(part.name);
    // Where the table has one part twice, the higher power: an estimate errs on the side of more.
    if (key !== '' && !((found.get(key)?.watts ?? 0) > part.watts)) found.set(key, part);
  }
  return found;
}

/** What makers and kernels add to a processor's name without making it another one. */
const ADDED =
  /\b(cpu|processor|apu|(dual|triple|quad|six|eight|twelve|sixteen|\d+)-core|dual core|\d+(st|nd|rd|th) gen|and wraith cooler)\b/g;

const processorKey = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\((r|tm|c)\)|[®™]/g, ' ')
    .replace(/@.*$|,? (with|w\/) .*$/, ' ')
    .replace(ADDED, ' ')
    // A family and its model: `fx -8350`, `e5-2650v4`.
    .replace(/ -(?=\d)/g, '-')
    .replace(/(?<=\d)(?=v\d$)/, ' ')
    .replace(/\s+/g, ' ')
    .trim();

let accelerators: ReadonlyMap<string, DesignPower> | undefined;

function acceleratorOf(name: string): DesignPower | undefined {
  accelerators ??= new Map(
    ACCELERATORS.flatMap(({ name: own, aliases = [], watts, source, citation }) => {
      const power = { name: own, watts, source: citation === 'unverified' ? `${source} (unverified)` : source };
      return [own, ...aliases].map((one) => [acceleratorKey(one), power] as const);
    }),
  );
  const key = acceleratorKey(name);
  // Memory is a part of the name only where boards differ by it.
  return accelerators.get(key) ?? accelerators.get(withoutMemory(key));
}

const MAKERS = new Set(
  'nvidia amd intel geforce tesla instinct radeon gpu graphics accelerator tensor core hbm2 hbm2e oam'.split(' '),
);

/** The words of an accelerator's name in any order: `a100 80gb sxm`. */
const acceleratorKey = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\((r|tm|c)\)|[®™]/g, ' ')
    .replace(/(\d+) ?gi?b\b/g, ' $1gb ')
    .replace(/\bsxm\d\b/g, 'sxm')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !MAKERS.has(word))
    .sort()
    .join(' ');

const withoutMemory = (key: string): string => key.replace(/\b\d+gb\b/g, '').replace(/\s+/g, ' ').trim(); // prettier-ignore
