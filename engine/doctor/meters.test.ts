import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { meterFindings } from './meters.js';

describe.runIf(process.platform === 'linux')('meters of a machine', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'assay-meters-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const put = (path: string, text: string): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const found = async (name: string) => (await meterFindings(root)).find((finding) => finding.name === name);

  test('none', async () => {
    expect(await found('RAPL')).toMatchObject({ present: false });
    expect(await found('hwmon')).toMatchObject({ present: false });
  });

  test('a package of RAPL, but not its parts', async () => {
    put('powercap/intel-rapl:0/energy_uj', '1');
    put('powercap/intel-rapl:0/name', 'package-0\n');
    put('powercap/intel-rapl:0:0/energy_uj', '1');
    expect(await found('RAPL')).toEqual({ name: 'RAPL', present: true, detail: 'package-0 (intel-rapl:0)' });
  });

  test('sensors of power, but not of temperature', async () => {
    put('hwmon/hwmon0/temp1_input', '1');
    expect(await found('hwmon')).toMatchObject({ present: false });
    put('hwmon/hwmon1/power1_input', '1');
    put('hwmon/hwmon1/name', 'board\n');
    expect(await found('hwmon')).toMatchObject({ present: true, detail: 'board: power1_input' });
  });
});
