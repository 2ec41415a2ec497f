/** Documents of kind Lock: what packs and plugins were when they were taken. */
import { createRequire } from 'node:module';
import type { compareBuild } from 'semver';
import type { Diagnostic } from '../document/diagnostic.js';
import { readDocument } from '../document/read-document.js';
import type { Source } from '../document/source.js';
import type { Locked, LockedPack } from '../document/types.generated.js';
import type { Fault } from '../trust/trust-fault.js';

export const LOCK_FILE = 'assay.lock';

export interface Lock {
  readonly packs: Readonly<Record<string, LockedPack>>;
  readonly plugins: Readonly<Record<string, Locked>>;
}

export type PackSource = NonNullable<LockedPack['source']>;

export const EMPTY_LOCK: Lock = { packs: {}, plugins: {} };

export interface ReadLock {
  /** Absent where there is an error. */
  readonly lock?: Lock;
  readonly diagnostics: readonly Diagnostic[];
}

export function readLock(source: Source, file: string): ReadLock {
  const { document, diagnostics } = readDocument(source, file, { kinds: ['Lock'] });
  if (document === undefined) return { diagnostics };
  const { packs = {}, plugins = {} } = document;
  return { lock: { packs, plugins }, diagnostics };
}

/** In one order and form, so that a change is a small difference. */
export function lockText({ packs, plugins }: Lock): string {
  const entries = (table: Readonly<Record<string, Locked | LockedPack>>): string[] =>
    Object.keys(table)
      .sort()
      .flatMap((id) => {
        const { version, digest, source } = table[id] as LockedPack;
        return [
          `  ${id}:`,
          `    version: ${JSON.stringify(version)}`,
          `    digest: ${digest}`,
          ...(source === undefined ? [] : [`    source: ${flow(source)}`]),
        ];
      });
  const section = (name: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${name}:`, ...lines];
  const head = ['# Written by assay; commit it.', 'apiVersion: assay/v1', 'kind: Lock'];
  return `${[...head, ...section('packs', entries(packs)), ...section('plugins', entries(plugins))].join('\n')}\n`;
}

const flow = (source: PackSource): string =>
  `{${Object.entries(source)
    .map(([key, value]) => `${key}: ${key === 'type' ? value : JSON.stringify(value)}`)
    .join(', ')}}`;

export interface Found {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
}

export type LockFault = Fault & { readonly severity: 'error' | 'warning' };

/**
 * What a lock is to what is found: `frozen` refuses whatever differs from it, `told` says so (and refuses it of packs
 * that were added), `offered` takes newer versions, `updated` whatever was not added. Older versions are refused by each.
 */
export type LockUse = 'frozen' | 'told' | 'offered' | 'updated';

/** What is found, against what the lock knows of its id. */
export function lockFaults(
  kind: 'pack' | 'plugin',
  { id, version, digest }: Found,
  lock: Lock,
  use: LockUse,
): readonly LockFault[] {
  const table: Readonly<Record<string, LockedPack>> = kind === 'pack' ? lock.packs : lock.plugins;
  const known = Object.hasOwn(table, id) ? table[id] : undefined;
  if (known === undefined) {
    if (use !== 'frozen') return [];
    return [{ code: 'ASSAY1935', severity: 'error', message: `the ${kind} ${id} is not in the lock` }];
  }
  if (isOlder(version, known.version)) {
    const message = `${id} is ${version}, and the lock knows ${known.version} already`;
    return [{ code: 'ASSAY1909', severity: 'error', message }];
  }
  const isSame = version === known.version;
  const isAdded = known.source !== undefined;
  if (isSame ? digest === known.digest : use === 'offered') return [];
  if (use === 'updated' && !isAdded) return [];
  const how = isSame ? `differs from what the lock pins as ${version}` : `is ${version}, not ${known.version}`;
  // What was added is a copy of what its publisher gave: nobody has reason to change it.
  const severity = use === 'told' && !isAdded ? 'warning' : 'error';
  return [{ code: 'ASSAY1936', severity, message: `${id} ${how}` }];
}

/** Loads the library of versions where there is something to compare, and not before. */
function isOlder(version: string, than: string): boolean {
  const compare = require('semver/functions/compare-build') as typeof compareBuild;
  return compare(version, than) < 0;
}

const require = createRequire(import.meta.url);

/** A lock with these packs and plugins in the place of those of their ids; where they were taken from stays. */
export function locked(lock: Lock, packs: readonly Found[], plugins: readonly Found[]): Lock {
  const entry = ({ version, digest }: Found): Locked => ({ version, digest });
  return {
    packs: {
      ...lock.packs,
      ...Object.fromEntries(
        packs.map((pack) => {
          const source = lock.packs[pack.id]?.source;
          return [pack.id, { ...entry(pack), ...(source !== undefined && { source }) }];
        }),
      ),
    },
    plugins: { ...lock.plugins, ...Object.fromEntries(plugins.map((plugin) => [plugin.id, entry(plugin)])) },
  };
}
