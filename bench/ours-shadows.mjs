// Our side of an attack: as argument a data set and a number of rows, a question a line in, {"seconds", "training",
// "accuracy", "member"} a line out: shadow models on random halves, what they answer for all rows, LiRA on each.
import { createInterface } from 'node:readline';
import { estimatorOf } from '../dist/engine/estimators/registry.js';
import { scaledConfidences } from '../dist/engine/methods/privacy/membership/confidence.js';
import { liraScores } from '../dist/engine/methods/privacy/membership/lira.js';
import { shadowDesign } from '../dist/engine/methods/privacy/membership/shadow-design.js';
import { createRng } from '../dist/engine/numerics/generator.js';
import { rocAuc } from '../dist/engine/numerics/metrics/ranking.js';
import { identity } from '../dist/engine/numerics/permutation.js';
import { memoryTable } from '../dist/engine/plugins/memory-subject.js';
import { selectRows } from '../dist/engine/subject/table.js';
import { DATA } from './cases.mjs';
import { readTable } from './table.mjs';

const HALF = 4;
const [name, wanted] = [process.argv[2], Number(process.argv[3])];
const { columns, codes: all, classes } = readTable(DATA[name]());
// Every so manieth row.
const chosen = Int32Array.from({ length: wanted }, (_, i) => Math.floor((i * all.length) / wanted));
const { columns: features } = selectRows(memoryTable(columns), chosen);
const codes = chosen.map((row) => all[row]);
const target = { kind: 'classes', codes, classes };

for await (const line of createInterface({ input: process.stdin })) {
  const { estimator, shadows: models, seed, workers } = JSON.parse(line);
  const { member, round } = shadowDesign(wanted, models, HALF, createRng(`halves ${seed}`));
  const context = { rng: (stream) => createRng(`${seed} ${stream}`), pause: async () => {}, workers };
  const start = performance.now();
  const rows = identity(wanted);
  const folds = Array.from({ length: models }, (_, model) => ({
    train: rows.filter((row) => member[model * wanted + row] === 1),
    test: rows,
  }));
  const answers = await (await estimatorOf(estimator, 'classes')).answers({ features, target }, folds, context);
  const training = (performance.now() - start) / 1000;
  const confidences = new Float64Array(models * wanted);
  answers.forEach((one, model) => confidences.set(scaledConfidences(one, codes, classes.length), model * wanted));
  const shadows = { rows: wanted, models, member, confidences };
  const areas = folds.map((_, model) => {
    const own = (values) => values.subarray(model * wanted, (model + 1) * wanted);
    const first = model - (model % round);
    const options = { online: true, variance: 'fixed' };
    const scores = liraScores(own(confidences), shadows, options, { first, last: first + round });
    return rocAuc(own(member), scores);
  });
  const seconds = (performance.now() - start) / 1000;
  console.log(
    JSON.stringify({
      seconds,
      training,
      accuracy: mean(answers.map((one, model) => accuracy(one, model, member))),
      area: mean(areas),
      rows: [...chosen],
      member: Array.from({ length: models }, (_, model) =>
        member.subarray(model * wanted, (model + 1) * wanted).join(''),
      ),
    }),
  );
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** On the rows that the model did not learn of. */
function accuracy(answers, model, member) {
  const others = identity(wanted).filter((row) => member[model * wanted + row] === 0);
  const right = others.filter((row) => (answers[2 * row + 1] > 0.5 ? 1 : 0) === codes[row]);
  return right.length / others.length;
}
