import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The files that a program loads, relative to the root, as V8's coverage lists them. Runs on the built engine. */
function loadedBy(program: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'assay-'));
  try {
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: ROOT,
      env,
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    const files = readdirSync(folder).map(
      (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] },
    );
    return files
      .flatMap(({ result }) => result.map(({ url }) => url))
      .filter((url) => url.startsWith('file:') && !url.includes('[eval'))
      .map((url) => relative(ROOT, fileURLToPath(url)))
      .sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('reading a document loads the parser and the validator of its kind alone', () => {
  const loaded = loadedBy(`
    import { readDocumentBytes } from './dist/engine/document/read-document.js';
    const text = 'apiVersion: assay/v1\\nkind: Waiver\\nwaivers: []\\n';
    if (!readDocumentBytes('x', new TextEncoder().encode(text)).document) throw new Error('not read');
  `);
  expect(loaded.filter((path) => !path.startsWith('dist/engine/document/'))).toEqual([]);
  expect(loaded.filter((path) => path.includes('/validators/'))).toEqual([
    'dist/engine/document/validators/waiver.generated.cjs',
  ]);
  expect(loaded).toContain('dist/engine/document/yaml.js');
});
