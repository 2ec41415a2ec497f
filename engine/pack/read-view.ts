/** From a path to a view: packs, standards, profiles and, through their imports, profiles over profiles. */
import { posix } from 'node:path';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { readDocument } from '../document/read-document.js';
import type { Source } from '../document/source.js';
import type { PackDocument, ProfileDocument, StandardDocument } from '../document/types.generated.js';
import type { Positions } from '../document/positions.js';
import { digestBytes, digestFolder } from '../trust/digest.js';
import { choiceFault } from './choices.js';
import { EMPTY_VIEW, faultAt, originOf, type Fault, type Layer, type RuleDraft, type View } from './layer.js';
import { mergeViews } from './merge.js';
import type { EffectiveParameter, Waiver } from './policy.js';
import { exclude, tailor } from './tailor.js';
import { namedFault, type Named } from './named.js';
import { readWaivers } from './waivers.js';

/** Faults of a profile that names a parameter or rule that none of its imports has. */
const NAMES_NOTHING: ReadonlySet<string> = new Set(['ASSAY1305', 'ASSAY1309']);

export class ViewReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #source: Source;
  readonly #known = new Map<string, View | 'open'>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** The view of a pack folder, Standard or Profile at a path. Faults go to `diagnostics`. */
  read(path: string, named: Named): View {
    const kind = this.#source.kind(path);
    if (kind === undefined) return this.#fault(path, named, { code: 'ASSAY1301', message: `${path} is not there` });
    const file = kind === 'folder' ? posix.join(path, 'pack.yaml') : path;
    if (kind === 'folder' && this.#source.kind(file) !== 'file') {
      return this.#fault(path, named, { code: 'ASSAY1302', message: `the folder ${path} holds no pack.yaml` });
    }
    const known = this.#known.get(file);
    if (known === 'open') {
      return this.#fault(path, named, { code: 'ASSAY1303', message: `${file} imports itself, through its imports` });
    }
    if (known !== undefined) return known;
    this.#known.set(file, 'open');
    const view = this.#readFile(file);
    this.#known.set(file, view);
    return view;
  }

  #readFile(file: string): View {
    const read = readDocument(this.#source, file, { kinds: ['Pack', 'Standard', 'Profile'] });
    this.diagnostics.push(...read.diagnostics);
    const { document, positions } = read;
    if (document === undefined) return EMPTY_VIEW;
    if (document.kind === 'Pack') return this.#pack(file, document, positions);
    const digest = digestBytes(this.#source.read(file) ?? new Uint8Array());
    const layerOf = (own: StandardDocument | ProfileDocument): Layer => ({
      id: own.metadata.id,
      version: own.metadata.version,
      file,
      digest,
      document: own,
      positions,
    });
    if (document.kind === 'Standard') return ownView(layerOf(document), this.diagnostics);
    if (document.kind === 'Profile') return this.#profile(layerOf(document), document);
    return EMPTY_VIEW;
  }

  #pack(file: string, document: PackDocument, positions: Positions): View {
    const folder = posix.dirname(file);
    const { id, version } = document.metadata;
    const view = document.standards.reduce<View>(
      (sum, standard, index) =>
        this.#merge(sum, this.read(beside(folder, standard), positions.value(['standards', index]))),
      EMPTY_VIEW,
    );
    return { ...view, packs: new Map([[id, { id, version, digest: digestFolder(this.#source, folder) }]]) };
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
