/** The documents among which an editor stands: all through a `Source`, so unsaved texts count as files. */
import { posix } from 'node:path';
import { parseDocument } from '../document/parse-document.js';
import type { Source } from '../document/source.js';
import type { Catalogue } from '../plugins/contract.js';
import { looseDocument, type LooseDocument } from './loose-document.js';

export type LanguageOfReader = 'en' | 'zh';

export interface WorkspaceSettings {
  readonly source: Source;
  readonly catalogue: Catalogue;
  /** Folders in which other documents are looked for. */
  readonly roots: readonly string[];
  readonly asOf: Date;
  readonly language: LanguageOfReader;
}

/** What no search for documents enters. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build', 'target', '__pycache__']);
const MOST_FILES = 5000;
const MOST_FOLDERS = 2000;
const DEEPEST = 12;
/** A larger file is no policy that a person edits. */
const LARGEST = 2 * 1024 * 1024;

/** One state of the documents: made anew for each question, so that nothing in it grows old. */
export class Workspace implements WorkspaceSettings {
  readonly source: Source;
  readonly catalogue: Catalogue;
  readonly roots: readonly string[];
  readonly asOf: Date;
  readonly language: LanguageOfReader;
  #files: readonly string[] | undefined;

  constructor({ source, catalogue, roots, asOf, language }: WorkspaceSettings) {
    [this.source, this.catalogue, this.roots, this.asOf, this.language] = [source, catalogue, roots, asOf, language];
  }

  /** `undefined` where there is no file, or one too large to be edited. */
  document(file: string): LooseDocument | undefined {
    const bytes = this.source.kind(file) === 'file' ? this.source.read(file) : undefined;
    if (bytes === undefined || bytes.length > LARGEST) return undefined;
    return looseDocument(file, (this.source.parsed ?? parseDocument)(file, bytes));
  }

  /** Of all YAML files under the roots those whose text holds every one of `words`. */
  filesWith(words: readonly string[], beside: readonly string[] = []): readonly string[] {
    this.#files ??= this.#scan();
    const decoder = new TextDecoder();
    return [...new Set([...beside, ...this.#files])].filter((file) => {
      const bytes = this.source.read(file);
      if (bytes === undefined || bytes.length > LARGEST) return false;
      const text = decoder.decode(bytes);
      return words.every((word) => text.includes(word));
    });
  }

  #scan(): readonly string[] {
    const files: string[] = [];
    const folders = this.roots.map((path) => ({ path, depth: 0 }));
    let visited = 0;
    for (let next = folders.shift(); next !== undefined; next = folders.shift()) {
      if (++visited > MOST_FOLDERS || files.length >= MOST_FILES) break;
      for (const name of this.source.list(next.path)) {
        const path = posix.join(next.path, name);
        if (/\.ya?ml$/.test(name)) files.push(path);
        else if (
          !name.includes('.') &&
          !SKIPPED.has(name) &&
          next.depth < DEEPEST &&
          this.source.kind(path) === 'folder'
        )
          folders.push({ path, depth: next.depth + 1 });
      }
    }
    return files;
  }
}
