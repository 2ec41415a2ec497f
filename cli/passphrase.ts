/** Passphrases: from a variable, else asked for on a terminal without showing them; never from the command line. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Option } from 'commander';

const DEFAULT_VARIABLE = 'ASSAY_KEY_PASSPHRASE';

export const passphraseOption = (): Option =>
  new Option('--passphrase-env <name>', `the variable that holds the key’s passphrase`).default(DEFAULT_VARIABLE);

/** @param twice whether it is asked for again, for a new key. `undefined` where there is none, or the two differ. */
export async function passphrase(variable: string, twice = false): Promise<string | undefined> {
  const text = process.env[variable];
  if (text !== undefined && text !== '') return text;
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const first = await asked('Passphrase: ');
  return !twice || first === (await asked('Once more: ')) ? first : undefined;
}

async function asked(prompt: string): Promise<string | undefined> {
  process.stderr.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const line = await new Promise<string | undefined>((resolve) => {
    lines.once('line', resolve);
    lines.once('SIGINT', () => resolve(undefined));
    lines.once('close', () => resolve(undefined));
  });
  lines.close();
  process.stderr.write('\n');
  return line;
}
