import type { CatalogueEntry } from '../../plugins/contract.js';

/** A third party's plugin, as its manifest describes it. Plain data: reading it has run nothing. */
export interface ExternalPlugin {
  readonly entry: CatalogueEntry;
  /** The manifest's folder, absolute: a command's working folder. */
  readonly folder: string;
  readonly run: ModuleRun | CommandRun;
  /** `sha256:…` of the module, or of the command and those of its arguments that are files in `folder`. */
  readonly code: string;
}

export interface ModuleRun {
  readonly kind: 'module';
  /** Absolute. */
  readonly path: string;
}

export interface CommandRun {
  readonly kind: 'command';
  readonly command: readonly [string, ...string[]];
}

/** For `planMeasurements`: the code's digests by plugin id. */
export const externalCode = (externals: Readonly<Record<string, ExternalPlugin>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(externals).map(([id, { code }]) => [id, code]));
