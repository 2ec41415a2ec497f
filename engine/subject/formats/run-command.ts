/** Runs a model's program once: rows on standard input, answers on standard output. */
import { startProgram } from '../../programs/start-program.js';
import { ModelFault } from '../view.js';

export interface CommandRun {
  readonly command: readonly string[];
  /** The working folder. */
  readonly folder: string;
  readonly input: string;
  readonly seconds: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** What the program wrote on standard output. Throws ModelFault (`failed`, `timed-out`), or the signal's reason. */
export async function runCommand(run: CommandRun): Promise<Buffer> {
  run.signal?.throwIfAborted();
  const program = startProgram(run.command, run.folder);
  const name = `the model's command "${run.command[0]}"`;
  let stop: Error | undefined;
  const kill = (reason: Error): void => {
    stop ??= reason;
    program.kill();
  };
  const onAbort = (): void => kill(run.signal!.reason as Error);
  const timer = setTimeout(
    () => kill(new ModelFault('timed-out', `${name} took more than ${run.seconds} s`)),
    run.seconds * 1000,
  );
  run.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const output: Buffer[] = [];
    let bytes = 0;
    program.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > run.maxBytes) return kill(new ModelFault('failed', `${name} wrote more than ${run.maxBytes} bytes`));
      output.push(chunk);
    });
    program.stdin.end(run.input);
    const how = await program.ended;
    if (stop !== undefined) throw stop;
    if (how !== undefined) throw new ModelFault('failed', `${name} ${how}`);
    return Buffer.concat(output);
  } finally {
    clearTimeout(timer);
    run.signal?.removeEventListener('abort', onAbort);
  }
}
