// The engine's own data (catalogue, tables of codes), compiled in memory: generating needs no build.
import { build } from 'esbuild';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What a TypeScript module of data exports. */
async function load(root, contents) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

export async function loadCatalogue(root) {
  return (await load(root, "export * from './engine/plugins/catalogue.generated.ts';")).CATALOGUE;
}

/** All codes, sorted, with the area whose table they stand in. */
export async function loadCodes(root) {
  const paths = ['engine', 'cli']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((path) => `${folder}/${path}`))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('/codes.ts'))
    .sort();
  const imports = paths.map((path, index) => `import * as table${index} from './${path}';`);
  const tables = await load(
    root,
    `${imports.join('\n')}\nexport const tables = [${paths.map((_, i) => `table${i}`).join(', ')}];`,
  );
  return paths
    .flatMap((path, index) =>
      Object.values(tables.tables[index])
        .flatMap((table) => Object.entries(table))
        .map(([code, entry]) => ({ code, area: path.split('/').at(-2), ...entry })),
    )
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}
