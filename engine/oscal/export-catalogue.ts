/** A standard as an OSCAL catalogue, version 1.1.2. */
import type { Clause, ClausePart, Parameter, StandardDocument } from '../document/types.generated.js';
import { textIn } from '../document/text.js';
import { parametersNamedIn, withParameters } from '../document/clause-text.js';
import { token, unique } from './names.js';
import { metadataOf, type ExportOptions } from './export-metadata.js';
import { uuidOf } from './uuid.js';

type Json = Readonly<Record<string, unknown>>;

export function exportCatalogue(standard: StandardDocument, options: ExportOptions): Json {
  return { catalog: new Exporter(standard, options.language).catalogue(options) };
}

/** OSCAL's id of a parameter of a standard. */
export const parameterIdOf = (name: string, { sourceId }: Pick<Parameter, 'sourceId'>): string => sourceId ?? name;

/** OSCAL's ids of clauses, by ours; those that are no tokens of OSCAL are made such. */
export function clauseIds(clauses: readonly Clause[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(clauses.map(({ id }) => [id, unique(token(id, 'clause'), taken, '-')]));
}

type Grouped<T> = ReadonlyMap<string | undefined, readonly T[]>;

function grouped<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Grouped<T> {
  const groups = new Map<string | undefined, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

class Exporter {
  readonly #ids: ReadonlyMap<string, string>;
  /** By the clause that they stand within, or that sets them; those at the top by `undefined`. */
  readonly #clauses: Grouped<Clause>;
  readonly #parametersOf: Grouped<readonly [name: string, parameter: Parameter]>;

  constructor(
    private readonly standard: StandardDocument,
    private readonly language: string,
  ) {
    this.#ids = clauseIds(standard.clauses ?? []);
    this.#clauses = grouped(standard.clauses ?? [], ({ within }) => within);
    this.#parametersOf = grouped(Object.entries(standard.parameters ?? {}), ([, { clause }]) => clause);
  }

  catalogue(options: ExportOptions): Json {
    const { id, version } = this.standard.metadata;
    return {
      uuid: uuidOf(`catalog/${id}@${version}`),
      metadata: metadataOf(this.standard.metadata, options),
      ...this.#parameters(undefined),
      ...this.#below(undefined),
    };
  }

  /** The clauses that stand within another, or at the top. */
  #below(above: string | undefined): Json {
    const clauses = this.#clauses.get(above) ?? [];
    const groups = clauses.filter(({ heading }) => heading === true);
    const controls = clauses.filter(({ heading }) => heading !== true);
    return {
      ...(groups.length > 0 && { groups: groups.map((clause) => this.#node(clause)) }),
      ...(controls.length > 0 && { controls: controls.map((clause) => this.#node(clause)) }),
    };
  }

  #node(clause: Clause): Json {
    const id = this.#ids.get(clause.id)!;
    const label = clause.label ?? (id === clause.id ? undefined : clause.id);
    return {
      id,
      title: textIn(clause.title, this.language),
      ...this.#parameters(clause.id),
      ...labelled(label),
      ...partsField(this.#parts(clause, id)),
      ...this.#below(clause.id),
    };
  }

  #parts(clause: Clause, id: string): readonly Json[] {
    const parts = clause.parts ?? [];
    if (clause.text === undefined) return this.#nested(parts, 0);
    const rest = parts.findIndex(({ name, depth = 0 }) => depth === 0 && name !== 'item');
    const items = rest === -1 ? parts : parts.slice(0, rest);
    const statement = {
      id: `${id}_smt`,
      name: 'statement',
      prose: this.#prose(textIn(clause.text, this.language)),
      ...partsField(this.#nested(items, 0)),
    };
    return [statement, ...this.#nested(rest === -1 ? [] : parts.slice(rest), 0)];
  }

  /** Parts in a row, each followed by those within it. */
  #nested(parts: readonly ClausePart[], depth: number): readonly Json[] {
    const starts = parts.flatMap((part, at) => (at === 0 || (part.depth ?? 0) <= depth ? [at] : []));
    return starts.map((start, index) => {
      const { name, id, label, title, text } = parts[start]!;
      return {
        ...(id === undefined ? {} : { id }),
        name,
        ...labelled(label),
        ...(title === undefined ? {} : { title: textIn(title, this.language) }),
        ...(text === undefined ? {} : { prose: this.#prose(textIn(text, this.language)) }),
        ...partsField(this.#nested(parts.slice(start + 1, starts[index + 1]), depth + 1)),
      };
    });
  }

  #parameters(clause: string | undefined): Json {
    const parameters = this.#parametersOf.get(clause) ?? [];
    return parameters.length === 0 ? {} : { params: parameters.map(([name, one]) => this.#parameter(name, one)) };
  }

  #parameter(name: string, parameter: Parameter): Json {
    const { title, value, unit, tighten, choices, constraints = [], guidance = [] } = parameter;
    const said = (text: Parameters<typeof textIn>[0]): string => this.#prose(textIn(text, this.language));
    const values = (Array.isArray(value) ? value : value === '' ? [] : [String(value)]).map((one) =>
      unit === undefined || unit === '1' ? one : `${one} ${unit}`,
    );
    const bound = [
      ...constraints.map(said),
      ...(tighten === undefined
        ? []
        : [tighten === 'up' ? 'May be raised, not lowered.' : 'May be lowered, not raised.']),
    ];
    return {
      id: parameterIdOf(name, parameter),
      ...(title === undefined ? {} : { label: said(title) }),
      ...(bound.length > 0 && { constraints: bound.map((description) => ({ description })) }),
      ...(guidance.length > 0 && { guidelines: guidance.map((text) => ({ prose: said(text) })) }),
      ...(values.length > 0 && { values }),
      ...(choices && {
        select: { 'how-many': Array.isArray(value) ? 'one-or-more' : 'one', choice: choices.map(said) },
      }),
    };
  }

  /** Parameters of other standards are no parameters of the catalogue: their names stay. */
  #prose(text: string): string {
    const parameters = this.standard.parameters ?? {};
    if (parametersNamedIn(text).length === 0) return text;
    return withParameters(text, (name) =>
      Object.hasOwn(parameters, name) ? `{{ insert: param, ${parameterIdOf(name, parameters[name]!)} }}` : undefined,
    );
  }
}

const labelled = (label: string | undefined): Json =>
  label === undefined ? {} : { props: [{ name: 'label', value: label }] };

const partsField = (parts: readonly Json[]): Json => (parts.length > 0 ? { parts } : {});
