import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { residentBytes } from './resident.js';

const MIB = 1024 * 1024;

it.runIf(process.platform !== 'win32')('resident memory is that of a process and of what it started', async () => {
  const hold = (mib: number, then: string): string =>
    `const kept = Buffer.alloc(${mib} * ${MIB}, 1); ${then}; setInterval(() => kept[0], 1000);`;
  const inner = hold(150, "console.log('ready')");
  const outer = hold(
    100,
    `console.log(require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], {stdio: 'inherit'}).pid)`,
  );
  const child = spawn(process.execPath, ['-e', outer], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    await expect.poll(() => said, { timeout: 20_000 }).toContain('ready');
    const bytes = (await residentBytes(child.pid!))!;
    expect(bytes).toBeGreaterThan(250 * MIB);
    expect(bytes).toBeLessThan(600 * MIB);
    const alone = (await residentBytes(child.pid!, [Number(/\d+/.exec(said)![0])]))!;
    expect(alone).toBeGreaterThan(100 * MIB);
    expect(alone).toBeLessThan(bytes - 150 * MIB);
    expect(await residentBytes(process.pid)).toBeGreaterThan(10 * MIB);
  } finally {
    process.kill(-child.pid!, 'SIGKILL');
  }
});

it('of a process that has ended is nothing', async () => {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await new Promise((resolve) => child.on('close', resolve));
  expect((await residentBytes(child.pid!)) ?? 0).toBe(0);
});
