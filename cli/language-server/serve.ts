/** A language server over two streams. What it says is the engine's; here are the protocol and the open texts. */
import {
  createConnection,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  LSPErrorCodes,
  MarkupKind,
  ResponseError,
  TextDocuments,
  TextDocumentSyncKind,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type TextDocumentPositionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  catalogue as readCatalogue,
  languageServices,
  machineFiles,
  type Language,
  type Services,
} from '../../engine/index.js';
import { version } from '../version.js';
import { completionItemOf, diagnosticOf, documentSymbolOf, pathOf, positionOf, rangeOf, uriOf } from './protocol.js';
import { Publisher } from './publisher.js';

/** Serves until the client goes; the process then ends by the connection's own exit. */
export async function serve(language: Language): Promise<void> {
  const [services, catalogue, files] = await Promise.all([languageServices(), readCatalogue(), machineFiles()]);
  const connection = createConnection(process.stdin, process.stdout);
  new Server(connection, services, services.openSource(files), catalogue, language).listen();
}

class Server {
  readonly #documents = new TextDocuments(TextDocument);
  readonly #publisher: Publisher;
  #roots: readonly string[] = [];
  #versions = false;
  #watches = false;

  constructor(
    private readonly connection: Connection,
    private readonly services: typeof Services,
    private readonly source: Services.OpenSource,
    private readonly catalogue: Services.WorkspaceSettings['catalogue'],
    private language: Language,
  ) {
    this.#publisher = new Publisher({
      diagnose: (path) => services.diagnosticsOf({ source, asOf: new Date() }, path),
      publish: (path, diagnostics) => {
        const uri = this.#uriOf(path);
        const open = this.#documents.get(uri);
        void connection.sendDiagnostics({
          uri,
          ...(open && { version: open.version }),
          diagnostics: diagnostics.map(diagnosticOf),
        });
      },
    });
  }

  listen(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#watch());
    connection.onShutdown(() => this.#publisher.stop());
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes) this.#publisher.dependents(pathOf(uri));
    });
    this.#texts();
    this.#questions();
    this.#documents.listen(connection);
    connection.listen();
  }

  #initialize({ workspaceFolders, rootUri, capabilities, locale }: InitializeParams): InitializeResult {
    const roots = workspaceFolders?.map(({ uri }) => uri) ?? (typeof rootUri === 'string' ? [rootUri] : []);
    this.#roots = roots.map(pathOf);
    this.#versions = capabilities.workspace?.workspaceEdit?.documentChanges === true;
    this.#watches = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    if (typeof locale === 'string') this.language = /^zh/i.test(locale) ? 'zh' : 'en';
    return {
      serverInfo: { name: 'assay', version: version() },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        completionProvider: { triggerCharacters: ['.', '/', '"', '{', '[', ' '] },
        hoverProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        renameProvider: { prepareProvider: true },
        documentSymbolProvider: true,
      },
    };
  }

  #watch(): void {
    if (!this.#watches) return;
    const watchers = [{ globPattern: '**/*.{yaml,yml}' }];
    void this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  #texts(): void {
    this.#documents.onDidChangeContent(({ document }) => {
      const path = pathOf(document.uri);
      // A lone carriage return ends a line in editors and in YAML.
      this.source.open(path, document.getText().replace(/\r(?!\n)/g, '\n'));
      this.#publisher.changed(path);
    });
    this.#documents.onDidClose(({ document }) => {
      const path = pathOf(document.uri);
      this.source.close(path);
      this.#publisher.closed(path);
    });
  }

  #questions(): void {
    const { connection, services } = this;
    connection.onCompletion(
      this.#at((workspace, path, position) => services.completionsAt(workspace, path, position).map(completionItemOf)),
    );
    connection.onHover(
      this.#at((workspace, path, position) => {
        const hover = services.hoverAt(workspace, path, position);
        return hover
          ? { contents: { kind: MarkupKind.Markdown, value: hover.markdown }, range: rangeOf(hover.range) }
          : null;
      }),
    );
    connection.onDefinition(
      this.#at((workspace, path, position) => services.definitionsAt(workspace, path, position).map(this.#location)),
    );
    connection.onReferences(
      this.#at((workspace, path, position, { context }) =>
        services.referencesAt(workspace, path, position, context.includeDeclaration).map(this.#location),
      ),
    );
    connection.onPrepareRename(
      this.#at((workspace, path, position) => {
        const found = services.renameable(workspace, path, position);
        return found ? { range: rangeOf(found.range), placeholder: found.name } : null;
      }),
    );
    connection.onRenameRequest(
      this.#at((workspace, path, position, { newName }) => {
        const renaming = services.rename(workspace, path, position, newName);
        if ('fault' in renaming) throw new ResponseError(LSPErrorCodes.RequestFailed, renaming.fault);
        return this.#edit(renaming.edits);
      }),
    );
    connection.onDocumentSymbol(async ({ textDocument }, token) => {
      await this.#turn(token);
      return services.outlineOf(this.#workspace(), pathOf(textDocument.uri)).map(documentSymbolOf);
    });
  }

  /** A question about a position, asked when what came before it is done, unless it was withdrawn meanwhile. */
  #at<P extends TextDocumentPositionParams, R>(
    answer: (workspace: Services.Workspace, path: string, position: Services.Position, params: P) => R,
  ): (params: P, token: CancellationToken) => Promise<R> {
    return async (params, token) => {
      const { textDocument, position } = params;
      if (typeof textDocument?.uri !== 'string' || !isIndex(position?.line) || !isIndex(position.character)) {
        throw new ResponseError(ErrorCodes.InvalidParams, 'textDocument.uri and position are expected');
      }
      await this.#turn(token);
      return answer(this.#workspace(), pathOf(textDocument.uri), positionOf(position), params);
    };
  }

  /** Lets a withdrawal that has come already be read. */
  async #turn(token: CancellationToken): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
  }

  #workspace(): Services.Workspace {
    const { source, catalogue, language, services } = this;
    return new services.Workspace({ source, catalogue, language, roots: this.#roots, asOf: new Date() });
  }

  readonly #location = ({ file, range }: Services.Location) => ({ uri: this.#uriOf(file), range: rangeOf(range) });

  #edit(edits: readonly Services.Edit[]): WorkspaceEdit {
    const byUri = new Map<string, { range: ReturnType<typeof rangeOf>; newText: string }[]>();
    for (const { file, range, text } of edits) {
      const uri = this.#uriOf(file);
      byUri.set(uri, [...(byUri.get(uri) ?? []), { range: rangeOf(range), newText: text }]);
    }
    if (!this.#versions) return { changes: Object.fromEntries(byUri) };
    return {
      documentChanges: [...byUri].map(([uri, changes]) => ({
        textDocument: { uri, version: this.#documents.get(uri)?.version ?? null },
        edits: changes,
      })),
    };
  }

  /** As the client writes it, where it is open: clients differ in what they escape. */
  #uriOf(path: string): string {
    const uri = uriOf(path);
    if (this.#documents.get(uri) !== undefined) return uri;
    return this.#documents.keys().find((open) => pathOf(open) === path) ?? uri;
  }
}

const isIndex = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
