// `assay compare` of every ordered pair of the published packs, each with the next: seconds a pair once the solver runs.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileSource } from '../dist/engine/document/file-source.js';
import { comparePolicies } from '../dist/engine/proof/compare-policies.js';
import { openZ3 } from '../dist/engine/proof/z3.js';
import { resolvePolicies } from '../dist/engine/tasks/policies.js';

export const HEAD = [
  'comparison',
  'median, s',
  'most, s',
  'goal, median at most, s',
  'processor time, median, s',
  'solver’s start, s',
];
export const CASES = [{ name: 'compare: published packs, both ways, with counterexamples' }];

export async function comparePacks({ name }) {
  const asOf = new Date('2026-11-24T00:00:00Z');
  const root = join(import.meta.dirname, '..', 'policies');
  const packs = readdirSync(root).map((id) => resolvePolicies(fileSource(), [{ path: join(root, id) }], asOf));
  const begun = performance.now();
  const z3 = await openZ3();
  const start = performance.now() - begun;
  const pairs = packs.flatMap((base) => packs.filter((other) => other !== base).map((other) => [base, other]));
  const taken = [];
  for (const [base, other] of pairs) {
    const before = [performance.now(), process.cpuUsage()];
    await comparePolicies({ base, other, asOf }, z3);
    const { user, system } = process.cpuUsage(before[1]);
    taken.push({ wall: (performance.now() - before[0]) / 1000, cpu: (user + system) / 1e6 });
  }
  await z3.close();
  const sorted = (of) => taken.map(of).sort((a, b) => a - b);
  const wall = sorted((one) => one.wall);
  const middle = Math.floor(taken.length / 2);
  const cpu = sorted((one) => one.cpu)[middle];
  return [
    `${name} (${taken.length} pairs)`,
    wall[middle].toFixed(2),
    wall.at(-1).toFixed(2),
    1,
    cpu.toFixed(2),
    (start / 1000).toFixed(2),
  ];
}
