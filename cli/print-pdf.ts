/** PDF: the page, printed by a browser that is on the machine. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { usageFault } from './fault.js';

/** Browsers that print without a window; all of one family, which knows `--print-to-pdf`. */
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
  'msedge',
];
const PLACES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

const MILLISECONDS = 120_000;

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The one of `ASSAY_BROWSER`, else the first on the path or where the system keeps it. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['ASSAY_BROWSER'];
  if (named) return isExecutable(named) ? named : undefined;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const candidates = [
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name + suffix))),
    ...(PLACES[process.platform] ?? []),
  ];
  return candidates.find(isExecutable);
}

function browserOrFault(): string {
  const browser = findBrowser();
  if (browser !== undefined) return browser;
  const named = process.env['ASSAY_BROWSER'];
  throw usageFault(
    'ASSAY1890',
    named ? `ASSAY_BROWSER names no program: ${named}` : 'a PDF is printed by a browser, and none was found',
    'install Chromium, Chrome or Edge (Debian: apt install chromium), name one in ASSAY_BROWSER, or print the HTML page',
  );
}

export const refuseWithoutBrowser = (): void => void browserOrFault();

/** @param page A self-contained HTML page: no script of it runs, and nothing is fetched. */
export async function printToPdf(page: string): Promise<Uint8Array> {
  const browser = browserOrFault();
  const folder = await mkdtemp(join(tmpdir(), 'assay-pdf-'));
  try {
    const [html, pdf] = [join(folder, 'page.html'), join(folder, 'page.pdf')];
    await writeFile(html, page);
    const said = await run(browser, [
      '--headless',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      `--user-data-dir=${join(folder, 'profile')}`,
      // Chromium has no sandbox for root; the page runs no script.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--no-pdf-header-footer',
      `--print-to-pdf=${pdf}`,
      pathToFileURL(html).href,
    ]);
    return await readFile(pdf).catch(() => {
      throw usageFault('ASSAY1891', `${browser} printed nothing: ${said.trim().slice(-500) || 'it said nothing'}`);
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @returns what it said on standard error, whatever it came to. */
const run = (browser: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn(browser, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: MILLISECONDS });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-10_000)));
    child.on('error', (error) => resolve(error.message));
    child.on('close', () => resolve(said));
  });
