/** From a path to a view: packs, standards, profiles and, through their imports, profiles over profiles. */
import { posix } from 'node:path';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { readDocument } from '../document/read-document.js';
import type { Source } from '../document/source.js';
import type { PackDocument, ProfileDocument, StandardDocument } from '../document/types.generated.js';
import type { Positions } from '../document/positions.js';
import { digestBytes } from '../trust/digest.js';
import { openAdmission, type Admission, type Objection } from './admission.js';
import { choiceFault } from './choices.js';
import { foundPack, type FoundPack } from './found-pack.js';
import { EMPTY_VIEW, faultAt, originOf, type Fault, type Layer, type RuleDraft, type View } from './layer.js';
import { mergeViews } from './merge.js';
import type { EffectiveParameter, Waiver } from './policy.js';
import { exclude, tailor } from './tailor.js';
import { namedFault, type Named } from './named.js';
import { folderContents, PACK_FILE } from './pack-contents.js';
import { readWaivers } from './waivers.js';

/** Faults of a profile that names a parameter or rule that none of its imports has. */
const NAMES_NOTHING: ReadonlySet<string> = new Set(['ASSAY1305', 'ASSAY1309']);

export class ViewReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #source: Source;
  readonly #admission: Admission;
  readonly #known = new Map<string, View | 'open'>();

  /** @param source gives the same bytes each time, so that what is read is what was admitted */
  constructor(source: Source, admission: Admission = openAdmission()) {
    this.#source = source;
    this.#admission = admission;
  }

  /** The view of a pack folder, Standard or Profile at a path. Faults go to `diagnostics`. */
  read(path: string, named: Named): View {
    const kind = this.#source.kind(path);
    if (kind === undefined) return this.#fault(path, named, { code: 'ASSAY1301', message: `${path} is not there` });
    const file = kind === 'folder' ? posix.join(path, PACK_FILE) : path;
    if (kind === 'folder' && this.#source.kind(file) !== 'file') {
      return this.#fault(path, named, { code: 'ASSAY1302', message: `the folder ${path} holds no pack.yaml` });
    }
    return this.#once(file, path, named, () => this.#readFile(file, named));
  }

  #once(file: string, path: string, named: Named, read: () => View): View {
    const known = this.#known.get(file);
    if (known === 'open') {
      return this.#fault(path, named, { code: 'ASSAY1303', message: `${file} imports itself, through its imports` });
    }
    if (known !== undefined) return known;
    this.#known.set(file, 'open');
    const view = read();
    this.#known.set(file, view);
    return view;
  }

  #readFile(file: string, named: Named): View {
    const read = readDocument(this.#source, file, { kinds: ['Pack', 'Standard', 'Profile'] });
    this.diagnostics.push(...read.diagnostics);
    const { document, positions } = read;
    switch (document?.kind) {
      case 'Pack':
        return this.#pack(file, named, document, positions);
      case 'Standard':
        return this.#standardAlone(this.#layer(file, document, positions), named);
      case 'Profile':
        return this.#profile(this.#layer(file, document, positions), document);
      case undefined:
        return EMPTY_VIEW;
    }
  }

  #layer(file: string, document: StandardDocument | ProfileDocument, positions: Positions): Layer {
    const { id, version } = document.metadata;
    const digest = digestBytes(this.#source.read(file) ?? new Uint8Array());
    return { id, version, file, digest, document, positions };
  }

  #pack(file: string, named: Named, document: PackDocument, positions: Positions): View {
    const folder = posix.dirname(file);
    const pack = this.#foundPack(folder, document);
    if (pack === undefined) {
      return this.#fault(folder, named, {
        code: 'ASSAY1924',
        message: `the folder ${folder} has more files than a pack`,
      });
    }
    if (!this.#admits(folder, named, this.#admission.pack(pack))) return EMPTY_VIEW;
    const view = document.standards.reduce<View>(
      (sum, standard, index) =>
        this.#merge(sum, this.#standardOf(pack, folder, standard, positions.value(['standards', index]))),
      EMPTY_VIEW,
    );
    const { id, version, digest } = pack;
    return { ...view, packs: new Map([[id, { id, version, digest }]]) };
  }

  #foundPack(folder: string, document: PackDocument): FoundPack | undefined {
    const contents = folderContents(this.#source, folder);
    return contents && foundPack(document, contents);
  }

  /** One of the files of a pack; a pack names standards and nothing else. */
  #standardOf(pack: FoundPack, folder: string, standard: string, named: NonNullable<Named>): View {
    const file = beside(folder, standard);
    if (this.#source.kind(file) === undefined) {
      return this.#fault(file, named, { code: 'ASSAY1301', message: `${file} is not there` });
    }
    if (!pack.files.has(posix.normalize(standard))) {
      return this.#fault(file, named, { code: 'ASSAY1938', message: `${file} is none of the pack’s files` });
    }
    return this.#once(file, file, named, () => {
      const { document, positions, diagnostics } = readDocument(this.#source, file, { kinds: ['Standard'] });
      this.diagnostics.push(...diagnostics);
      if (document === undefined) return EMPTY_VIEW;
      const layer = this.#layer(file, document, positions);
      return this.#admits(file, named, this.#admission.standard(layer, pack))
        ? ownView(layer, this.diagnostics)
        : EMPTY_VIEW;
    });
  }

  /** A standard that was named by itself: it is its pack’s all the same, where it is in one. */
  #standardAlone(layer: Layer, named: Named): View {
    const around = this.#admission.isOpen ? undefined : this.#packAround(layer.file);
    const objections = [
      ...(around === undefined ? [] : this.#admission.pack(around)),
      ...this.#admission.standard(layer, around),
    ];
    return this.#admits(layer.file, named, objections) ? ownView(layer, this.diagnostics) : EMPTY_VIEW;
  }

  /** The pack in whose folder, or a folder of it, a file lies. */
  #packAround(file: string): FoundPack | undefined {
    for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
      if (this.#source.kind(posix.join(folder, PACK_FILE)) === 'file') {
        const { document } = readDocument(this.#source, posix.join(folder, PACK_FILE), { kinds: ['Pack'] });
        const pack = document && this.#foundPack(folder, document);
        return pack?.files.has(posix.relative(folder, file)) ? pack : undefined;
      }
      if (folder === posix.dirname(folder)) return undefined;
    }
  }

  #admits(path: string, named: Named, objections: readonly Objection[]): boolean {
    this.diagnostics.push(...objections.map((objection) => namedFault(path, named, objection)));
    return objections.every(({ severity }) => severity === 'warning');
  }

  #profile(layer: Layer, document: ProfileDocument): View {
    const folder = posix.dirname(layer.file);
    let view: View = EMPTY_VIEW;
    const before = this.diagnostics.length;
    const imports = (document.imports ?? []).map((entry, index) => ({
      excluded: entry.exclude ?? [],
      index,
      view: this.read(beside(folder, entry.pack), layer.positions.value(['imports', index, 'pack'])),
    }));
    // What an import that cannot be read would have held is not reported as missing.
    const isWhole = !this.diagnostics.slice(before).some(isError);
    const tell = (found: readonly Diagnostic[]): void => {
      this.diagnostics.push(...found.filter(({ code }) => isWhole || !NAMES_NOTHING.has(code)));
    };
    for (const { excluded, index, view: imported } of imports) {
      const kept = exclude(imported, layer, index, excluded);
      tell(kept.diagnostics);
      view = this.#merge(view, kept.view);
    }
    const tailored = tailor(view, layer, document);
    tell(tailored.diagnostics);
    view = this.#merge(tailored.view, ownView(layer, this.diagnostics));
    const waivers: Waiver[] = [];
    (document.waivers ?? []).forEach((path, index) => {
      const read = readWaivers(this.#source, beside(folder, path), layer.positions.value(['waivers', index]));
      this.diagnostics.push(...read.diagnostics);
      waivers.push(...read.waivers);
    });
    const manifests = new Map(view.manifests);
    (document.plugins ?? []).forEach(({ manifest }, index) => {
      manifests.set(beside(folder, manifest), layer.positions.value(['plugins', index, 'manifest']));
    });
    return { ...view, waivers: [...view.waivers, ...waivers], manifests };
  }

  #merge(a: View, b: View): View {
    const { view, diagnostics } = mergeViews(a, b);
    this.diagnostics.push(...diagnostics);
    return view;
  }

  #fault(path: string, named: Named, fault: Fault): View {
    this.diagnostics.push(namedFault(path, named, fault));
    return EMPTY_VIEW;
  }
}

/** Paths stay as the user named them (relative where they were), so that reports do not name machines. */
const beside = (folder: string, path: string): string => (posix.isAbsolute(path) ? path : posix.join(folder, path));

/** A document's own parameters and rules. */
function ownView(layer: Layer, diagnostics: Diagnostic[]): View {
  const parameters = new Map<string, EffectiveParameter>();
  for (const [name, parameter] of Object.entries(layer.document.parameters ?? {})) {
    const { value, unit, tighten, adjustable, choices, title } = parameter;
    const id = `${layer.id}.${name}`;
    parameters.set(id, {
      id,
      value,
      ...(unit === undefined ? {} : { unit }),
      ...(tighten === undefined ? {} : { tighten }),
      ...(adjustable === undefined ? {} : { adjustable }),
      ...(choices === undefined ? {} : { choices }),
      ...(title === undefined ? {} : { title }),
      origin: originOf(layer, ['parameters', name, 'value']),
    });
    const fault = choiceFault(id, value, choices);
    if (fault !== undefined) diagnostics.push(faultAt(layer.positions, ['parameters', name, 'value'], 'value', fault));
  }
  const rules = new Map<string, RuleDraft>();
  (layer.document.rules ?? []).forEach((rule, index) => {
    const id = `${layer.id}/${rule.id}`;
    const first = rules.get(id);
    if (first === undefined) rules.set(id, { id, layer, index, rule, level: rule.level });
    else {
      const line = layer.positions.value(['rules', first.index]).range.line;
      const message = `the rule id ${rule.id} is taken by line ${line}`;
      diagnostics.push(faultAt(layer.positions, ['rules', index, 'id'], 'value', { code: 'ASSAY1311', message }));
    }
  });
  return { ...EMPTY_VIEW, layers: new Map([[layer.id, layer]]), parameters, rules };
}
