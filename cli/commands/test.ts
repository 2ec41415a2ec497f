import { Command, Option } from 'commander';
import { reporting, testPolicies, type Language } from '../../engine/index.js';
import { EXIT, hasError, type ExitStatus } from '../exit-status.js';
import {
  asOfOption,
  formatOption,
  languageOption,
  percentage,
  supplyOf,
  trustOption,
  type SupplyOptions,
} from '../options.js';
import { note, print, printDiagnostics } from '../print.js';
import { textOptions } from '../terminal.js';

interface Options extends SupplyOptions {
  readonly asOf?: Date;
  readonly minCoverage?: number;
  readonly minMutation?: number;
  readonly format: string;
  readonly lang: Language;
}

export function defineTest(end: (status: ExitStatus) => void): Command {
  return new Command('test')
    .description(
      'Runs the cases of `<name>.test.yaml` against the standard or profile `<name>.yaml`: verdicts, what no case shows, and small changes of rules that no case notices. Nothing is measured.',
    )
    .argument('<paths...>', 'packs’ folders, standards, profiles, or tests')
    .addOption(
      new Option('--min-coverage <percent>', 'fail where cases show less of the rules').argParser((text: string) =>
        percentage('--min-coverage', text),
      ),
    )
    .addOption(
      new Option('--min-mutation <percent>', 'fail where cases notice fewer of the changes').argParser((text: string) =>
        percentage('--min-mutation', text),
      ),
    )
    .addOption(formatOption(['text', 'json']))
    .addOption(languageOption())
    .addOption(asOfOption())
    .addOption(trustOption())
    .action(async (paths: string[], options: Options) => end(await testPaths(paths, options)));
}

async function testPaths(paths: readonly string[], options: Options): Promise<ExitStatus> {
  const { asOf = new Date(), format, lang, minCoverage, minMutation } = options;
  const { documents, diagnostics } = await testPolicies(paths, asOf, supplyOf(options));
  const { renderJson, renderPolicyTests, policyTestShortfalls } = await reporting();
  const text = textOptions(process.stdout, lang);
  if (format === 'json') print(await renderJson({ documents, diagnostics }));
  else {
    await printDiagnostics(diagnostics, lang);
    if (documents.length > 0) print(await renderPolicyTests(documents, text));
  }
  const least = {
    ...(minCoverage !== undefined && { coverage: minCoverage }),
    ...(minMutation !== undefined && { mutation: minMutation }),
  };
  const short = await policyTestShortfalls(documents, least, text);
  for (const line of short) note(`${line}\n`);
  if (hasError(diagnostics)) return EXIT.invalid;
  const failed = documents.some(({ cases }) => cases.some(({ misses }) => misses.length > 0));
  return failed || short.length > 0 ? EXIT.fails : EXIT.conforms;
}
