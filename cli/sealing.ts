/** What `seal` and `open` share: where the key is, where the output goes, Ctrl-C and progress. */
import { Option } from 'commander';
import { reporting, type KeySource, type Language, type SealingRunning, type SealOutcome } from '../engine/index.js';
import { EXIT, hasError, type ExitStatus } from './exit-status.js';
import { usageFault } from './fault.js';
import { interruptible } from './interruptible.js';
import { note, print, printDiagnostics } from './print.js';
import { sealingLine } from './sealing-line.js';

/** As commander hands them over. */
export interface SealingOptions {
  readonly keyEnv?: string;
  readonly keyFile?: string;
  readonly passphraseEnv?: string;
  readonly output?: string;
  readonly force: boolean;
}

export const keyOptions = (): readonly Option[] => [
  new Option('--key-env <name>', 'the variable that holds the key (default: ASSAY_KEY)'),
  new Option('--key-file <file>', 'the file that holds the key; only its owner may read it'),
  new Option('--passphrase-env <name>', 'the variable that holds a passphrase'),
];

export const outputOptions = (): readonly Option[] => [
  new Option('--output <file>', 'the file to write, where one file is named (default: with or without .age, .jwe)'),
  new Option('--force', 'replace a file that is there').default(false),
];

export function keyOf({ keyEnv, keyFile, passphraseEnv }: SealingOptions): KeySource | undefined {
  const given: readonly KeySource[] = [
    ...(keyEnv === undefined ? [] : [{ environment: keyEnv }]),
    ...(keyFile === undefined ? [] : [{ file: keyFile }]),
    ...(passphraseEnv === undefined ? [] : [{ passphrase: passphraseEnv }]),
  ];
  if (given.length > 1) throw usageFault('ASSAY1804', 'name one place for the key');
  return given[0];
}

/** Runs `task`; every Ctrl-C and polite kill aborts it, so that nothing half written is left. */
export async function runSealing<Outcome>(
  files: readonly string[],
  { output, force }: SealingOptions,
  task: (running: SealingRunning) => Promise<Outcome>,
): Promise<Outcome> {
  if (output !== undefined && files.length !== 1) {
    throw usageFault('ASSAY1804', `--output is the name of one file, and ${files.length} are named`);
  }
  return interruptible(
    async (signal) => {
      const line = sealingLine(process.stderr);
      try {
        return await task({ files, force, ...(output !== undefined && { output }), signal, onProgress: line.show });
      } finally {
        line.clear();
      }
    },
    { every: true },
  );
}

export async function endOf(outcome: SealOutcome, done: 'sealed' | 'opened', language: Language): Promise<ExitStatus> {
  const { tellSealing } = await (await reporting()).filesPages();
  const { results, notes } = tellSealing(outcome, done, language);
  print(results);
  await printDiagnostics(outcome.diagnostics, language);
  note(notes);
  if (outcome.interrupted) return EXIT.internal;
  return hasError(outcome.diagnostics) ? EXIT.invalid : EXIT.conforms;
}
