/**
 * Power of a machine's memory by its modules: 5 W each on x86 and 1.5 W on Arm, falling to 90, 80 and 70 % of that
 * beyond 4, 8 and 16 modules; at least two modules' worth. CodeCarbon 3, `external/ram.py`, as published in its
 * methodology; it gives no error, so whoever uses it states a band.
 */
const MODULE_WATTS = { x86: 5, arm: 1.5 } as const;
const TIERS = [
  { modules: 4, share: 1 },
  { modules: 8, share: 0.9 },
  { modules: 16, share: 0.8 },
  { modules: Number.POSITIVE_INFINITY, share: 0.7 },
] as const;

export type Memory = { readonly dimms: number } | { readonly bytes: number };

/** In W; `NaN` for what is no memory. */
export function memoryPower(memory: Memory, machine: keyof typeof MODULE_WATTS = 'x86'): number {
  const modules = 'dimms' in memory ? memory.dimms : modulesOf(memory.bytes);
  if (!(modules > 0)) return Number.NaN;
  let equivalent = 0;
  let below = 0;
  for (const { modules: upTo, share } of TIERS) {
    equivalent += share * Math.max(0, Math.min(modules, upTo) - below);
    below = upTo;
  }
  return MODULE_WATTS[machine] * Math.max(2, equivalent);
}

const GIB = 2 ** 30;
const MODULE_SIZES = [128, 64, 32, 16, 8, 4];

/** How many modules a machine of this memory usually has (the same source): a guess where nobody counted. */
export function modulesOf(bytes: number): number {
  const size = bytes / GIB;
  if (!(size > 0)) return Number.NaN;
  if (size <= 2) return 1;
  if (size <= 16) return 2;
  if (size <= 64) return 4;
  if (size <= 128) return 8;
  const module = MODULE_SIZES.find((gibibytes) => gibibytes <= size / 8)!;
  return Math.min(32, Math.ceil(size / module));
}
