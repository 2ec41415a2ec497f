/** What a document may name: its own words, and those of what it imports, tests, or is judged by. */
import { posix } from 'node:path';
import type { Text } from '../document/text.js';
import type { FactDeclaration } from '../document/types.generated.js';
import type { Pointer } from '../document/words.js';
import { EMPTY_VIEW, type View } from '../pack/layer.js';
import { mergeViews } from '../pack/merge.js';
import type { EffectiveParameter } from '../pack/policy.js';
import { ViewReader } from '../pack/read-view.js';
import type { Catalogue, CatalogueEntry } from '../plugins/contract.js';
import { Manifests } from '../tasks/policies.js';
import { testedBy } from '../tasks/read-policy-test.js';
import type { LooseDocument } from './loose-document.js';
import { isRecord, listOf, own, recordOf, textOf } from './own.js';
import type { Workspace } from './workspace.js';

export interface NamedRule {
  /** `<layer>/<rule-id>` */
  readonly id: string;
  readonly file: string;
  readonly pointer: Pointer;
  readonly title?: Text;
  readonly level?: string;
  readonly clause?: string;
  readonly require?: unknown;
  readonly when?: unknown;
}

export interface Names {
  /** Of the document's own layer; of a test the layer that it tests. */
  readonly layer: string;
  /** Files of layers by id: more than one where nothing says which is meant. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** By what may follow `parameters.`. */
  readonly parameters: ReadonlyMap<string, EffectiveParameter>;
  readonly facts: ReadonlyMap<string, FactDeclaration>;
  /** By full id. */
  readonly rules: ReadonlyMap<string, NamedRule>;
  /** Plugins of shared measurements by alias. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Of every rule and layer: what tests name. */
  readonly allAliases: ReadonlyMap<string, readonly { readonly file: string; readonly plugin: string }[]>;
  readonly clauses: ReadonlyMap<string, { readonly title?: Text; readonly text?: Text; readonly citation?: string }>;
  readonly catalogue: Catalogue;
}

/** Each parameter once, by the shorter of its names. */
export const shortest = ({ parameters, layer }: Names): readonly (readonly [string, EffectiveParameter])[] =>
  [...parameters].filter(([name]) => layer === '' || !name.startsWith(`${layer}.`));

export function namesOf(document: LooseDocument, workspace: Workspace): Names {
  const { view, tested } = viewOf(document, workspace);
  const layer = tested ?? textOf(own(document.value, 'metadata'), 'id') ?? '';
  const isLayer = document.kind === 'Standard' || document.kind === 'Profile';
  const files = new Map([...view.layers].map(([id, { file }]) => [id, [file]]));
  if (isLayer) files.set(layer, [document.file]);
  if (document.kind === 'Waiver') namers(document, workspace, files);
  const manifests = new Map(view.manifests);
  const parameters = new Map<string, EffectiveParameter>();
  const facts = new Map<string, FactDeclaration>();
  const rules = new Map<string, NamedRule>();
  const allAliases = new Map<string, { file: string; plugin: string }[]>();
  for (const [id, parameter] of view.parameters) {
    parameters.set(id, parameter);
    if (id.startsWith(`${layer}.`)) parameters.set(id.slice(layer.length + 1), parameter);
  }
  const add = (file: string, id: string, value: unknown): void => {
    for (const [name, fact] of Object.entries(recordOf(value, 'facts')))
      facts.set(name, (fact ?? {}) as FactDeclaration);
    for (const [alias, plugin] of aliasesIn(value)) {
      allAliases.set(alias, [...(allAliases.get(alias) ?? []), { file, plugin }]);
    }
    for (const rule of rulesIn(file, id, value)) rules.set(rule.id, rule);
  };
  for (const [id, { file, document: value }] of view.layers) add(file, id, value);
  if (isLayer) {
    add(document.file, layer, document.value);
    for (const parameter of ownParameters(document, layer)) {
      parameters.set(parameter.id, parameter);
      parameters.set(parameter.id.slice(layer.length + 1), parameter);
    }
    for (const use of listOf(document.value, 'plugins')) {
      const manifest = textOf(use, 'manifest');
      const path = manifest === undefined ? undefined : besideOf(document.file, manifest);
      if (path !== undefined) manifests.set(path, document.positions.value([]));
    }
  }
  return {
    layer,
    files,
    parameters,
    facts,
    rules,
    allAliases,
    aliases: new Map(sharedAliases(document.value)),
    clauses: clausesIn(document.value),
    catalogue: { ...external(workspace, [...manifests.keys()]), ...workspace.catalogue },
  };
}

/** A path that a document names, from where the document stands. */
export const besideOf = (file: string, path: string): string =>
  posix.isAbsolute(path) ? path : posix.join(posix.dirname(file), path);

function viewOf(document: LooseDocument, { source }: Workspace): { readonly view: View; readonly tested?: string } {
  const { file, value, kind } = document;
  const reader = new ViewReader(source);
  const read = (path: string): View => reader.read(besideOf(file, path), undefined);
  const merged = (paths: readonly (string | undefined)[]): View =>
    paths.reduce<View>((sum, path) => (path === undefined ? sum : mergeViews(sum, read(path)).view), EMPTY_VIEW);
  switch (kind) {
    case 'Profile':
      return { view: merged(listOf(value, 'imports').map((entry) => textOf(entry, 'pack'))) };
    case 'Subject':
      return { view: merged(listOf(value, 'policies').filter((path) => typeof path === 'string')) };
    case 'PolicyTest': {
      const path = testedBy(file, textOf(value, 'policy'));
      const view = reader.read(path, undefined);
      const tested = [...view.layers.values()].find((layer) => layer.file === path)?.id;
      return { view, ...(tested === undefined ? {} : { tested }) };
    }
    default:
      return { view: EMPTY_VIEW };
  }
}

/** The layers that a Waiver may speak of: of the profiles that name it, else all that there are. */
function namers(document: LooseDocument, workspace: Workspace, files: Map<string, string[]>): void {
  const candidates = workspace.filesWith(['kind:', 'metadata']).flatMap((file) => workspace.document(file) ?? []);
  const profiles = candidates.filter(
    ({ kind, file, value }) =>
      kind === 'Profile' &&
      listOf(value, 'waivers').some((path) => typeof path === 'string' && besideOf(file, path) === document.file),
  );
  const add = (id: string, file: string): void => {
    const known = files.get(id) ?? [];
    if (!known.includes(file)) files.set(id, [...known, file]);
  };
  for (const profile of profiles) for (const [id, paths] of namesOf(profile, workspace).files) add(id, paths[0]!);
  if (profiles.length > 0) return;
  for (const { kind, file, value } of candidates) {
    const id = textOf(own(value, 'metadata'), 'id');
    if (id !== undefined && (kind === 'Standard' || kind === 'Profile')) add(id, file);
  }
}

function* aliasesIn(value: unknown): Iterable<readonly [string, string]> {
  yield* sharedAliases(value);
  for (const rule of listOf(value, 'rules')) yield* usesIn(recordOf(rule, 'measure'));
}

const sharedAliases = (value: unknown): Iterable<readonly [string, string]> => usesIn(recordOf(value, 'measurements'));

export function* usesIn(uses: Readonly<Record<string, unknown>>): Iterable<readonly [string, string]> {
  for (const [alias, use] of Object.entries(uses)) yield [alias, textOf(use, 'plugin') ?? ''];
}

function* rulesIn(file: string, layer: string, value: unknown): Iterable<NamedRule> {
  for (const [index, rule] of listOf(value, 'rules').entries()) {
    const id = textOf(rule, 'id');
    if (id === undefined) continue;
    const { title, level, clause } = rule as Readonly<Record<string, unknown>>;
    yield {
      id: `${layer}/${id}`,
      file,
      pointer: ['rules', index],
      ...(isText(title) && { title }),
      ...(typeof level === 'string' && { level }),
      ...(typeof clause === 'string' && { clause }),
      require: own(rule, 'require'),
      when: own(rule, 'when'),
    };
  }
}

const isText = (value: unknown): value is Text => typeof value === 'string' || isRecord(value);

function ownParameters({ value, positions, file }: LooseDocument, layer: string): EffectiveParameter[] {
  return Object.entries(recordOf(value, 'parameters')).map(([name, given]) => {
    const { unit, tighten, adjustable, title } = isRecord(given) ? given : {};
    const { range } = positions.value(['parameters', name, 'value']);
    return {
      id: `${layer}.${name}`,
      value: own(given, 'value') as EffectiveParameter['value'],
      ...(typeof unit === 'string' && { unit }),
      ...((tighten === 'up' || tighten === 'down') && { tighten }),
      ...(adjustable === true && { adjustable }),
      ...(isText(title) && { title }),
      origin: { file, range, layer },
    };
  });
}

function clausesIn(value: unknown): Names['clauses'] {
  const clauses = new Map<string, { title?: Text; text?: Text; citation?: string }>();
  for (const clause of listOf(value, 'clauses')) {
    const id = textOf(clause, 'id');
    if (id === undefined) continue;
    const { title, text, citation } = clause as Readonly<Record<string, unknown>>;
    clauses.set(id, {
      ...(isText(title) && { title }),
      ...(isText(text) && { text }),
      ...(typeof citation === 'string' && { citation }),
    });
  }
  return clauses;
}

function external({ source }: Workspace, paths: readonly string[]): Record<string, CatalogueEntry> {
  const manifests = new Manifests(source);
  return Object.fromEntries(
    paths.flatMap((path) => {
      const { entry } = manifests.read(path);
      return entry === undefined ? [] : [[entry.id, entry]];
    }),
  );
}

/** A plugin that the document may use. */
export const entryOf = ({ catalogue }: Pick<Names, 'catalogue'>, plugin: string): CatalogueEntry | undefined =>
  Object.hasOwn(catalogue, plugin) ? catalogue[plugin] : undefined;
