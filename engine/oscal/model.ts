/**
 * What Assay reads and writes of OSCAL 1 (NIST, https://pages.nist.gov/OSCAL): of a catalogue its groups, controls, parts
 * and parameters, of a profile what it imports and sets. Read into these forms, so that the rest need not look twice.
 */

export interface OscalParameter {
  readonly id: string;
  readonly label?: string;
  /** Empty where the catalogue leaves the value to others. */
  readonly values: readonly string[];
  readonly constraints: readonly string[];
  readonly guidelines: readonly string[];
  readonly choices: readonly string[];
  /** More than one of the choices may be taken. */
  readonly several: boolean;
}

export interface OscalPart {
  readonly name: string;
  readonly id?: string;
  readonly label?: string;
  readonly title?: string;
  readonly prose?: string;
  readonly parts: readonly OscalPart[];
}

/** A group or a control: both have a heading, parameters, parts and more below them. */
export interface OscalNode {
  readonly kind: 'group' | 'control';
  readonly id: string;
  readonly title: string;
  readonly label?: string;
  readonly parameters: readonly OscalParameter[];
  readonly parts: readonly OscalPart[];
  readonly groups: readonly OscalNode[];
  readonly controls: readonly OscalNode[];
}

export interface OscalMetadata {
  readonly title: string;
  readonly version: string;
  readonly remarks?: string;
  /** The law or norm itself: the first link of relation `canonical` that is an address. */
  readonly canonical?: { readonly href: string; readonly text?: string };
}

export interface OscalCatalogue {
  readonly kind: 'catalog';
  readonly metadata: OscalMetadata;
  readonly parameters: readonly OscalParameter[];
  readonly groups: readonly OscalNode[];
  readonly controls: readonly OscalNode[];
}

/** Which controls of an import: all, or those of ids and patterns. */
export interface OscalSelection {
  readonly ids: readonly string[];
  /** With `*` and `?`. */
  readonly patterns: readonly string[];
  readonly withChildren: boolean;
}

export interface OscalImport {
  /** Where the catalogue or profile may be found, the first choice first. */
  readonly hrefs: readonly string[];
  readonly include: 'all' | readonly OscalSelection[];
  readonly exclude: readonly OscalSelection[];
}

export interface OscalProfile {
  readonly kind: 'profile';
  readonly metadata: OscalMetadata;
  readonly imports: readonly OscalImport[];
  readonly settings: readonly { readonly id: string; readonly values: readonly string[] }[];
}

export type OscalDocument = OscalCatalogue | OscalProfile;

/** Every group and control, each before what is below it, with the one that it is in. */
export function* nodesOf(catalogue: OscalCatalogue): Generator<{ node: OscalNode; above?: OscalNode }> {
  function* below(nodes: readonly OscalNode[], above?: OscalNode): Generator<{ node: OscalNode; above?: OscalNode }> {
    for (const node of nodes) {
      yield { node, ...(above && { above }) };
      yield* below(node.groups, node);
      yield* below(node.controls, node);
    }
  }
  yield* below(catalogue.groups);
  yield* below(catalogue.controls);
}
