/** `bundle.json`: what a bundle holds, and the digest of each file. */
import type { CheckVerdict } from '../judge/verdict.js';
import { BundleFault } from './bundle-fault.js';

export const MANIFEST_FILE = 'bundle.json';
export const REPORT_FILE = 'report.json';
export const DOCUMENTS_FOLDER = 'documents';
export const ATTESTATIONS_FOLDER = 'attestations';

/** All paths are within the bundle. */
export interface BundleManifest {
  readonly apiVersion: 'assay/v1';
  readonly kind: 'Bundle';
  readonly subject: { readonly name: string; readonly version: string };
  readonly verdict: CheckVerdict;
  /** The subject’s document, where it has one. */
  readonly document?: string;
  /** Packs, standards and profiles that were named. */
  readonly policies: readonly string[];
  /** Waiver documents that were named beside them. */
  readonly waivers: readonly string[];
  readonly attestations: readonly string[];
  /** Every other file, with its digest. */
  readonly files: Readonly<Record<string, string>>;
}

/** Throws `BundleFault` (ASSAY1980, 1981). */
export function parseManifest(bytes: Uint8Array): BundleManifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw unreadable('it is no JSON');
  }
  const map = asMap(value, 'it');
  if (map['kind'] !== 'Bundle') throw unreadable('its kind is not Bundle');
  if (map['apiVersion'] !== 'assay/v1') {
    throw new BundleFault('ASSAY1981', `the bundle is of the form “${String(map['apiVersion']).slice(0, 40)}”`);
  }
  const files = asMap(map['files'], 'files');
  const digests = Object.entries(files).map(([path, digest]): [string, string] => [path, asText(digest, 'a digest')]);
  const subject = asMap(map['subject'], 'subject');
  return {
    apiVersion: 'assay/v1',
    kind: 'Bundle',
    subject: { name: asText(subject['name'], 'subject.name'), version: asText(subject['version'], 'subject.version') },
    verdict: asText(map['verdict'], 'verdict') as CheckVerdict,
    ...(map['document'] !== undefined && { document: asText(map['document'], 'document') }),
    policies: asTexts(map['policies'], 'policies'),
    waivers: asTexts(map['waivers'], 'waivers'),
    attestations: asTexts(map['attestations'], 'attestations'),
    files: Object.fromEntries(digests),
  };
}

const unreadable = (why: string): BundleFault =>
  new BundleFault('ASSAY1980', `${MANIFEST_FILE} cannot be read: ${why}`);

function asMap(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable(`${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}

function asText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw unreadable(`${what} is no text`);
  return value;
}

function asTexts(value: unknown, what: string): readonly string[] {
  if (!Array.isArray(value)) throw unreadable(`${what} is no list`);
  return value.map((item) => asText(item, what));
}
