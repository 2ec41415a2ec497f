// Our side: the name of a data set as argument, a question a line in, {"seconds", "accuracy", "folds"} a line out.
import { createInterface } from 'node:readline';
import { estimatorOf } from '../dist/engine/estimators/registry.js';
import { leaveOneOut } from '../dist/engine/estimators/single-splits.js';
import { foldsOf, stratifiedKFold } from '../dist/engine/estimators/splits.js';
import { createRng } from '../dist/engine/numerics/generator.js';
import { memoryTable } from '../dist/engine/plugins/memory-subject.js';
import { DATA } from './cases.mjs';
import { readTable } from './table.mjs';

const { columns, codes, classes } = readTable(DATA[process.argv[2]]());
const target = { kind: 'classes', codes, classes };
const { columns: features } = memoryTable(columns);

for await (const line of createInterface({ input: process.stdin })) {
  const { estimator, repeats, seed, workers } = JSON.parse(line);
  const foldOf = Array.from({ length: repeats }, (_, at) =>
    stratifiedKFold(codes, 5, createRng(`split ${seed} ${at}`)),
  );
  const folds = repeats === 0 ? leaveOneOut(codes.length) : foldOf.flatMap((one) => foldsOf(one));
  const context = { rng: (stream) => createRng(`${seed} ${stream}`), pause: async () => {}, workers };
  const start = performance.now();
  const answers = await (await estimatorOf(estimator, 'classes')).answers({ features, target }, folds, context);
  const seconds = (performance.now() - start) / 1000;
  const accuracies = answers.map((answer, fold) => accuracy(answer, folds[fold].test));
  const mean = accuracies.reduce((sum, value) => sum + value, 0) / accuracies.length;
  console.log(JSON.stringify({ seconds, accuracy: mean, foldOf: foldOf.map((one) => [...one]) }));
}

function accuracy(answers, rows) {
  const width = classes.length;
  let right = 0;
  rows.forEach((row, place) => {
    const own = answers.subarray(place * width, (place + 1) * width);
    if (own.indexOf(Math.max(...own)) === codes[row]) right++;
  });
  return right / rows.length;
}
