/** The language server as an editor drives it: a client library over the standard streams of the built program. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { languageClient, uri, type Client } from './language-client.js';
import { assay, codesIn, folderWith, MAIN } from './run.js';

const standard = (id: string, rules: string): string =>
  `apiVersion: assay/v1\nkind: Standard\nmetadata: {id: ${id}, version: "1.0.0", title: {en: Base 😀, zh: 基线}}\n` +
  `parameters:\n  minF1: {value: 0.7, unit: "1", tighten: up, title: {en: Lowest F1, zh: F1 下限}}\n` +
  `measurements:\n  holdout: {plugin: evaluation/holdout}\nrules:\n${rules}`;

const RULE = `  - {title: "😀 规则", id: EVAL-001, level: shall, require: {">=": [{var: holdout.f1Macro}, {var: parameters.minF1}]}}\n`;
const PROFILE = `apiVersion: assay/v1\nkind: Profile\nmetadata: {id: acme, version: "1.0.0", title: Acme}\nimports: [{pack: base.yaml}]\nset: {base.minF1: 0.8}\n`;

const clients: Client[] = [];
async function started(folder: string, params = {}): Promise<Client> {
  const client = await languageClient(folder, params);
  clients.push(client);
  return client;
}

afterEach(() => {
  for (const client of clients.splice(0)) {
    client.connection.dispose();
    client.process.kill('SIGKILL');
  }
});

const codes = (client: Client, path: string): readonly unknown[] => client.last(path).map(({ code }) => code);

/** The text as a whole, of the version. */
async function change(client: Client, path: string, version: number, text: string): Promise<void> {
  const next = client.told(path);
  await client.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri: uri(path), version },
    contentChanges: [{ text }],
  });
  await next;
}

const ask = (
  client: Client,
  method: string,
  path: string,
  text: string,
  needle: string,
  more = {},
): Promise<unknown> => {
  const offset = text.indexOf(needle);
  const line = text.slice(0, offset).split('\n').length - 1;
  const character = offset - (text.lastIndexOf('\n', offset - 1) + 1);
  return client.connection.sendRequest(method, {
    textDocument: { uri: uri(path) },
    position: { line, character },
    ...more,
  });
};

describe('diagnostics', () => {
  test('are those of validate, of the unsaved text and of what it imports, in UTF-16', async () => {
    const folder = folderWith({ 'base.yaml': standard('base', RULE), 'profile.yaml': PROFILE });
    const [base, profile] = [join(folder, 'base.yaml'), join(folder, 'profile.yaml')];
    const client = await started(folder);
    await client.open(base, standard('base', RULE));
    expect(codes(client, base)).toEqual([]);
    const broken = standard('base', RULE.replace('f1Macro', 'f1Marco'));
    await change(client, base, 2, broken);
    writeFileSync(base, broken);
    const saved = await assay(['validate', 'base.yaml'], { cwd: folder });
    expect(codes(client, base)).toEqual(codesIn(saved));
    const { range } = client.last(base)[0]!;
    const line = broken.split('\n').findIndex((each) => each.includes('f1Marco'));
    expect(range.start).toEqual({ line, character: broken.split('\n')[line]!.indexOf('holdout.f1Marco') });

    // A profile that is opened beside it has the faults of its import told there, and is told again when that is mended.
    await client.open(profile, PROFILE.replace('0.8', '0.5'));
    expect(codes(client, base)).toEqual(['ASSAY1204']);
    const again = client.told(profile);
    await change(client, base, 3, standard('base', RULE));
    await again;
    expect(codes(client, base)).toEqual([]);
    expect(codes(client, profile)).toEqual(['ASSAY1306']);
    const closing = client.told(profile);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uri(profile) } });
    await closing;
    expect(codes(client, profile)).toEqual([]);
    await client.stop();
    expect(client.stderr()).toBe('');
  });

  test('come for every kind of document', async () => {
    const kinds = ['Standard', 'Profile', 'Pack', 'Subject', 'Waiver', 'Plugin', 'PolicyTest', 'MaskPlan'];
    const folder = folderWith();
    const client = await started(folder);
    for (const kind of kinds) {
      const path = join(folder, `${kind}.yaml`);
      await client.open(path, `apiVersion: assay/v1\nkind: ${kind}\nnone: 1\n`);
      expect(codes(client, path)).toContain('ASSAY1105');
      const saved = folderWith({ 'x.yaml': `apiVersion: assay/v1\nkind: ${kind}\nnone: 1\n` });
      expect(codes(client, path)).toEqual(codesIn(await assay(['validate', 'x.yaml'], { cwd: saved })));
    }
  });

  test('while typing in a standard of 2,000 lines', async () => {
    const rules = Array.from({ length: 220 }, (_, index) => ruleLines(index)).join('');
    const text = standard('big', rules);
    expect(text.split('\n').length).toBeGreaterThan(2000);
    const folder = folderWith();
    const path = join(folder, 'big.yaml');
    const client = await started(folder);
    await client.open(path, text);
    const times: number[] = [];
    const line = text.split('\n').findIndex((each) => each.includes('Rule 110 '));
    for (let version = 2; version < 42; version++) {
      const character = text.split('\n')[line]!.indexOf('Rule 110 ') + version - 2;
      const at = { line, character };
      const start = performance.now();
      const next = client.told(path);
      await client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uri(path), version },
        contentChanges: [{ range: { start: at, end: at }, text: 'x' }],
      });
      await next;
      times.push(performance.now() - start);
    }
    const sorted = times.toSorted((a, b) => a - b);
    const median = sorted[20]!;
    console.log(
      `a keystroke to its diagnostics: median ${median.toFixed(0)} ms, worst ${sorted.at(-1)!.toFixed(0)} ms`,
    );
    // Alone some 20; loose, because other tests run on the same processors.
    expect(median).toBeLessThan(400);
  });
});

/** Ten lines of a rule. */
const ruleLines = (index: number): string => `  - id: EVAL-${index}
    title:
      en: Rule ${index} must hold
      zh: 规则 ${index} 😀
    level: shall
    when: {in: [{var: subject.task}, [binary-classification, multiclass-classification]]}
    require:
      and:
        - ">=": [{var: holdout.f1Macro}, {var: parameters.minF1}]
        - ">=": [{var: holdout.accuracy}, 0.${60 + (index % 30)}]
`;

describe('questions', () => {
  test('completion, hover in Chinese, definition, references, outline', async () => {
    const text = standard('base', RULE);
    const folder = folderWith({ 'base.yaml': text });
    const path = join(folder, 'base.yaml');
    const client = await started(folder, { locale: 'zh-CN' });
    await client.open(path, text);
    const hover = (await ask(client, 'textDocument/hover', path, text, 'minF1}]')) as { contents: { value: string } };
    expect(hover.contents.value).toContain('F1 下限');
    const items = (await ask(client, 'textDocument/completion', path, text, 'f1Macro}')) as { label: string }[];
    expect(items.map(({ label }) => label)).toContain('holdout.rocAuc');
    const [definition] = (await ask(client, 'textDocument/definition', path, text, 'minF1}]')) as { uri: string }[];
    expect(definition?.uri).toBe(uri(path));
    const context = { includeDeclaration: true };
    expect(await ask(client, 'textDocument/references', path, text, 'minF1}]', { context })).toHaveLength(2);
    const outline = await client.connection.sendRequest('textDocument/documentSymbol', {
      textDocument: { uri: uri(path) },
    });
    expect(JSON.stringify(outline)).toContain('EVAL-001');
    await client.stop();
  });

  test('a rename edits open texts and files', async () => {
    const text = standard('base', RULE);
    const folder = folderWith({ 'base.yaml': text, 'profile.yaml': PROFILE });
    const path = join(folder, 'base.yaml');
    const client = await started(folder);
    await client.open(path, text);
    const edit = (await ask(client, 'textDocument/rename', path, text, 'minF1}]', { newName: 'lowest' })) as {
      documentChanges: { textDocument: { uri: string; version: number | null }; edits: unknown[] }[];
    };
    const changes = edit.documentChanges.map(({ textDocument, edits }) => [textDocument, edits.length]);
    expect(changes).toEqual([
      [{ uri: uri(path), version: 1 }, 2],
      [{ uri: uri(join(folder, 'profile.yaml')), version: null }, 1],
    ]);
    await expect(ask(client, 'textDocument/rename', path, text, 'minF1}]', { newName: 'No name' })).rejects.toThrow(
      /camelCase/,
    );
    await client.stop();
  });
});

describe('holds out', () => {
  test('malformed requests get an error and change nothing', async () => {
    const folder = folderWith();
    const client = await started(folder);
    const { connection } = client;
    await expect(connection.sendRequest('textDocument/hover', {})).rejects.toThrow();
    const nowhere = { textDocument: { uri: 'file:///nowhere.yaml' }, position: { line: -1, character: 'x' } };
    await expect(connection.sendRequest('textDocument/hover', nowhere)).rejects.toThrow();
    await expect(connection.sendRequest('assay/none', {})).rejects.toThrow();
    const position = { line: 5, character: 5 };
    for (const of of ['file:///nowhere.yaml', 'untitled:Untitled-1', 'no uri', 'file://%zz']) {
      expect(await connection.sendRequest('textDocument/hover', { textDocument: { uri: of }, position })).toBeNull();
    }
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: 'file:///never-opened.yaml', version: 1 },
      contentChanges: [{ text: 'x' }],
    });
    const path = join(folder, 'x.yaml');
    await client.open(path, 'kind: Standard\n');
    expect(codes(client, path).length).toBeGreaterThan(0);
    await client.stop();
    expect((await client.ended).code).toBe(0);
  });

  test.each([
    ['a NUL', 'kind: \u0000\n'],
    [
      'an alias bomb',
      ['a: &a [x, x, x, x, x, x, x, x, x]', ...'bcdefgh']
        .map((each, index) =>
          index === 0
            ? each
            : `${each}: &${each} [${Array(9)
                .fill(`*${'abcdefgh'[index - 1]}`)
                .join(', ')}]`,
        )
        .join('\n'),
    ],
    ['deep nesting', '['.repeat(20_000)],
    ['5 MB of one text', `a: ${'x'.repeat(5_000_000)}`],
    ['5 MB of lines', 'a: b\n'.repeat(1_000_000)],
  ])('%s has a diagnostic, and the next document is served', async (_, text) => {
    const folder = folderWith();
    const client = await started(folder);
    const path = join(folder, 'hostile.yaml');
    await client.open(path, text);
    expect(codes(client, path).length).toBeGreaterThan(0);
    await ask(client, 'textDocument/completion', path, text, text.slice(0, 1));
    const other = join(folder, 'other.yaml');
    await client.open(other, standard('base', RULE));
    expect(codes(client, other)).toEqual([]);
    await client.stop();
  });

  test('a document that is closed midway, and a question that is withdrawn', async () => {
    const rules = Array.from({ length: 220 }, (__, index) => ruleLines(index)).join('');
    const text = standard('big', rules);
    const folder = folderWith();
    const path = join(folder, 'big.yaml');
    const client = await started(folder);
    const { connection } = client;
    const textDocument = { uri: uri(path) };
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { ...textDocument, languageId: 'yaml', version: 1, text },
    });
    const questions = Array.from({ length: 5 }, () => ask(client, 'textDocument/hover', path, text, 'minF1}]'));
    await connection.sendNotification('textDocument/didClose', { textDocument });
    expect((await Promise.allSettled(questions)).every(({ status }) => status === 'fulfilled')).toBe(true);
    let cancelled = 0;
    const asked = Array.from({ length: 20 }, () => {
      const cancellation = new CancellationTokenSource();
      const params = { textDocument, position: { line: 1, character: 1 }, context: { includeDeclaration: true } };
      const answer = connection.sendRequest('textDocument/references', params, cancellation.token);
      cancellation.cancel();
      return answer.catch(() => (cancelled += 1));
    });
    await Promise.all(asked);
    expect(cancelled).toBeGreaterThan(0);
    await client.stop();
    expect(client.last(path)).toEqual([]);
  });

  test('it ends when it is told to, and when the client goes without a word', async () => {
    const folder = folderWith();
    const polite = await started(folder);
    await polite.stop();
    expect(await polite.ended).toEqual({ code: 0, signal: null });
    const left = await started(folder);
    left.process.stdin?.end();
    expect((await left.ended).code).toBe(1);
  });

  test('it ends when the process that it was told of is gone', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => gone.on('close', resolve));
    const client = await started(folderWith(), { processId: gone.pid ?? null });
    const ended = await Promise.race([client.ended, wait(20_000)]);
    expect(ended).toBeDefined();
  });

  test('what is no message ends it with a word, not with a hang', async () => {
    const child = spawn(process.execPath, [MAIN, 'lsp'], { stdio: ['pipe', 'pipe', 'pipe'] });
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.stdin.write('Content-Length: 5\r\n\r\n{"a":');
    child.stdin.write('Content-Length: none\r\n\r\nnonsense');
    child.stdin.end();
    expect(await ended).not.toBe(0);
  });
});

test('the example in the documentation names the command as it is', () => {
  const page = readFileSync(new URL('../../docs/editor.md', import.meta.url), 'utf8');
  expect(page).toContain("cmd = { 'assay', 'lsp' }");
});
