/**
 * Compares random pairs of small policies by proof, and by judging much evidence: prints the row of
 * docs/comparing-policies.md. Ends with 1 where the two disagree. Deterministic.
 *
 *     node dist/bench/compare-random.js [pairs] [evidence a pair] [seed]
 */
import { openZ3 } from '../engine/proof/z3.js';
import { agreementOver } from './policy-pairs/agreement.js';

const [pairs = '1000', evidences = '60', seed = 'full'] = process.argv.slice(2);
const z3 = await openZ3();
try {
  const found = await agreementOver(Number(pairs), Number(evidences), seed, z3, () => performance.now());
  const { rules, proved, wronglyProved, refuted, wronglyRefuted, undecided, missed, seconds } = found;
  const cells = [pairs, rules, proved, wronglyProved.length, refuted, wronglyRefuted.length, undecided, missed];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
  const sorted = [...seconds].sort((a, b) => a - b);
  process.stderr.write(`median ${sorted[Math.floor(sorted.length / 2)]!.toFixed(3)} s a pair\n`);
  for (const place of [...wronglyProved, ...wronglyRefuted]) process.stderr.write(`disagrees: ${place}\n`);
  if (wronglyProved.length + wronglyRefuted.length > 0) process.exitCode = 1;
} finally {
  await z3.close();
}
