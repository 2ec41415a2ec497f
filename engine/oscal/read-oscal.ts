/** From the bytes of a JSON or YAML file to an OSCAL catalogue or profile. Pure and bounded. */
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { ValueBuilder } from '../document/build-value.js';
import { decode } from '../document/decode.js';
import { parseYaml } from '../document/parse-yaml.js';
import { readCatalogue } from './read-catalogue.js';
import { readProfile } from './read-profile.js';
import { own, OscalReader } from './reader.js';
import type { OscalDocument } from './model.js';

const MAX_BYTES = 32 * 1024 * 1024;

export interface ReadOscal {
  /** Absent where a diagnostic is an error. */
  readonly document?: OscalDocument;
  /** The whole, as read. */
  readonly value?: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

export function readOscal(file: string, bytes: Uint8Array): ReadOscal {
  const { value, diagnostics } = valueOf(file, bytes);
  if (diagnostics.some(isError)) return { diagnostics };
  const reader = new OscalReader();
  const document = documentOf(value, reader);
  const faults = reader.faults.map((fault): Diagnostic => ({ file, ...fault }));
  return { ...(document && !reader.failed && { document }), value, diagnostics: [...diagnostics, ...faults] };
}

function valueOf(file: string, bytes: Uint8Array): { value?: unknown; diagnostics: readonly Diagnostic[] } {
  const fault = (code: string, message: string): { diagnostics: readonly Diagnostic[] } => ({
    diagnostics: [{ code, severity: 'error', message, file }],
  });
  if (bytes.length > MAX_BYTES) return fault('ASSAY1374', `the file has ${(bytes.length / 2 ** 20).toFixed(1)} MB`);
  if (looksLikeJson(bytes)) {
    try {
      return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), diagnostics: [] };
    } catch (error) {
      return fault('ASSAY1372', `not valid JSON: ${(error as Error).message.slice(0, 200)}`);
    }
  }
  const { text, diagnostics } = decode(file, bytes);
  if (text === undefined || diagnostics.length > 0) return { diagnostics };
  const parsed = parseYaml(text);
  if (parsed.diagnostics.length > 0) return { diagnostics: parsed.diagnostics };
  const builder = new ValueBuilder(text);
  const value = builder.build(parsed.document?.contents ?? null);
  return { value, diagnostics: builder.diagnostics };
}

/** The first byte that is no white space or byte order mark. JSON is read as such: ours of YAML has lower bounds. */
function looksLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  return first === '{'.charCodeAt(0) || first === '['.charCodeAt(0);
}

function documentOf(value: unknown, reader: OscalReader): OscalDocument | undefined {
  const root = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const names = Object.keys(root).filter((name) => name !== '$schema');
  const [name] = names;
  if (names.length !== 1 || (name !== 'catalog' && name !== 'profile')) {
    const found = names.slice(0, 3).map((key) => `\`${key.slice(0, 60)}\``);
    reader.fault(
      'ASSAY1372',
      found.length === 0
        ? 'the file holds no `catalog` and no `profile`'
        : `expected \`catalog\` or \`profile\`, found ${found.join(', ')}`,
    );
    return undefined;
  }
  const fields = reader.fields(own(root as Record<string, unknown>, name), name);
  const metadata = reader.fields(own(fields, 'metadata'), `${name}.metadata`);
  const version = own(metadata, 'oscal-version');
  if (typeof version !== 'string' || !/^1\.\d{1,3}(\.\d{1,3})?([-.+].{0,50})?$/.test(version)) {
    const found = typeof version === 'string' ? `“${version.slice(0, 40)}”` : 'none';
    reader.fault('ASSAY1372', `${name}.metadata.oscal-version: expected a version 1 of OSCAL, found ${found}`);
    return undefined;
  }
  return name === 'catalog' ? readCatalogue(fields, reader) : readProfile(fields, reader);
}
