// What messages need of a schema (names of keys, descriptions, cases), with all references written out. See `Shape`
// in engine/document/validate.ts.
import { readSchema } from './schemas.mjs';

export function shapeOf(root, name) {
  const schemas = new Map();
  const load = (file) => {
    if (!schemas.has(file)) schemas.set(file, readSchema(root, file));
    return schemas.get(file);
  };

  const resolve = (file, reference) => {
    const [path, pointer] = reference.split('#');
    const target = path === '' ? file : path.replace(/\.schema\.json$/, '');
    const schema = pointer
      .split('/')
      .slice(1)
      .reduce((node, key) => node[key], load(target));
    return { file: target, schema };
  };

  const shape = (file, schema) => {
    if (typeof schema.$ref === 'string') {
      const target = resolve(file, schema.$ref);
      const inner = shape(target.file, target.schema);
      const { description } = schema;
      const form = target.schema.pattern !== undefined ? { form: inner.description } : {};
      return { ...inner, ...form, ...(description === undefined ? {} : { description }) };
    }
    const result = {};
    if (schema.description !== undefined) result.description = schema.description;
    const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
    if (values) result.values = values;
    else if (schema.type === 'boolean') result.values = [true, false];
    if (schema.required) result.required = schema.required;
    if (schema.properties) result.properties = mapped(schema.properties, (value) => shape(file, value));
    if (typeof schema.additionalProperties === 'object') result.entries = shape(file, schema.additionalProperties);
    if (typeof schema.items === 'object') result.items = shape(file, schema.items);
    if (schema.discriminator) {
      result.tag = schema.discriminator.propertyName;
      result.cases = Object.fromEntries(schema.oneOf.flatMap((option) => casesOf(file, option, result.tag)));
    }
    return result;
  };

  const casesOf = (file, option, tag) => {
    const target = option.$ref ? resolve(file, option.$ref) : { file, schema: option };
    const values = target.schema.properties[tag];
    return (values.enum ?? [values.const]).map((value) => [value, shape(target.file, target.schema)]);
  };

  return shape(name, load(name));
}

const mapped = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
