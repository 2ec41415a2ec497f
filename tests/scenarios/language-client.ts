/** A real client of the Language Server Protocol, over the standard streams of the built server. */
import { spawn, type ChildProcess } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type InitializeParams,
  type ProtocolConnection,
} from 'vscode-languageserver-protocol/node';
import { MAIN } from './run.js';

export interface Client {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** What the server wrote beside the protocol. */
  readonly stderr: () => string;
  open(path: string, text: string): Promise<void>;
  /** The diagnostics that are told next of a document. */
  told(path: string): Promise<readonly Diagnostic[]>;
  /** Those told of it last. */
  last(path: string): readonly Diagnostic[];
  stop(): Promise<void>;
}

export const uri = (path: string): string => pathToFileURL(path).href;

/** Starts `assay lsp` and initialises it. */
export async function languageClient(folder: string, params: Partial<InitializeParams> = {}): Promise<Client> {
  const child = spawn(process.execPath, [MAIN, 'lsp', '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const last = new Map<string, readonly Diagnostic[]>();
  const waiting = new Map<string, ((diagnostics: readonly Diagnostic[]) => void)[]>();
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri: of, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => {
      last.set(of, diagnostics);
      for (const resolve of waiting.get(of)?.splice(0) ?? []) resolve(diagnostics);
    },
  );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: uri(folder),
    capabilities: { workspace: { workspaceEdit: { documentChanges: true } } },
    ...params,
  });
  await connection.sendNotification('initialized', {});
  const told = (path: string): Promise<readonly Diagnostic[]> =>
    new Promise((resolve) => {
      waiting.set(uri(path), [...(waiting.get(uri(path)) ?? []), resolve]);
    });
  return {
    connection,
    process: child,
    ended,
    stderr: () => stderr,
    told,
    last: (path) => last.get(uri(path)) ?? [],
    async open(path, text) {
      const next = told(path);
      await connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(path), languageId: 'yaml', version: 1, text },
      });
      await next;
    },
    async stop() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
    },
  };
}
