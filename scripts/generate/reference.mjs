// docs/reference: a page for every plugin, schema and diagnostic code, and the index of them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue, loadCodes } from './load.mjs';
import { diagnosticPage } from './reference/diagnostics.mjs';
import { examplesOf } from './reference/examples.mjs';
import { bilingual, page, table } from './reference/markdown.mjs';
import { pluginFile, pluginPage } from './reference/plugins.mjs';
import { schemaPage } from './reference/schemas.mjs';
import { KINDS, WRITTEN, readSchema } from './schemas.mjs';

export async function referencePages(root) {
  const plugins = Object.values(await loadCatalogue(root)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const codes = await loadCodes(root);
  const schemas = [...KINDS, ...WRITTEN];
  const examples = examplesOf(root);
  return [
    ['docs/reference/README.md', index(root, plugins, schemas, codes)],
    ...plugins.map((plugin) => pluginPage(plugin, examples.get(plugin.id))),
    ...schemas.map(({ kind, name }) => schemaPage(root, name, kind)),
    ...codes.map(diagnosticPage),
  ];
}

function index(root, plugins, schemas, codes) {
  return page([
    '# Reference',
    '',
    '## Measurements',
    '',
    ...table(
      ['plugin', 'what it measures'],
      plugins.map(({ id, title }) => [`[${id}](plugins/${pluginFile(id)})`, bilingual(title)]),
    ),
    '## Documents',
    '',
    ...table(
      ['kind', 'what it is'],
      schemas.map(({ kind, name }) => [`[${kind}](schemas/${name}.md)`, readSchema(root, name).description]),
    ),
    '## Diagnostics',
    '',
    ...table(
      ['code', 'title'],
      codes.map(({ code, title }) => [`[${code}](diagnostics/${code}.md)`, title]),
    ),
  ]);
}
