import { Command, Option } from 'commander';
import { reporting, slim, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import { interruptible } from '../interruptible.js';
import { jsonObject, languageOption, oneOf, seedOption } from '../options.js';
import { note, print, printDiagnostics } from '../print.js';

const QUANTISE = ['auto', 'none', 'float16', 'int8'] as const;
type Quantise = (typeof QUANTISE)[number];

interface Options {
  readonly out: string;
  readonly force: boolean;
  readonly with: Readonly<Record<string, unknown>>;
  readonly quantise: Quantise;
  readonly seed?: number;
  readonly lang: Language;
}

export function defineSlim(end: (status: ExitStatus) => void): Command {
  return new Command('slim')
    .description(
      'Write the model without the hidden units, channels or trees that it does not need, its weights stored as short as may be: the smallest whose metric on data.test is not worse by the margin (one-sided, 95 %). The subject’s own model stays.',
    )
    .argument('<subject>', 'a subject document')
    .addOption(new Option('--out <file>', 'the model to write, such as slim.onnx').makeOptionMandatory())
    .addOption(new Option('--force', 'replace a file that is there').default(false))
    .addOption(
      new Option('--with <json>', 'settings of energy/pruning, such as {"metric":"f1Macro","margin":0.01}')
        .argParser((text: string) => jsonObject('--with', text))
        .default({}, 'its defaults'),
    )
    .addOption(
      new Option(
        '--quantise <form>',
        'how weights are stored: as float16 or int8, as they are (none), or (auto) as they are or as float16, whichever is smaller; int8 saves more bytes and costs operations',
      )
        .argParser((text: string): Quantise => oneOf('--quantise', text, QUANTISE))
        .default('auto'),
    )
    .addOption(seedOption())
    .addOption(languageOption())
    .action(async (subject: string, options: Options) => end(await slimSubject(subject, options)));
}

async function slimSubject(
  subject: string,
  { out, force, with: parameters, quantise, seed, lang }: Options,
): Promise<ExitStatus> {
  const outcome = await interruptible((signal) =>
    slim({ subject, out, force, with: parameters, quantise, ...(seed !== undefined && { seed }), signal }),
  );
  const { slimmed, diagnostics, interrupted } = outcome;
  await printDiagnostics(diagnostics, lang);
  if (!interrupted && hasError(diagnostics)) return EXIT.invalid;
  const { tellSlimming } = await (await reporting()).filesPages();
  const { results, notes } = tellSlimming(outcome, lang);
  print(results);
  note(notes);
  return interrupted ? EXIT.internal : slimmed === undefined ? EXIT.undetermined : EXIT.conforms;
}
