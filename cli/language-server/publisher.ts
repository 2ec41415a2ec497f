/** When documents are diagnosed, and what of it is told where. */
import type { Diagnostic, Services } from '../../engine/index.js';

export interface PublisherOptions {
  readonly diagnose: (path: string) => Services.Diagnosed;
  readonly publish: (path: string, diagnostics: readonly Diagnostic[]) => void;
}

/** What an open document gave rise to, its own faults and those of what it imports. */
interface Told {
  readonly byFile: Map<string, readonly Diagnostic[]>;
  readonly rests: ReadonlySet<string>;
}

/**
 * A change is diagnosed as soon as no other message waits to be read, so changes that came during a run are diagnosed
 * together. What was typed last always has its run.
 */
export class Publisher {
  readonly #told = new Map<string, Told>();
  readonly #waiting = new Set<string>();
  #next: NodeJS.Immediate | undefined;

  constructor(private readonly options: PublisherOptions) {}

  /** The document itself, then those that rest on it. */
  changed(path: string): void {
    this.#waiting.add(path);
    // What others said of it was of the text before.
    for (const [open, { byFile }] of this.#told) if (open !== path) byFile.delete(path);
    this.dependents(path);
  }

  /** A file that is not open changed, came or went. */
  dependents(path: string): void {
    for (const [open, { rests }] of this.#told) {
      if (rests.has(path) || rests.has(path.slice(0, path.lastIndexOf('/')))) this.#waiting.add(open);
    }
    this.#schedule();
  }

  closed(path: string): void {
    this.#waiting.delete(path);
    const before = this.#told.get(path);
    this.#told.delete(path);
    this.#publish(before?.byFile.keys() ?? []);
    this.dependents(path);
  }

  stop(): void {
    clearImmediate(this.#next);
    this.#waiting.clear();
  }

  /** The connection reads one message a turn of the event loop: a turn in which none asked anew had none to read. */
  #schedule(): void {
    clearImmediate(this.#next);
    if (this.#waiting.size === 0) return;
    this.#next = setImmediate(() => {
      this.#next = setImmediate(() => this.#run());
    });
  }

  #run(): void {
    const [path] = this.#waiting;
    if (path === undefined) return;
    this.#waiting.delete(path);
    const { diagnostics, rests } = this.options.diagnose(path);
    const byFile = new Map<string, Diagnostic[]>([[path, []]]);
    for (const diagnostic of diagnostics) {
      const file = diagnostic.file === '' ? path : diagnostic.file;
      byFile.set(file, [...(byFile.get(file) ?? []), diagnostic]);
    }
    const before = this.#told.get(path)?.byFile.keys() ?? [];
    this.#told.set(path, { byFile, rests });
    this.#publish(new Set([...before, ...byFile.keys()]));
    this.#schedule();
  }

  /** Of a file all that the open documents say of it, each fault once. */
  #publish(files: Iterable<string>): void {
    for (const file of files) {
      const all = [...this.#told.values()].flatMap(({ byFile }) => byFile.get(file) ?? []);
      this.options.publish(file, [...new Map(all.map((each) => [JSON.stringify(each), each])).values()]);
    }
  }
}
