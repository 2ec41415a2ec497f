/** One command line, from arguments to exit status. */
import { CommanderError } from 'commander';
import { EXIT, type ExitStatus } from './exit-status.js';
import { UsageFault, usageFault } from './fault.js';
import { note, print, printDiagnostics } from './print.js';
import { COMMANDS, programFor } from './program.js';
import { languageOf } from './terminal.js';

export async function run(args: readonly string[]): Promise<ExitStatus> {
  if (args[0] === '--version' || args[0] === '-V') {
    print(`${(await import('./version.js')).version()}\n`);
    return EXIT.conforms;
  }
  let status: ExitStatus = EXIT.conforms;
  try {
    const program = await programFor(args, (ended) => (status = ended));
    if (args.length === 0) {
      note(program.helpInformation());
      throw usageFault('ASSAY1800', 'no command was given');
    }
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    const fault = error instanceof CommanderError ? faultOf(error, args) : error;
    if (fault === undefined) return EXIT.conforms;
    if (!(fault instanceof UsageFault)) throw fault;
    await printDiagnostics(fault.diagnostics, languageOf(process.env));
    return EXIT.invalid;
  }
}

/** Help and version end with 0; all else that commander objects to is a fault of usage. */
function faultOf(error: CommanderError, args: readonly string[]): UsageFault | undefined {
  if (error.exitCode === 0) return undefined;
  if (error.code === 'commander.help') return usageFault('ASSAY1800', 'no command was given', 'see assay --help');
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const command = args[0] !== undefined && Object.hasOwn(COMMANDS, args[0]) ? ` ${args[0]}` : '';
  const hint = rest.length > 0 ? rest.join(' ').replace(/^\(|\)$/g, '') : `see assay${command} --help`;
  return usageFault('ASSAY1800', first, hint);
}
