/**
 * Calibration of the engine's verdicts: simulated subjects exactly at their limits, for every kind of uncertainty,
 * every combination of parts and arithmetic. Writes docs/calibration.md; fails where a wrong verdict is more frequent
 * than the rule's confidence allows, within three standard errors.
 *
 * Usage: node dist/bench/calibrate-judge.js [trials] [text to match]
 */
import { writeFileSync } from 'node:fs';
import { arithmeticScenarios } from './judge-calibration/arithmetic.js';
import { combinations } from './judge-calibration/combinations.js';
import { oneFigure } from './judge-calibration/one-figure.js';
import { calibrate, type Row } from './judge-calibration/scenario.js';
import { calibrationPage } from './judge-calibration/page.js';

const trials = Number(process.argv[2] ?? 4000);
const wanted = process.argv[3];
const scenarios = [...oneFigure(), ...combinations(), ...arithmeticScenarios()].filter(
  ({ section, name }) => wanted === undefined || `${section}/${name}`.includes(wanted),
);
const rows: Row[] = [];
for (const scenario of scenarios) {
  const row = calibrate(scenario, trials);
  rows.push(row);
  const figures = [row.falsePasses, row.falseFails, row.power].map((share) => share.toFixed(4)).join('  ');
  process.stderr.write(`${row.holds ? 'ok  ' : 'MISS'}  ${figures}  ${scenario.section}: ${scenario.name}\n`);
}
if (wanted === undefined)
  writeFileSync(new URL('../../docs/calibration.md', import.meta.url), calibrationPage(rows, trials));
if (rows.some(({ holds }) => !holds)) process.exitCode = 1;
