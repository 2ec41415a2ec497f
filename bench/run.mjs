// Everything that is timed, as tables: trainings beside scikit-learn's, private beside plain ones, an attack's shadow models
// beside scikit-learn's, anonymity beside pandas, judging beside evaluators of logic, comparisons of policies, explanations
// beside scikit-learn and XGBoost, start-up beside `node -e 0`.
//
//     npm run bench -- [--only TEXT] [--runs 5] [--quick] [--write]
//
// `--only` takes the cases whose names hold the text, `--quick` runs each once, `--write` keeps the tables in docs/bench.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as anonymity from './anonymity.mjs';
import { CASES } from './cases.mjs';
import * as policies from './compare-policies.mjs';
import * as explanations from './explanations.mjs';
import { head, line } from './figures.mjs';
import * as judging from './judging.mjs';
import * as privacy from './privacy.mjs';
import * as shadows from './shadows.mjs';
import * as startUp from './start-up.mjs';
import * as training from './training.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    runs: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const runs = options.quick ? 1 : Number(options.runs);
const chosen = ({ name }) => name.includes(options.only);
const printed = [];

print(`${new Date().toISOString().slice(0, 10)}; ${machine()}; medians of ${runs} alternating runs.`);
await table(training.HEAD, CASES.filter(chosen), (one) => training.trainBeside(one, runs));
await table(privacy.HEAD, privacy.CASES.filter(chosen), (one) => privacy.trainPrivately(one, runs));
await table(shadows.HEAD, shadows.CASES.filter(chosen), (one) => shadows.attackBeside(one, runs));
await table(anonymity.HEAD, anonymity.CASES.filter(chosen), (one) => anonymity.measureAnonymity(one, runs));
await table(judging.HEAD, judging.CASES.filter(chosen), (one) => judging.judgeBeside(one, runs));
await table(judging.MANY_HEAD, judging.MANY.filter(chosen), (one) => judging.judgeMany(one, options.quick));
await table(explanations.HEAD, explanations.CASES.filter(chosen), (one) => explanations.explainBeside(one, runs));
await table(explanations.SAMPLING_HEAD, explanations.SAMPLING_CASES.filter(chosen), explanations.sampleShares);
await table(explanations.ADDITIVITY_HEAD, explanations.ADDITIVITY_CASES.filter(chosen), explanations.measureAdditivity);
await explanations.end();
await table(policies.HEAD, policies.CASES.filter(chosen), (one) => policies.comparePacks(one));
await table(startUp.HEAD, startUp.COMMANDS.filter(chosen), (one) => startUp.startBeside(one, 3 * runs));
if (options.write) keep();

async function table(columns, rows, measure) {
  if (rows.length === 0) return;
  print(`\n${head(columns)}`);
  for (const row of rows) print(line(await measure(row)));
}

function print(text) {
  printed.push(text);
  console.log(text);
}

function machine() {
  const processors = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `${processors.length} × ${processors[0]?.model}, ${memory} GiB, ${process.platform} ${release()}, Node ${process.version}`;
}

function keep() {
  const path = join(import.meta.dirname, '..', 'docs', 'bench.md');
  const page = readFileSync(path, 'utf8');
  const [before] = page.split('<!-- figures -->');
  const [, after] = page.split('<!-- end of figures -->');
  writeFileSync(path, `${before}<!-- figures -->\n\n${printed.join('\n')}\n\n<!-- end of figures -->${after}`);
}
