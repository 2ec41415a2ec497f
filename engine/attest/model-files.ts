/** The bytes of a model that is to be deployed: of a file, or of all files in a folder. */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { digestFile } from '../trust/digest.js';

const MAX_FILES = 10_000;

export class ModelFault extends Error {}

/** A model on disk; each file is read once, however many attestations there are. */
export class DeployedModel {
  readonly #digests = new Map<string, Promise<string>>();

  private constructor(
    readonly path: string,
    /** Paths of files in a folder, relative to it; absent for a file. */
    readonly files: readonly string[] | undefined,
  ) {}

  /** Throws `ModelFault` where it cannot be read. */
  static at(path: string): DeployedModel {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) throw new ModelFault('there is no such file or folder');
    if (!status.isDirectory()) {
      if (!status.isFile()) throw new ModelFault('it is neither a file nor a folder');
      return new DeployedModel(path, undefined);
    }
    const files: string[] = [];
    walk(path, '', files);
    if (files.length === 0) throw new ModelFault('the folder is empty');
    return new DeployedModel(path, files.sort());
  }

  /** Digests of a file, or of a folder's files by path; rejects where one cannot be read. */
  async digests(): Promise<ReadonlyMap<string, string>> {
    const paths = this.files ?? [''];
    const found = await Promise.all(paths.map(async (path) => [path, await this.#digest(path)] as const));
    return new Map(found);
  }

  /**
   * @param main digest of the model's own file
   * @param beside digests of its other files, by their paths relative to the folder of that file
   * @returns where this is another model: how
   */
  async differs(main: string, beside: ReadonlyMap<string, string>): Promise<string | undefined> {
    if (this.files === undefined) {
      if ((await this.#digest('')) !== main) return 'the file has another digest';
      return this.#differsBeside(dirname(this.path), beside);
    }
    const digests = await this.digests();
    const at = [...digests].filter(([, digest]) => digest === main).map(([path]) => path);
    if (at.length === 0) return 'no file of the folder has the digest of the model';
    const folder = posix.dirname(at[0]!);
    const expected = new Set([at[0]!, ...[...beside.keys()].map((path) => posix.join(folder, path))]);
    const more = this.files.find((path) => !expected.has(path));
    if (more !== undefined) return `${more} is no file of the model`;
    for (const [path, digest] of beside) {
      if (digests.get(posix.join(folder, path)) !== digest) return `${path} has another digest, or is missing`;
    }
    return undefined;
  }

  async #differsBeside(folder: string, beside: ReadonlyMap<string, string>): Promise<string | undefined> {
    for (const [path, digest] of beside) {
      const found = await digestFile(join(folder, path)).catch(() => undefined);
      if (found !== digest) return `${path} beside it has another digest, or is missing`;
    }
    return undefined;
  }

  #digest(path: string): Promise<string> {
    const known = this.#digests.get(path);
    if (known !== undefined) return known;
    const found = digestFile(join(this.path, path));
    this.#digests.set(path, found);
    return found;
  }
}

/** Links to files are followed, as a mounted volume has them; links to folders could go in circles. */
function walk(root: string, relative: string, files: string[]): void {
  for (const entry of readdirSync(join(root, relative), { withFileTypes: true })) {
    const path = posix.join(relative, entry.name);
    if (entry.isDirectory()) walk(root, path, files);
    else if (statSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true) files.push(path);
    else throw new ModelFault(`${path} is no file`);
    if (files.length > MAX_FILES) throw new ModelFault(`it has more than ${MAX_FILES} files`);
  }
}
