/** Runs the built command line from outside, as a user would. `npm test` builds it first. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { without } from '../fixtures/without.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Another build can be named, such as that of an installed package. */
export const MAIN = process.env['ASSAY_MAIN'] ?? join(ROOT, 'dist', 'cli', 'main.js');

export interface Run {
  /** `null` where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** The working folder; the package's by default. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sent once so many milliseconds have passed. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly after: number };
}

/** `assay ARGS`, in English, without colours, whatever this machine's settings. */
export function assay(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  if (!existsSync(MAIN)) throw new Error(`${MAIN} is not there: run \`npm run build\` first`);
  const inherited = without(process.env, 'FORCE_COLOR', 'NO_COLOR', 'LC_ALL', 'LC_MESSAGES', 'NODE_OPTIONS');
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { ...inherited, LANG: 'C.UTF-8', COLUMNS: '100', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const timer = options.signal && setTimeout(() => child.kill(options.signal!.name), options.signal.after);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr });
    });
  });
}

const folders: string[] = [];

/** A new folder with these files (paths to contents); removed when the test file is done. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-scenario-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** A copy of a folder of the package (`examples/credit-risk`) with the packs it names and the dependencies, to change freely. */
export function copyOf(path: string): string {
  const folder = folderWith();
  cpSync(join(ROOT, path), join(folder, path), { recursive: true, filter: (each) => !each.includes('.assay') });
  cpSync(join(ROOT, 'policies'), join(folder, 'policies'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Codes of the diagnostics on standard error, in order. */
export const codesIn = ({ stderr }: Run): readonly string[] => stderr.match(/ASSAY\d{4}/g) ?? [];
