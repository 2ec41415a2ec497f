// Validators compiled from the JSON Schemas, each a file of its own that loads nothing: checking a document at run
// time needs neither ajv nor the other kinds' schemas.
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { shapeOf } from './shape.mjs';
import { GENERATED, KINDS, VOCABULARY, WRITTEN, pluginSchemaIds, readSchema, schemaFile } from './schemas.mjs';

function compiler(options = {}) {
  const ajv = new Ajv2020({
    allErrors: true,
    discriminator: true,
    allowUnionTypes: true,
    // A definition that stands in many places is compiled once: a fifth less to read at every start.
    inlineRefs: false,
    code: { source: true, lines: true },
    ...options,
  });
  formats.default(ajv);
  // For json-schema-to-typescript alone.
  ajv.addVocabulary(['tsType']);
  return ajv;
}

/** The compiled validator and all that it needs, as a script that defines `compiled`. */
async function bundle(root, ajv, validate) {
  const code = bounded(standalone.default(ajv, validate));
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents: code, resolveDir: root, loader: 'js' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'compiled',
    platform: 'neutral',
    mainFields: ['main'],
    target: 'es2022',
    legalComments: 'none',
  });
  return `${outputFiles[0].text.trimEnd()}\nconst found = compiled.default ?? compiled;\n`;
}

/**
 * Faults of parts are concatenated to those before them, which is quadratic: a hostile list of 30,000 faulty rules
 * took a minute. Beyond a thousand one is kept of each part: `oneOf` and `anyOf` take a part that adds none for valid.
 */
function bounded(code) {
  const bounds = code.replaceAll(
    /vErrors\.concat\((\w+\.errors)\)/g,
    '(vErrors.length < 1000 ? vErrors.concat($1) : (vErrors.push($1[0]), vErrors))',
  );
  if (/(?<!\? )vErrors\.concat/.test(bounds)) throw new Error('ajv concatenates faults in a way that is not bounded');
  return bounds;
}

/** A TypeScript module that exports `validate`. */
async function typeScriptModule(root, ajv, validate) {
  return [
    '// @ts-nocheck',
    '/* eslint-disable */',
    `// ${GENERATED} From schemas/.`,
    "import type { Validate } from '../../document/validate.js';",
    '',
    await bundle(root, ajv, validate),
    'export const validate: Validate = found;',
    '',
  ].join('\n');
}

const commonJs = (script, exported) =>
  ['/* eslint-disable */', `// ${GENERATED} From schemas/.`, script, `module.exports = { ${exported} };`, ''].join(
    '\n',
  );

/**
 * CommonJS, because a document is read synchronously and only the validator of its kind is to be loaded: `require`
 * can do both, `import` only one of them.
 */
export async function documentValidators(root) {
  const ajv = compiler();
  for (const name of [VOCABULARY, ...KINDS.map((kind) => kind.name)]) {
    ajv.addSchema(readSchema(root, name), schemaFile(name));
  }
  return Promise.all(
    KINDS.map(async ({ name }) => {
      const script = await bundle(root, ajv, ajv.getSchema(schemaFile(name)));
      const text = commonJs(script, `validate: found, shape: ${JSON.stringify(shapeOf(root, name))}`);
      return [`engine/document/validators/${name}.generated.cjs`, text];
    }),
  );
}

/** Validators of plugins' parameters, which also fill in the defaults. CommonJS as those of documents. */
export async function pluginValidators(root) {
  return Promise.all(
    pluginSchemaIds(root).map(async (id) => {
      const ajv = compiler({ useDefaults: true });
      const script = await bundle(root, ajv, ajv.compile(readSchema(root, `plugins/${id}`)));
      return [`engine/plugins/validators/${id.replace('/', '-')}.generated.cjs`, commonJs(script, 'validate: found')];
    }),
  );
}

/** Of what the engine writes, to read it again. */
export async function writtenValidators(root) {
  return Promise.all(
    WRITTEN.map(async ({ name, folder }) => {
      const ajv = compiler();
      const validate = ajv.compile(readSchema(root, name));
      return [
        `${folder}/validator.generated.ts`,
        (await typeScriptModule(root, ajv, validate)).replace('../../document/', '../document/'),
      ];
    }),
  );
}
