/** The table of commands. Only the one that is asked for is loaded. */
import { Command } from 'commander';
import type { ExitStatus } from './exit-status.js';

/** A command's definition; `end` takes what the process ends with. */
export type Define = (end: (status: ExitStatus) => void) => Command | Promise<Command>;

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<Define>;
}

export const COMMANDS: Readonly<Record<string, Entry>> = {
  attest: {
    summary: 'sign what a check came to, for gates',
    load: async () => (await import('./commands/attest.js')).defineAttest,
  },
  bundle: {
    summary: 'a report with the documents it follows from, in one archive',
    load: async () => (await import('./commands/bundle.js')).defineBundle,
  },
  check: {
    summary: 'measure subjects and judge their policies',
    load: async () => (await import('./commands/check.js')).defineCheck,
  },
  compare: {
    summary: 'whether a policy is at least as strict as another, by proof',
    load: async () => (await import('./commands/compare.js')).defineCompare,
  },
  diff: {
    summary: 'what changed between two versions of a policy, and which verdicts flip',
    load: async () => (await import('./commands/diff.js')).defineDiff,
  },
  doctor: {
    summary: 'what this machine offers, and why not',
    load: async () => (await import('./commands/doctor.js')).defineDoctor,
  },
  explain: {
    summary: 'a rule, its clause, what it measures, why it got its verdict',
    load: async () => (await import('./commands/explain.js')).defineExplain,
  },
  gate: {
    summary: 'whether a model may be deployed, by what was attested of it',
    load: async () => (await import('./commands/gate.js')).defineGate,
  },
  init: {
    summary: 'a working subject and profile, from what a folder holds',
    load: async () => (await import('./commands/init.js')).defineInit,
  },
  lint: {
    summary: 'what analysis finds in valid policies',
    load: async () => (await import('./commands/lint.js')).defineLint,
  },
  lsp: {
    summary: 'a language server for editors',
    load: async () => (await import('./commands/lsp.js')).defineLsp,
  },
  mask: {
    summary: 'mask a subject’s tables by a plan, to k-anonymity and more',
    load: async () => (await import('./commands/mask.js')).defineMask,
  },
  measure: {
    summary: 'one measurement of a subject, without a policy',
    load: async () => (await import('./commands/measure.js')).defineMeasure,
  },
  mlflow: {
    summary: 'write a verdict to a local run of MLflow, as tags and artefacts',
    load: async () => (await import('./commands/mlflow.js')).defineMlflow,
  },
  open: {
    summary: 'decrypt what was sealed',
    load: async () => (await import('./commands/open.js')).defineOpen,
  },
  oscal: {
    summary: 'standards and profiles from OSCAL, and as OSCAL',
    load: async () => (await import('./commands/oscal.js')).defineOscal,
  },
  pack: {
    summary: 'build, sign, verify, publish and take policy packs',
    load: async () => (await import('./commands/pack.js')).definePack,
  },
  plan: {
    summary: 'what a check would measure, and why',
    load: async () => (await import('./commands/plan.js')).definePlan,
  },
  policy: {
    summary: 'the effective policy in words, with who set what',
    load: async () => (await import('./commands/policy.js')).definePolicy,
  },
  plugins: {
    summary: 'what can be measured',
    load: async () => (await import('./commands/plugins.js')).definePlugins,
  },
  replay: {
    summary: 'judge the evidence in reports and bundles again, or measure it again',
    load: async () => (await import('./commands/replay.js')).defineReplay,
  },
  report: {
    summary: 'a report in other formats',
    load: async () => (await import('./commands/report.js')).defineReport,
  },
  seal: {
    summary: 'encrypt data sets into an authenticated container',
    load: async () => (await import('./commands/seal.js')).defineSeal,
  },
  slim: {
    summary: 'write a smaller model that is as good',
    load: async () => (await import('./commands/slim.js')).defineSlim,
  },
  test: {
    summary: 'run the tests of packs, standards and profiles',
    load: async () => (await import('./commands/test.js')).defineTest,
  },
  validate: {
    summary: 'documents only: schema, positions, static check of rules',
    load: async () => (await import('./commands/validate.js')).defineValidate,
  },
  waive: {
    summary: 'a draft of a waiver, to be reviewed and approved',
    load: async () => (await import('./commands/waive.js')).defineWaive,
  },
};

const STATUSES = `
Exit status: 0 conforms, 1 does not conform, 2 undetermined,
             3 usage or an invalid or absent document or file, 4 internal error.`;

/** The program with the command that `args` ask for, and the others by name. */
export async function programFor(args: readonly string[], end: (status: ExitStatus) => void): Promise<Command> {
  const asked = args[0] === 'help' ? args[1] : args.find((arg) => !arg.startsWith('-'));
  const program = new Command('assay')
    .description(
      'Policy as code for AI models: measures the model, judges the standard, with the evidence’s uncertainty.',
    )
    .option('--version', 'print the version')
    .showSuggestionAfterError(true)
    .addHelpText('after', STATUSES);
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = name === asked ? await (await load())(end) : new Command(name);
    program.addCommand(silent(command.summary(summary).description(command.description() || summary)));
  }
  return silent(program);
}

/** Faults are thrown and printed in one place; commander prints help only. */
function silent(command: Command): Command {
  command.commands.forEach(silent);
  return command.exitOverride().configureOutput({ writeErr: () => undefined, outputError: () => undefined });
}
