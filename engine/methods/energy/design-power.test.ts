import { describe, expect, test } from 'vitest';
import { designPowerOf } from './design-power.js';
import { memoryPower, modulesOf } from './memory-power.js';

describe('a processor is found as the kernel and people write it', () => {
  test.each([
    ['Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz', 'Intel Xeon Gold 6148', 150],
    ['Xeon Gold 6148', 'Intel Xeon Gold 6148', 150],
    ['AMD EPYC 7742 64-Core Processor', 'AMD EPYC 7742', 225],
    ['AMD EPYC 7763 64-Core Processor', 'AMD EPYC 7763', 280],
    ['Intel(R) Xeon(R) CPU E5-2650 v4 @ 2.20GHz', 'Intel Xeon E5-2650 v4', 105],
    ['intel xeon e5-2650v4', 'Intel Xeon E5-2650 v4', 105],
    ['Intel(R) Core(TM) i7-8850H CPU @ 2.60GHz', 'Intel Core i7-8850H', 45],
    ['AMD FX(tm)-8350 Eight-Core Processor', 'AMD FX-8350', 125],
    ['Intel(R) Pentium(R) CPU G4560 @ 3.50GHz', 'Intel Pentium G4560', 54],
    ['Intel(R) Core(TM)2 Duo CPU     E8400  @ 3.00GHz', 'Intel Core 2 Duo E8400', 65],
    ['AMD Ryzen 7 PRO 5850U with Radeon Graphics', 'AMD Ryzen 7 PRO 5850U', 15],
    ['Apple M1', 'Apple M1', 10],
  ])('%s', (text, name, watts) => {
    expect(designPowerOf(text)).toEqual({ name, watts, source: 'mlco2/codecarbon, cpu_power.csv' });
  });

  test.each([
    '',
    'Intel(R) Xeon(R) Processor',
    'Intel(R) Xeon(R) CPU @ 2.20GHz',
    'AMD EPYC',
    'no such part',
    '@@@',
    '27',
  ])('not found: %j', (text) => {
    expect(designPowerOf(text)).toBeUndefined();
  });

  test('rows without a usable number are left out, not 0', () => {
    for (const name of ['Intel Celeron 1000A', 'Intel Celeron 1200', 'Intel Quark Microcontroller D1000'])
      expect(designPowerOf(name)).toBeUndefined();
  });

  test('the higher of two powers of one name', () => {
    expect(designPowerOf('Intel Atom E665CT')?.watts).toBe(7);
  });
});

describe('an accelerator is found as drivers and people write it', () => {
  test.each([
    ['NVIDIA H100 80GB HBM3', 'H100 SXM', 700],
    ['NVIDIA H100 PCIe', 'H100 PCIe', 350],
    ['H100 NVL', 'H100 NVL', 400],
    ['NVIDIA H200', 'H200 SXM', 700],
    ['NVIDIA A100-SXM4-80GB', 'A100 SXM 80 GB', 400],
    ['A100 SXM4 80 GB', 'A100 SXM 80 GB', 400],
    ['NVIDIA A100 80GB PCIe', 'A100 PCIe 80 GB', 300],
    ['NVIDIA A100-PCIE-40GB', 'A100 PCIe 40 GB', 250],
    ['Tesla V100-SXM2-16GB', 'V100 SXM', 300],
    ['Tesla V100-PCIE-16GB', 'V100 PCIe', 250],
    ['Tesla T4', 'T4', 70],
    ['NVIDIA GeForce RTX 4090', 'RTX 4090', 450],
    ['NVIDIA GeForce RTX 2080 Ti', 'RTX 2080 Ti', 250],
    ['AMD Instinct MI300X', 'MI300X', 750],
  ])('%s', (text, name, watts) => {
    expect(designPowerOf(text)).toMatchObject({ name, watts });
  });

  test.each(['A100', 'H100', 'NVIDIA A100 PCIe', 'NVIDIA GeForce RTX 4090 Laptop GPU', 'RTX 4070 Ti SUPER', 'NVIDIA'])(
    'which one is left open, so none: %s',
    (text) => {
      expect(designPowerOf(text)).toBeUndefined();
    },
  );
});

describe('memory', () => {
  test.each([
    [1, 10],
    [2, 10],
    [4, 20],
    [8, 38],
    [16, 70],
    [32, 126],
  ])('%d modules take %d W', (dimms, watts) => {
    expect(memoryPower({ dimms })).toBeCloseTo(watts, 9);
  });
  test('on Arm', () => expect(memoryPower({ dimms: 4 }, 'arm')).toBe(6));
  test.each([
    [0.5, 1],
    [2, 1],
    [8, 2],
    [32, 4],
    [64, 4],
    [128, 8],
    [256, 8],
    [1024, 8],
    [8192, 32],
  ])('%d GiB: %d modules', (gibibytes, modules) => {
    expect(modulesOf(gibibytes * 2 ** 30)).toBe(modules);
  });
  test.each([{ dimms: 0 }, { dimms: Number.NaN }, { bytes: -1 }, { bytes: Number.NaN }])('none of %o', (memory) => {
    expect(memoryPower(memory)).toBeNaN();
  });
});
