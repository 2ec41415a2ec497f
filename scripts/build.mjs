// TypeScript to dist/. Quick where nothing changed: a stamp of the sources, then tsc's own incremental state.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build as bundle } from 'esbuild';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const cache = join(root, 'node_modules', '.cache', 'assay');
const stampFile = join(cache, 'built');
const buildInfo = join(cache, 'tsbuildinfo');
const main = join(dist, 'cli', 'main.js');

const sources = ['engine', 'cli', 'bench'].flatMap(list).filter((path) => !path.endsWith('.test.ts'));
const stamp = stampOf([...sources, 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs']);

if (!existsSync(main) || !existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) await build();

async function build() {
  // tsc does not write again what it believes to stand: without dist its state is void.
  if (!existsSync(dist)) rmSync(buildInfo, { force: true });
  rmSync(stampFile, { force: true });
  removeStale();
  mkdirSync(cache, { recursive: true });
  for (const path of sources)
    if (!path.endsWith('.ts') && !path.startsWith('bench/')) cpSync(join(root, path), join(dist, path));
  let status = compile();
  // Somebody emptied dist behind the back of tsc's state.
  if (sources.some((path) => path.endsWith('.ts') && !existsSync(join(dist, path.replace(/\.ts$/, '.js'))))) {
    rmSync(buildInfo, { force: true });
    status = compile();
  }
  await bundleYaml();
  if (status !== 0) {
    process.exitCode = status ?? 1;
    return;
  }
  if (existsSync(main)) chmodSync(main, 0o755);
  writeFileSync(stampFile, stamp);
}

function compile() {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const args = [tsc, '-p', 'tsconfig.build.json', '--incremental', '--tsBuildInfoFile', buildInfo];
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status;
}

/** The parser in one file, with its licence, in the place of the module that names what of it is used. */
async function bundleYaml() {
  const licence = readFileSync(join(root, 'node_modules', 'yaml', 'LICENSE'), 'utf8').trim();
  await bundle({
    absWorkingDir: root,
    entryPoints: ['engine/document/yaml.ts'],
    outfile: join(dist, 'engine', 'document', 'yaml.js'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'node20',
    banner: { js: `/* The parser of the package yaml.\n\n${licence}\n*/` },
    logLevel: 'error',
  });
}

/** Files whose source is gone; with tsc's state, or the state would keep them away when the source comes back. */
function removeStale() {
  const kept = new Set(
    sources.flatMap((path) =>
      path.endsWith('.ts') ? [path.replace(/\.ts$/, '.js'), path.replace(/\.ts$/, '.d.ts')] : [path],
    ),
  );
  const stale = list('dist').filter((path) => !kept.has(relative('dist', path).replaceAll('\\', '/')));
  for (const path of stale) rmSync(join(root, path), { force: true });
  if (stale.length > 0) rmSync(buildInfo, { force: true });
}

function list(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

function stampOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const { mtimeMs, size } = statSync(join(root, path));
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}
