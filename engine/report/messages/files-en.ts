/** What a reader is told of tables and models that were written anew, in English. */

export const files = {
  masking: {
    head: (subject: string, plan: string, version: string) => `${subject}, masked by ${plan} ${version}`,
    table: (file: string, rows: string, suppressed: string, took: string) =>
      `${file}: ${rows} rows, ${suppressed} suppressed, in ${took}`,
    columns: ['column', 'operation', 'values before', 'after'],
    classes: (n: string) => `${n} classes`,
    averageRisk: (risk: string) => `average risk ${risk}`,
    penalty: (loss: string) => `certainty penalty ${loss}`,
    discernibility: (sum: string) => `discernibility ${sum}`,
    averageClassSize: (ratio: string) => `average class ${ratio} times k`,
    metric: (name: string, before: string, after: string, interval: string) =>
      `The model’s ${name}, trained again on the masked rows: ${before} before, ${after} after; change ${interval} (90 %).`,
    verdict: {
      'not-worse': (margin: string) => `It is not worse by more than ${margin} (at 95 %).`,
      worse: (margin: string) => `It is worse by more than ${margin} (at 95 %).`,
      undetermined: (margin: string) =>
        `Whether it is worse by more than ${margin} is not known (at 95 %): more repeats or rows would tell.`,
    },
    notCompared: (why: string) => `The model’s metric was not compared: ${why}.`,
    wrote: (file: string) => `wrote ${file}`,
    next: (command: string) => `next: ${command}`,
  },

  sealing: {
    sealed: (from: string, to: string, bytes: string) => `sealed ${from} -> ${to} (${bytes} bytes)`,
    opened: (from: string, to: string, bytes: string) => `opened ${from} -> ${to} (${bytes} bytes)`,
    plainStays: 'the plain files stay: remove them once the sealed ones are where they belong',
    interrupted: 'interrupted: nothing of the file at hand was written',
  },

  slimming: {
    wrote: (path: string, pruned: string, weights: string, sizes: string) =>
      `wrote ${path}: ${pruned} pruned, weights as ${weights}, ${sizes}`,
    sizes: (bytes: string, before: string) => `${bytes} of ${before} bytes`,
    operations: (share: string) => `operations saved: ${share}`,
    worse: (by: string) => `metric worse by: ${by}`,
    none: 'no smaller model was shown to be as good: nothing was written',
    interrupted: 'interrupted: nothing was written',
  },
};
