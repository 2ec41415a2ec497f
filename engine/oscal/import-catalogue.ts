/** An OSCAL catalogue as a standard: groups are headings, controls clauses, parameters with values locked. */
import type { Clause, ClausePart, Parameter, StandardDocument } from '../document/types.generated.js';
import { fromOscal, insertsIn } from './inserts.js';
import { nodesOf, type OscalCatalogue, type OscalNode, type OscalParameter, type OscalPart } from './model.js';
import { parameterName, semanticVersion, unique } from './names.js';
import type { OscalFault } from './reader.js';

export interface ImportedCatalogue {
  readonly document: StandardDocument;
  /** Names of its parameters, by their ids in the catalogue. */
  readonly nameOf: ReadonlyMap<string, string>;
  readonly faults: readonly OscalFault[];
}

export function importCatalogue(catalogue: OscalCatalogue, id: string): ImportedCatalogue {
  const { title, version, remarks, canonical } = catalogue.metadata;
  const parameters = new Map<OscalParameter, string | undefined>(catalogue.parameters.map((one) => [one, undefined]));
  for (const { node } of nodesOf(catalogue)) for (const one of node.parameters) parameters.set(one, node.id);
  const taken = new Set<string>();
  const nameOf = new Map([...parameters.keys()].map((one) => [one.id, unique(parameterName(one.id), taken)]));
  const missing = new Set<string>();
  const prose = (text: string): string => {
    for (const inserted of insertsIn(text)) if (!nameOf.has(inserted)) missing.add(inserted);
    return fromOscal(text, (inserted) => nameOf.get(inserted));
  };
  const ours = semanticVersion(version);
  const clauses = [...nodesOf(catalogue)].map(({ node, above }) => clauseOf(node, above, prose));
  const document: StandardDocument = {
    apiVersion: 'assay/v1',
    kind: 'Standard',
    metadata: {
      id,
      version: ours,
      title,
      ...((canonical !== undefined || ours !== version) && {
        source: {
          title: canonical?.text ?? title,
          ...(canonical && { url: canonical.href }),
          ...(ours === version ? {} : { version }),
        },
      }),
      ...(remarks === undefined ? {} : { remarks }),
    },
    ...(parameters.size > 0 && {
      parameters: Object.fromEntries(
        [...parameters].map(([one, clause]) => [
          nameOf.get(one.id)!,
          parameterOf(one, clause, nameOf.get(one.id)!, prose),
        ]),
      ),
    }),
    ...(clauses.length > 0 && { clauses }),
    rules: [],
  };
  const faults = [...missing].map((inserted): OscalFault => ({
    code: 'ASSAY1376',
    severity: 'warning',
    message: `prose inserts the parameter ${inserted}, which is not there`,
  }));
  return { document, nameOf, faults };
}

function clauseOf(node: OscalNode, above: OscalNode | undefined, prose: (text: string) => string): Clause {
  const { text, parts } = textAndParts(node);
  const flat = parts.flatMap((part) => flattened(part, 0, prose));
  return {
    id: node.id,
    ...(node.label === undefined ? {} : { label: node.label }),
    title: node.title,
    ...(above && { within: above.id }),
    ...(node.kind === 'group' && { heading: true }),
    ...(text === undefined ? {} : { text: prose(text) }),
    ...(flat.length > 0 && { parts: flat }),
  };
}

/**
 * The statement of a control is the clause's text, its items the first parts, where it can be told from these what it
 * was: else it stays a part among the others.
 */
function textAndParts({ id, parts }: OscalNode): { text?: string; parts: readonly OscalPart[] } {
  const [first, next] = parts;
  const plain =
    first?.name === 'statement' &&
    first.id === `${id}_smt` &&
    first.title === undefined &&
    first.label === undefined &&
    first.parts.every(({ name }) => name === 'item') &&
    next?.name !== 'item';
  if (!plain || first.prose === undefined) return { parts };
  return { text: first.prose, parts: [...first.parts, ...parts.slice(1)] };
}

function flattened(part: OscalPart, depth: number, prose: (text: string) => string): ClausePart[] {
  const { name, id, label, title, prose: text } = part;
  const own: ClausePart = {
    name,
    ...(id === undefined ? {} : { id }),
    ...(label === undefined ? {} : { label }),
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { text: prose(text) }),
    ...(depth === 0 ? {} : { depth }),
  };
  return [own, ...part.parts.flatMap((below) => flattened(below, depth + 1, prose))];
}

/** A value in the catalogue is the law's: locked. What it leaves open, those below may set as they like. */
function parameterOf(
  one: OscalParameter,
  clause: string | undefined,
  name: string,
  prose: (text: string) => string,
): Parameter {
  const { id, label, values, constraints, guidelines, choices, several } = one;
  return {
    value: several || values.length > 1 ? [...values] : (values[0] ?? ''),
    ...(values.length === 0 && { adjustable: true }),
    ...(label === undefined ? {} : { title: prose(label) }),
    ...(clause === undefined ? {} : { clause }),
    ...(id === name ? {} : { sourceId: id }),
    ...(choices.length > 0 && { choices: choices.map(prose) }),
    ...(constraints.length > 0 && { constraints: constraints.map(prose) }),
    ...(guidelines.length > 0 && { guidance: guidelines.map(prose) }),
  };
}
