import { WRITTEN, readSchema, schemaFile } from '../schemas.mjs';
import { anchor, code, page, table } from './markdown.mjs';
import { typeOf } from './types.mjs';

/**
 * A page of a document's form: one section a mapping, under the path at which it is met first; where it is met
 * again, a link leads there.
 */
export function schemaPage(root, name, title) {
  const sections = new SectionWriter(root, name).write();
  const { description } = readSchema(root, name);
  const editor = [
    ' In an editor:',
    '',
    '```yaml',
    `# yaml-language-server: $schema=<path to>/schemas/${schemaFile(name)}`,
    '```',
  ];
  // What the engine writes no author does.
  const [beside, ...rest] = WRITTEN.some((each) => each.name === name) ? [''] : editor;
  const lines = [`# ${title}`, '', description, '', `Schema: \`schemas/${schemaFile(name)}\`.${beside}`, ...rest, ''];
  return [`docs/reference/schemas/${name}.md`, page([...lines, ...sections])];
}

class SectionWriter {
  #schemas = new Map();
  #headings = new Map();
  #queue = [];

  constructor(root, name) {
    this.root = root;
    this.name = name;
  }

  write() {
    const schema = this.#load(this.name);
    const cases = schema.oneOf ?? [schema];
    for (const found of cases) {
      const node = this.#resolve({ file: this.name, schema: found });
      this.#enqueue(node, cases.length === 1 ? 'Keys' : (node.schema.title ?? 'Keys'), true);
    }
    const lines = [];
    while (this.#queue.length > 0) lines.push(...this.#section(this.#queue.shift()));
    return lines;
  }

  #section({ node, heading, root }) {
    const { file, schema } = node;
    const required = new Set(schema.required ?? []);
    const path = root ? '' : `${heading}.`;
    const rows = Object.entries(schema.properties ?? {}).map(([key, inner]) => [
      required.has(key) ? `**${code(key)}**` : code(key),
      this.#type({ file, schema: inner }, `${path}${key}`),
      this.#resolve({ file, schema: inner }).schema.description,
    ]);
    const description = heading === 'Keys' || schema.description === undefined ? [] : [schema.description, ''];
    return [
      `## ${/[<[]/.test(heading) ? code(heading) : heading}`,
      '',
      ...description,
      ...table(['key', 'type', 'meaning'], rows),
      ...(required.size > 0 ? ['Keys in bold must stand here.', ''] : []),
    ];
  }

  /** In words; mappings with keys of their own become sections. */
  #type(given, path) {
    const node = this.#resolve(given);
    const { file, schema } = node;
    const options = schema.oneOf ?? schema.anyOf;
    if (options) {
      const inner = options.map((option) =>
        this.#option({ file, schema: option }, path, schema.discriminator?.propertyName),
      );
      return inner.join(' or ');
    }
    if (schema.properties) return `[mapping](#${anchor(this.#enqueue(node, path))})`;
    const types = [schema.type ?? []].flat();
    const entries = schema.additionalProperties;
    if (types.includes('object') && entries && typeof entries === 'object') {
      const inner = `mapping of ${code('<name>')} to ${this.#type({ file, schema: entries }, `${path}.<name>`)}`;
      return types.includes('string') ? `text, or ${inner}` : inner;
    }
    if (types.length === 1 && types[0] === 'array' && schema.items && typeof schema.items === 'object') {
      return `list of ${this.#type({ file, schema: schema.items }, `${path}[]`)}`;
    }
    return typeOf(schema);
  }

  /** A case of a mapping is told by its tag, any other option by its path. */
  #option(given, path, tag) {
    const node = this.#resolve(given);
    const value = tag && node.schema.properties?.[tag];
    if (!value) return this.#type(given, path);
    const words = (value.enum ?? [value.const]).join(', ');
    return `[${code(words)}](#${anchor(this.#enqueue(node, `${path} (${words})`))})`;
  }

  /** The heading of a mapping's section. */
  #enqueue(node, heading, root = false) {
    const key = node.identity ?? node.schema;
    if (!this.#headings.has(key)) {
      this.#headings.set(key, heading);
      this.#queue.push({ node, heading, root });
    }
    return this.#headings.get(key);
  }

  /** References followed; the description of the place stays. */
  #resolve({ file, schema }) {
    if (typeof schema.$ref !== 'string') return { file, schema, identity: schema };
    const [path, pointer] = schema.$ref.split('#');
    const target = path === '' ? file : path.replace(/\.schema\.json$/, '');
    const found = (pointer ?? '')
      .split('/')
      .slice(1)
      .reduce((node, key) => node[key], this.#load(target));
    const inner = this.#resolve({ file: target, schema: found });
    const { $ref: _reference, ...beside } = schema;
    return { ...inner, schema: { ...inner.schema, ...beside } };
  }

  #load(name) {
    if (!this.#schemas.has(name)) this.#schemas.set(name, readSchema(this.root, name));
    return this.#schemas.get(name);
  }
}
