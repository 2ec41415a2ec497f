import { spawn } from 'node:child_process';
import { lastWords } from './last-words.js';

const KEPT_CHARACTERS = 1 << 16;

/**
 * npm in the working folder, with its own settings there: registry, access, proxies. Resolves to what went wrong, in
 * words; `undefined` where nothing did. Never rejects. Callers let no sign of a shell into `args`: on Windows npm is a
 * script, which only a shell can start.
 */
export function runNpm(args: readonly string[]): Promise<string | undefined> {
  const isWindows = process.platform === 'win32';
  const child = spawn(isWindows ? 'npm.cmd' : 'npm', [...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: isWindows,
    windowsHide: true,
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-KEPT_CHARACTERS)));
  return new Promise((resolve) => {
    child.on('error', (cause: NodeJS.ErrnoException) =>
      resolve(`npm cannot be started (${cause.code ?? cause.message})`),
    );
    child.on('close', (status) => resolve(status === 0 ? undefined : saidBy(errors)));
  });
}

/** npm writes its reason first and advice after it. */
function saidBy(errors: string): string {
  const reasons = errors
    .split('\n')
    .map((line) => /^npm (?:error|ERR!) (?!code |A complete log)(.*)$/.exec(line.trim())?.[1] ?? '')
    .filter((line) => line !== '');
  return lastWords(reasons.slice(0, 1).join('\n') || errors) || 'npm failed without a word';
}
