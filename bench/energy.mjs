// What energy/inference says of an example at batches of 1 to 4,096, and what metering costs: `npm run build` first.
// `node bench/energy.mjs [--meter NAME]`. Prints a table; docs/energy.md has one of a quiet machine.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const main = join(root, 'dist/cli/main.js');
const subject = join(root, 'examples/credit-risk/subject.yaml');
const folder = mkdtempSync(join(tmpdir(), 'assay-bench-energy-'));

const measure = (plugin, settings) => {
  const args = ['measure', plugin, subject, '--no-cache', '--format', 'json', '--with', JSON.stringify(settings)];
  return JSON.parse(
    execFileSync(process.execPath, [main, ...args, ...process.argv.slice(2)], { cwd: folder, maxBuffer: 2 ** 26 }),
  );
};
const figure = (output, digits = 3) => {
  if (output.unmeasured !== undefined) return output.unmeasured;
  const band = output.interval?.map((end) => Number(end.toPrecision(digits))).join(' – ');
  return `${Number(output.estimate.toPrecision(digits))}${band === undefined ? '' : ` (${band})`}`;
};

try {
  const batches = [1, 4, 16, 64, 256, 1024, 4096];
  const inference = measure('energy/inference', { batches, seconds: 4 });
  console.log(`${inference.meter}; ${inference.device}; ${inference.seconds.toFixed(0)} s\n`);
  console.log('| batch | J/prediction | net of idle | latency p50, s | prediction/s | peak memory, MB |');
  console.log('|---|---|---|---|---|---|');
  for (const item of inference.outputs.batches.items) {
    const memory = (item.peakMemory.estimate / 1e6).toFixed(0);
    const cells = [
      item.batch.estimate,
      figure(item.energy),
      figure(item.energyNet),
      figure(item.latencyP50),
      figure(item.throughput),
      memory,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log(
    `\ncurves: ${inference.details
      .filter(({ type }) => type === 'curve')
      .map(({ id }) => id)
      .join(', ')}`,
  );
  const overhead = measure('energy/overhead', { seconds: 10 });
  console.log(
    `reading the meter takes ${figure(overhead.outputs.meteringShare)} of the work’s time; slowdown ${figure(overhead.outputs.slowdown)}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
