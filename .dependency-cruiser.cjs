/** The boundaries of the house: dependencies point inward. Tests are not held to them. */
const forbid = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { ...to },
});
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/** As registered: `<area>/<name>`. */
const plugins = [
  ...readFileSync(join(__dirname, 'engine/plugins/registry.ts'), 'utf8').matchAll(/'([a-z]+\/[a-z0-9-]+)':/g),
].map(([, id]) => id);
const pure = '^engine/(numerics|methods|rules|plan|judge|pack|replay|changes|language)/';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    forbid(
      'numerics-alone',
      '^engine/numerics/',
      { path: '^(engine|cli)/', pathNot: '^engine/numerics/' },
      'numerics imports nothing of ours',
    ),
    forbid(
      'methods-only-numerics',
      '^engine/methods/',
      { path: '^(engine|cli)/', pathNot: '^engine/(numerics|methods)/', dependencyTypesNot: ['type-only'] },
      'methods import numerics only (and types of the contract)',
    ),
    ...plugins.map((id) =>
      forbid(
        `plugin-alone-${id.replace('/', '-')}`,
        '^engine/plugins/(energy|privacy|explainability|evaluation)/',
        { path: `^engine/plugins/${id}\\.ts$` },
        'a plugin never imports another; what they share stands beside them',
      ),
    ),
    forbid(
      'plugins-inward',
      '^engine/plugins/',
      { path: '^(cli/|engine/(measure|plan|judge|report|attest|trust|index))', dependencyTypesNot: ['type-only'] },
      'plugins know the contract, methods, estimators, numerics and subjects',
    ),
    forbid(
      'reporters-read-the-report',
      '^engine/report/',
      {
        path: '^(cli/|engine/(measure|plan|judge|pack|rules|subject|numerics|methods)/)',
        dependencyTypesNot: ['type-only'],
      },
      'everything else is derived from the report',
    ),
    forbid(
      'cli-one-door',
      '^cli/',
      { path: '^engine/', pathNot: '^engine/(index|api)\\.ts$' },
      'the command line uses the library’s public door',
    ),
    forbid(
      'pure-no-machine',
      pure,
      { path: '^(fs|fs/promises|net|http|https|child_process|worker_threads|os)$' },
      'pure parts touch no machine',
    ),
    forbid('engine-not-cli', '^engine/', { path: '^cli/' }, 'the engine does not know its command line'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '\\.generated\\.' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types'],
      extensions: ['.ts', '.js'],
    },
  },
};
