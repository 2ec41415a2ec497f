import { Command, Option } from 'commander';
import { gate, reporting, type Language, type Refusal } from '../../engine/index.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { usageFault } from '../fault.js';
import {
  asOfOption,
  duration,
  formatOption,
  frozenOption,
  languageOption,
  oneOf,
  policyOption,
  repeated,
  supplyOf,
  trustOption,
  type SupplyOptions,
} from '../options.js';
import { print, printDiagnostics } from '../print.js';
import { textOptions } from '../terminal.js';

const REFUSALS = [
  'chosen-seed',
  'cached',
  'waivers',
  'declared',
  'logged',
  'estimated',
] as const satisfies readonly Refusal[];

interface Options extends SupplyOptions {
  readonly policy?: readonly string[];
  readonly attestation?: readonly string[];
  readonly report?: readonly string[];
  readonly maxAge?: number;
  readonly refuse?: readonly Refusal[];
  readonly explain?: boolean;
  readonly asOf?: Date;
  readonly format: string;
  readonly lang: Language;
}

const OF_DECISION = { admitted: EXIT.conforms, refused: EXIT.fails, undetermined: EXIT.undetermined } as const;

export function defineGate(end: (status: ExitStatus) => void): Command {
  return new Command('gate')
    .description(
      'Whether this very model may be deployed under a policy, by what those whom the trust roots name have attested. Offline; nothing is measured. Ends with 0 where it may, 1 where it may not, 2 where only an undetermined verdict or comparison stands in the way, 3 where it cannot be decided.',
    )
    .argument('<model>', 'a file, or a folder in which nothing but the model lies')
    .addOption(policyOption())
    .addOption(trustOption())
    .addOption(
      new Option(
        '--attestation <file>',
        'what `assay attest` wrote (repeatable; default: the model’s name with .intoto.jsonl)',
      ).argParser(repeated),
    )
    .addOption(
      new Option(
        '--report <file>',
        'the attested report: judged again, and what a proof about another policy is made from (repeatable)',
      ).argParser(repeated),
    )
    .addOption(
      new Option('--max-age <duration>', 'the oldest check that counts, such as 30d, 12h or 4w').argParser(
        (text: string) => duration('--max-age', text),
      ),
    )
    .addOption(
      new Option('--refuse <conditions>', `what is not to be, by commas: ${REFUSALS.join(', ')}`).argParser(refusals),
    )
    .option('--explain', 'show every condition with what was found')
    .addOption(frozenOption())
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .action(async (model: string, options: Options) => end(await gateModel(model, options)));
}

const refusals = (text: string, earlier: readonly Refusal[] | undefined): readonly Refusal[] => [
  ...new Set([...(earlier ?? []), ...text.split(',').map((each) => oneOf('--refuse', each.trim(), REFUSALS))]),
];

async function gateModel(model: string, options: Options): Promise<ExitStatus> {
  const { policy = [], attestation = [], report = [], maxAge, refuse = [], asOf = new Date(), format, lang } = options;
  if (policy.length === 0) throw usageFault('ASSAY1804', 'a gate needs --policy', 'name the policy to deploy under');
  const outcome = await gate({
    model,
    policies: policy,
    attestations: attestation,
    reports: report,
    ...(maxAge !== undefined && { maxAge }),
    refuse,
    asOf,
    ...supplyOf(options),
  });
  await printDiagnostics(outcome.diagnostics, lang);
  const { renderGate, renderJson } = await reporting();
  if (format === 'json') print(await renderJson(outcome));
  else print(await renderGate(outcome, options.explain ?? false, textOptions(process.stdout, lang)));
  return outcome.decision === undefined ? EXIT.invalid : OF_DECISION[outcome.decision];
}
