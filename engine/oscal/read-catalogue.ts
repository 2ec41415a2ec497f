import type { OscalCatalogue, OscalNode, OscalParameter, OscalPart } from './model.js';
import { propertyOf, readMetadata } from './read-metadata.js';
import { MAX_DEPTH, own, type OscalReader } from './reader.js';

type Fields = Readonly<Record<string, unknown>>;

const MAX_NODES = 20_000;
const MAX_PARAMETERS = 50_000;
const MAX_PARTS = 200_000;
const LONGEST_ID = 100;

export function readCatalogue(fields: Fields, reader: OscalReader): OscalCatalogue {
  const read = new CatalogueReader(reader);
  return {
    kind: 'catalog',
    metadata: readMetadata(fields, 'catalog.metadata', reader),
    parameters: read.parameters(fields, 'catalog'),
    groups: read.nodes(fields, 'groups', 'catalog', 0),
    controls: read.nodes(fields, 'controls', 'catalog', 0),
  };
}

class CatalogueReader {
  readonly #ids = new Set<string>();
  readonly #parameterIds = new Set<string>();
  #parts = 0;
  #unnamed = 0;

  constructor(private readonly reader: OscalReader) {}

  nodes(fields: Fields, key: 'groups' | 'controls', at: string, depth: number): readonly OscalNode[] {
    const items = this.reader.items(fields, key, at);
    if (items.length === 0 || this.#isTooMuch(at, depth, this.#ids.size + items.length > MAX_NODES)) return [];
    return items.map(([node, place]) => this.#node(node, key === 'groups' ? 'group' : 'control', place, depth));
  }

  #node(fields: Fields, kind: OscalNode['kind'], at: string, depth: number): OscalNode {
    const id = this.#idOf(fields, kind, at);
    const label = propertyOf(fields, 'label', at, this.reader);
    return {
      kind,
      id,
      title: this.reader.needed(fields, 'title', at),
      ...(label === undefined ? {} : { label }),
      parameters: this.parameters(fields, at),
      parts: this.#partsOf(fields, at, depth + 1),
      groups: kind === 'group' ? this.nodes(fields, 'groups', at, depth + 1) : [],
      controls: this.nodes(fields, 'controls', at, depth + 1),
    };
  }

  /** Groups need no id in OSCAL; clauses do. */
  #idOf(fields: Fields, kind: OscalNode['kind'], at: string): string {
    const given = kind === 'group' ? this.reader.text(fields, 'id', at) : this.reader.needed(fields, 'id', at);
    const id = given ?? `group-${(this.#unnamed += 1)}`;
    if (id.length > LONGEST_ID) this.reader.fault('ASSAY1373', `${at}.id has more than ${LONGEST_ID} characters`);
    else if (this.#ids.has(id)) this.reader.fault('ASSAY1375', `${at}: the id ${id} is taken`);
    this.#ids.add(id);
    return id;
  }

  parameters(fields: Fields, at: string): readonly OscalParameter[] {
    const items = this.reader.items(fields, 'params', at);
    if (this.#isTooMuch(at, 0, this.#parameterIds.size + items.length > MAX_PARAMETERS)) return [];
    return items.map(([parameter, place]) => this.#parameter(parameter, place));
  }

  #parameter(fields: Fields, at: string): OscalParameter {
    const { reader } = this;
    const id = reader.needed(fields, 'id', at);
    if (id.length > 2 * LONGEST_ID) reader.fault('ASSAY1373', `${at}.id has more than ${2 * LONGEST_ID} characters`);
    if (this.#parameterIds.has(id)) reader.fault('ASSAY1375', `${at}: the id ${id} is taken`);
    this.#parameterIds.add(id);
    const label = reader.text(fields, 'label', at);
    const select = own(fields, 'select') === undefined ? {} : reader.fields(own(fields, 'select'), `${at}.select`);
    return {
      id,
      ...(label === undefined ? {} : { label }),
      values: reader.texts(fields, 'values', at),
      constraints: reader
        .items(fields, 'constraints', at)
        .flatMap(([item, place]) => reader.text(item, 'description', place) ?? []),
      guidelines: reader.items(fields, 'guidelines', at).map(([item, place]) => reader.needed(item, 'prose', place)),
      choices: reader.texts(select, 'choice', `${at}.select`).filter((choice) => choice !== ''),
      several: own(select, 'how-many') === 'one-or-more',
    };
  }

  #partsOf(fields: Fields, at: string, depth: number): readonly OscalPart[] {
    const items = this.reader.items(fields, 'parts', at);
    this.#parts += items.length;
    if (items.length === 0 || this.#isTooMuch(at, depth, this.#parts > MAX_PARTS)) return [];
    return items.map(([part, place]) => {
      const id = this.reader.text(part, 'id', place);
      const label = propertyOf(part, 'label', place, this.reader);
      const title = this.reader.text(part, 'title', place);
      const prose = this.reader.text(part, 'prose', place);
      const name = this.reader.needed(part, 'name', place);
      if (name.length > LONGEST_ID || (id ?? '').length > 2 * LONGEST_ID)
        this.reader.fault('ASSAY1373', `${place}: the name or id is too long`);
      return {
        name,
        ...(id === undefined ? {} : { id }),
        ...(label === undefined ? {} : { label }),
        ...(title === undefined ? {} : { title }),
        ...(prose === undefined ? {} : { prose }),
        parts: this.#partsOf(part, place, depth + 1),
      };
    });
  }

  #isTooMuch(at: string, depth: number, many: boolean): boolean {
    if (!many && depth <= MAX_DEPTH) return false;
    this.reader.fault('ASSAY1374', `${at}: ${many ? 'too many parts' : `nested more than ${MAX_DEPTH} levels deep`}`);
    return true;
  }
}
