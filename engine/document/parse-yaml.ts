import { Composer, Lexer, Parser, type CST, type Document, type Node, type YAMLError } from './yaml.js';
import type { Diagnostic } from './diagnostic.js';
import { fault } from './fault.js';
import type { SourceText } from './source-text.js';

/** Levels of the parser's stack; YAML levels are about as many. The composer recurses, so it never sees more. */
const MAX_DEPTH = 128;
export const MAX_LEXEMES = 250_000;
const MAX_REPORTED = 10;

const OPTIONS = {
  version: '1.2',
  schema: 'core',
  merge: false,
  // Looked for while the value is built: here it is quadratic.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/**
 * Text to YAML nodes. Bounded in depth and length before anything recursive runs: a stack overflow inside the
 * composer can end the process, not only the parse. Where there is a fault, nothing is to be read from the nodes.
 */
export function parseYaml(source: SourceText): { document?: Document.Parsed; diagnostics: Diagnostic[] } {
  const { tokens, diagnostic } = tokensOf(source);
  if (diagnostic) return { diagnostics: [diagnostic] };
  const documents = [...new Composer(OPTIONS).compose(tokens, true, source.text.length)] as Document.Parsed[];
  const first = documents[0]!;
  const errors = documents.flatMap((document) => document.errors);
  const diagnostics = [...syntaxFaults(source, errors), ...directiveFault(source, first)];
  const second = documents[1];
  if (second) {
    const from = source.text.lastIndexOf('---', second.range[0]);
    diagnostics.push(
      fault(
        'ASSAY1012',
        source.place(from, from + 3),
        'a second document begins here',
        'put it into a file of its own',
      ),
    );
  }
  return { document: first, diagnostics };
}

/** A document within another bears a few levels more. */
const MARGIN = 8;

/**
 * A part of a document as a document of its own, where there is nothing at all to be said of it; with how many words,
 * marks and line ends it has.
 */
export function parsePart(source: SourceText): { contents: Node; lexemes: number } | undefined {
  const { tokens, lexemes, diagnostic } = tokensOf(source, MAX_DEPTH - MARGIN);
  if (diagnostic) return undefined;
  const documents = [...new Composer(OPTIONS).compose(tokens, true, source.text.length)] as Document.Parsed[];
  const [document] = documents;
  if (documents.length !== 1 || !document?.contents || document.errors.length > 0) return undefined;
  return { contents: document.contents, lexemes };
}

interface Tokens {
  readonly tokens: CST.Token[];
  readonly lexemes: number;
  readonly diagnostic?: Diagnostic;
}

function tokensOf(source: SourceText, maxDepth = MAX_DEPTH): Tokens {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(source.text)) {
    tokens.push(...parser.next(lexeme));
    lexemes += 1;
    if (parser.stack.length > maxDepth || lexemes > MAX_LEXEMES) {
      const place = source.place(parser.offset - lexeme.length, parser.offset);
      const diagnostic =
        lexemes > MAX_LEXEMES
          ? fault('ASSAY1009', place, 'the document has more than 250,000 words, marks and line ends')
          : fault('ASSAY1008', place, 'nested more than about 100 levels deep');
      return { tokens, lexemes, diagnostic };
    }
  }
  tokens.push(...parser.end());
  return { tokens, lexemes };
}

/** At most one fault a line: what follows on the same line is mostly the parser finding its feet again. */
function syntaxFaults(source: SourceText, errors: readonly YAMLError[]): Diagnostic[] {
  const byLine = new Map<number, Diagnostic>();
  for (const error of errors) {
    const diagnostic = syntaxFault(source, error);
    const line = diagnostic.range?.line ?? 0;
    if (!byLine.has(line)) byLine.set(line, diagnostic);
    if (byLine.size === MAX_REPORTED) break;
  }
  return [...byLine.values()];
}

function syntaxFault(source: SourceText, error: YAMLError): Diagnostic {
  const [start, end] = error.pos;
  const lineStart = source.text.lastIndexOf('\n', start - 1) + 1;
  const tab = /^[ \t]*/.exec(source.text.slice(lineStart))![0].indexOf('\t');
  if (tab !== -1 && (error.code === 'TAB_AS_INDENT' || error.code === 'BAD_INDENT')) {
    const place = source.place(lineStart + tab, lineStart + tab + 1);
    return fault('ASSAY1011', place, 'the line is indented with a tab', 'indent with spaces');
  }
  const message = error.message.charAt(0).toLowerCase() + error.message.slice(1);
  return fault('ASSAY1010', source.place(start, end), message.trim(), HINTS[error.code]);
}

const HINTS: Partial<Record<YAMLError['code'], string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'quote a text that holds ": "',
  BAD_SCALAR_START: 'quote a text that begins with a mark',
  BAD_DQ_ESCAPE: 'in double quotes write "\\\\" for a backslash, or use single quotes',
};

function directiveFault(source: SourceText, document: Document.Parsed): Diagnostic[] {
  const { explicit, version } = document.directives.yaml;
  if (explicit !== true || version === '1.2') return [];
  const at = Math.max(0, source.text.indexOf('%YAML'));
  return [
    fault('ASSAY1023', source.place(at, at + 5), `the document is declared as YAML ${version}`, 'remove the line'),
  ];
}
