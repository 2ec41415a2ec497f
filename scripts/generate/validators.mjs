// Validators compiled from the JSON Schemas, each a file of its own that loads nothing: checking a document at run
// time needs neither ajv nor the other kinds' schemas.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { GENERATED, KINDS, VOCABULARY, pluginSchemaIds, readSchema, schemaFile } from './schemas.mjs';

function compiler(options = {}) {
  const ajv = new Ajv2020({
    allErrors: true,
    discriminator: true,
    allowUnionTypes: true,
    code: { source: true, lines: true },
    ...options,
  });
  formats.default(ajv);
  // For json-schema-to-typescript alone.
  ajv.addVocabulary(['tsType']);
  return ajv;
}

/** One self-contained TypeScript module that exports `validate`. */
async function moduleOf(root, ajv, validate, typesFrom) {
  const code = standalone.default(ajv, validate);
  const bundle = await build({
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
  return [
    '// @ts-nocheck',
    '/* eslint-disable */',
    `// ${GENERATED} From schemas/.`,
    `import type { Validate } from '${typesFrom}';`,
    '',
    bundle.outputFiles[0].text.trimEnd(),
    '',
    'export const validate: Validate = compiled.default ?? compiled;',
    '',
  ].join('\n');
}

export async function documentValidators(root) {
  const ajv = compiler();
  for (const name of [VOCABULARY, ...KINDS.map((kind) => kind.name)])
    ajv.addSchema(readSchema(root, name), schemaFile(name));
  const modules = KINDS.map(async ({ name }) => [
    `engine/document/validators/${name}.generated.ts`,
    await moduleOf(root, ajv, ajv.getSchema(schemaFile(name)), '../validate.js'),
  ]);
  return Promise.all(modules);
}

/** Validators of plugins' parameters, which also fill in the defaults, and the list of them. */
export async function pluginValidators(root) {
  const ids = pluginSchemaIds(root);
  const modules = await Promise.all(
    ids.map(async (id) => {
      const ajv = compiler({ useDefaults: true });
      const validate = ajv.compile(readSchema(root, `plugins/${id}`));
      return [
        `engine/plugins/validators/${id.replace('/', '-')}.generated.ts`,
        await moduleOf(root, ajv, validate, '../../document/validate.js'),
      ];
    }),
  );
  const index = [
    `// ${GENERATED} From schemas/plugins/.`,
    "import type { Validate } from '../../document/validate.js';",
    '',
    "/** Loads the validator of a plugin's parameters, which fills in their defaults in place. */",
    'export const parameterValidators: Readonly<Record<string, () => Promise<{ readonly validate: Validate }>>> = {',
    ...ids.map((id) => `  '${id}': () => import('./${id.replace('/', '-')}.generated.js'),`),
    '};',
    '',
  ].join('\n');
  return [...modules, ['engine/plugins/validators/index.generated.ts', index]];
}

export async function reportValidator(root) {
  if (!existsSync(join(root, 'schemas', schemaFile('report')))) return [];
  const ajv = compiler();
  const validate = ajv.compile(readSchema(root, 'report'));
  return [['engine/report/validator.generated.ts', await moduleOf(root, ajv, validate, '../document/validate.js')]];
}
