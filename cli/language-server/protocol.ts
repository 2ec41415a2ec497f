/** The engine's words in those of the Language Server Protocol: lines and characters from 0, both in UTF-16. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  CompletionItemKind,
  DiagnosticSeverity,
  DiagnosticTag,
  MarkupKind,
  SymbolKind,
  type CompletionItem,
  type Diagnostic as ProtocolDiagnostic,
  type DocumentSymbol,
  type Position as ProtocolPosition,
  type Range as ProtocolRange,
} from 'vscode-languageserver/node';
import type { Diagnostic, Range, Services } from '../../engine/index.js';

/** An open text that is no file (`untitled:Untitled-1`) goes by its URI. */
export function pathOf(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    return fileURLToPath(uri).replaceAll('\\', '/');
  } catch {
    return uri;
  }
}

export const uriOf = (path: string): string =>
  /^[a-z][a-z0-9+.-]+:/i.test(path) && !path.includes('/') ? path : pathToFileURL(path).href;

export const positionOf = ({ line, character }: ProtocolPosition): Services.Position => ({
  line: line + 1,
  column: character + 1,
});

export const rangeOf = ({ line, column, endLine, endColumn }: Range): ProtocolRange => ({
  start: { line: line - 1, character: column - 1 },
  end: { line: endLine - 1, character: endColumn - 1 },
});

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  notice: DiagnosticSeverity.Information,
} as const;

const NOWHERE: Range = { line: 1, column: 1, endLine: 1, endColumn: 1 };
/** `no requirement reads …`: what editors show faded. */
const UNUSED = 'ASSAY1318';

export const diagnosticOf = ({ code, severity, message, hint, range = NOWHERE }: Diagnostic): ProtocolDiagnostic => ({
  range: rangeOf(range),
  severity: SEVERITIES[severity],
  code,
  source: 'assay',
  message: hint === undefined ? message : `${message}\n${hint}`,
  ...(code === UNUSED && { tags: [DiagnosticTag.Unnecessary] }),
});

const COMPLETIONS: Readonly<Record<Services.CompletionKind, CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  plugin: CompletionItemKind.Module,
  output: CompletionItemKind.Field,
  alias: CompletionItemKind.Variable,
  parameter: CompletionItemKind.Constant,
  fact: CompletionItemKind.Variable,
  rule: CompletionItemKind.Event,
  clause: CompletionItemKind.Reference,
  operator: CompletionItemKind.Operator,
  path: CompletionItemKind.File,
};

export const completionItemOf = (completion: Services.Completion, index: number): CompletionItem => ({
  label: completion.label,
  kind: COMPLETIONS[completion.kind],
  ...(completion.detail !== undefined && { detail: completion.detail }),
  ...(completion.about !== undefined && { documentation: { kind: MarkupKind.Markdown, value: completion.about } }),
  textEdit: { range: rangeOf(completion.range), newText: completion.text },
  filterText: completion.text,
  sortText: String(index).padStart(5, '0'),
});

const SYMBOLS: Readonly<Record<Services.OutlineEntry['kind'], SymbolKind>> = {
  section: SymbolKind.Namespace,
  parameter: SymbolKind.Constant,
  fact: SymbolKind.Variable,
  clause: SymbolKind.String,
  alias: SymbolKind.Variable,
  rule: SymbolKind.Event,
  case: SymbolKind.Object,
};

export const documentSymbolOf = (entry: Services.OutlineEntry): DocumentSymbol => ({
  name: entry.name,
  ...(entry.detail !== undefined && { detail: entry.detail }),
  kind: SYMBOLS[entry.kind],
  range: rangeOf(entry.range),
  selectionRange: rangeOf(entry.nameRange),
  children: entry.children.map(documentSymbolOf),
});
