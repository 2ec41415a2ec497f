// Bundles every example, replays each bundle in another folder with nothing else in it, and measures it again there.
// Exit status 1 where a verdict is another. After `npm run build`; some three minutes.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const main = join(root, 'dist', 'cli', 'main.js');
const subjects = readdirSync(join(root, 'examples'), { recursive: true })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => basename(path) === 'subject.yaml')
  .sort();
const folder = mkdtempSync(join(tmpdir(), 'assay-replay-'));
const here = join(folder, 'here');
const there = join(folder, 'there');
for (const path of ['examples', 'policies']) cpSync(join(root, path), join(here, path), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(here, 'node_modules'));

const assay = (cwd, ...args) => spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8' });

try {
  for (const subject of subjects) {
    const name = dirname(subject);
    const checked = assay(here, 'check', `examples/${subject}`, '--no-cache', '--output', 'report.json');
    const bundle = join(there, name, 'a.tar.gz');
    mkdirSync(dirname(bundle), { recursive: true });
    const made = assay(here, 'bundle', 'report.json', '--out', bundle);
    const replayed = assay(dirname(bundle), 'replay', 'a.tar.gz');
    const measured = assay(
      dirname(bundle),
      'replay',
      'a.tar.gz',
      '--format=json',
      '--measure',
      join(here, 'examples', subject),
    );
    const again = JSON.parse(measured.stdout || '{}').replays?.[0]?.measured;
    const count = (agreement) => again?.figures.filter((figure) => figure.agreement === agreement).length ?? '?';
    const isSame = made.status === 0 && replayed.status === checked.status && again?.agrees === true;
    if (!isSame) {
      process.exitCode = 1;
      console.error(made.stderr, replayed.stderr, measured.stderr);
      for (const figure of again?.figures ?? [])
        if (figure.agreement === 'differs') console.error(JSON.stringify(figure));
    }
    const size = made.status === 0 ? `${(statSync(bundle).size / 1024).toFixed(0)} KiB` : 'no bundle';
    const figures = ['same', 'agrees', 'reading', 'differs'].map((each) => `${count(each)} ${each}`).join(', ');
    console.log(`${isSame ? '✓' : '✗'} ${name}  exit ${checked.status} → ${replayed.status}  ${size}  ${figures}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
