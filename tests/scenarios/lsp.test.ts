import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { languageClient, uri } from './language-client.js';
import { copyOf } from './run.js';

test('diagnostics', async () => {
  const folder = copyOf('examples/credit-risk');
  const client = await languageClient(folder);
  const path = join(folder, 'policies/credit-scoring/credit-scoring.yaml');
  const text = readFileSync(path, 'utf8');
  await client.open(path, text);
  console.log(client.last(path));
  const ask = (needle: string, after: number, method: string, extra = {}) => {
    const at = text.indexOf(needle) + after;
    const line = text.slice(0, at).split('\n').length - 1;
    const character = at - (text.lastIndexOf('\n', at - 1) + 1);
    return client.connection.sendRequest(method, {
      textDocument: { uri: uri(path) },
      position: { line, character },
      ...extra,
    });
  };
  console.log(JSON.stringify(await ask('holdout.rocAuc', 3, 'textDocument/hover'), null, 1));
  console.log(JSON.stringify(await ask('holdout.rocAuc', 9, 'textDocument/hover'), null, 1));
  console.log(JSON.stringify(await ask('parameters.minDiscrimination', 14, 'textDocument/hover'), null, 1));
  console.log(JSON.stringify(await ask('parameters.minDiscrimination', 14, 'textDocument/definition'), null, 1));
  console.log(
    JSON.stringify(
      await ask('parameters.minDiscrimination', 14, 'textDocument/references', {
        context: { includeDeclaration: true },
      }),
      null,
      1,
    ),
  );
  console.log(JSON.stringify(await ask('holdout.rocAuc', 3, 'textDocument/rename', { newName: 'split' }), null, 1));
  const c = (await ask('holdout.rocAuc', 8, 'textDocument/completion')) as any[];
  console.log(
    c.length,
    c.slice(0, 3).map((x) => x.label),
    c.filter((x) => /rocAuc/.test(x.label)),
  );
  const d = (await ask('holdout.rocAuc', -15, 'textDocument/completion')) as any[];
  console.log(
    d.length,
    d.slice(0, 30).map((x) => x.textEdit.newText),
  );
  await client.stop();
  console.log(await client.ended, client.stderr());
});
