// Writes everything that is generated and committed; with --check, writes nothing and exits 1 where a file differs.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { spawnSync } from 'node:child_process';
import { documentTypes, writtenTypes } from './generate/types.mjs';
import { gridFactors } from './generate/grid-factors.mjs';
import { processorPower } from './generate/processor-power.mjs';
import { referencePages } from './generate/reference.mjs';
import { documentValidators, pluginValidators, writtenValidators } from './generate/validators.mjs';

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');

// First, because the reference is made from it.
const catalogue = spawnSync(
  process.execPath,
  [join(root, 'scripts', 'generate-catalogue.mjs'), ...(check ? ['--check'] : [])],
  {
    stdio: 'inherit',
  },
);
if (catalogue.status !== 0) process.exitCode = 1;

/** Folders that hold nothing but generated files of these names: what is no longer generated there is stale. */
const owned = [
  { folder: 'engine/document/validators', pattern: /\.generated\.\w+$/ },
  { folder: 'engine/plugins/validators', pattern: /\.generated\.\w+$/ },
  { folder: 'docs/reference', pattern: /\.md$/ },
];

/** @type {Map<string, string>} path from the root -> content */
const files = new Map([
  ...gridFactors(root),
  ...(await documentTypes(root)),
  ...(await writtenTypes(root)),
  ...(await documentValidators(root)),
  ...(await pluginValidators(root)),
  ...(await writtenValidators(root)),
  ...processorPower(root),
  ...(await referencePages(root)),
]);

const differing = [...files].filter(
  ([path, content]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== content,
);
const stale = owned.flatMap(({ folder, pattern }) =>
  listFiles(join(root, folder)).filter((path) => pattern.test(path) && !files.has(path)),
);

if (check) {
  for (const [path] of differing) console.error(`differs: ${path}`);
  for (const path of stale) console.error(`stale: ${path}`);
  if (differing.length + stale.length > 0) {
    console.error('Run `npm run generate` and commit what it writes.');
    process.exitCode = 1;
  }
} else {
  for (const [path, content] of differing) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    console.log(`wrote ${path}`);
  }
  for (const path of stale) {
    rmSync(join(root, path));
    console.log(`removed ${path}`);
  }
}

function listFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}
