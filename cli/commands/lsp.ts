import { Command, Option } from 'commander';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { languageOf } from '../terminal.js';

export function defineLsp(end: (status: ExitStatus) => void): Command {
  return new Command('lsp')
    .description(
      'A language server for editors, over standard input and output: diagnostics while typing, completion, hover, definitions, references, rename. Its language is that of the editor, else the locale’s.',
    )
    .addOption(new Option('--stdio', 'over standard input and output: the only way, and the default'))
    .addOption(new Option('--clientProcessId <pid>', 'the editor’s process: without it the server ends').hideHelp())
    .action(async () => {
      const { serve } = await import('../language-server/serve.js');
      await serve(languageOf(process.env));
      end(EXIT.conforms);
    });
}
