/**
 * The form of what is exported: OSCAL 1.1.2's required keys, tokens and types for the part of its models that Assay
 * writes, as NIST's reference (pages.nist.gov/OSCAL-Reference) gives them, nothing else allowed. The examples that
 * others published, cut to what the import keeps, have this form too.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { fileSource } from '../../engine/document/file-source.js';
import { exportPolicy } from '../../engine/oscal/export-policy.js';
import { importOscal } from '../../engine/oscal/import-oscal.js';
import { memorySource } from '../fixtures/memory-source.js';
import { AI_ACT, AI_ACT_PROFILES, BASIC, NIST_LOW, oscalFile } from './fixtures.js';

const text = { type: 'string', pattern: '^\\S(.*\\S)?$' };
const prose = { type: 'string', minLength: 1 };
const token = { type: 'string', pattern: '^(\\p{L}|_)(\\p{L}|\\p{N}|[.\\-_])*$' };
const uuid = {
  type: 'string',
  pattern: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$',
};
const list = (items: object): object => ({ type: 'array', minItems: 1, items });
const map = (required: readonly string[], properties: object): object => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
});

const $defs = {
  metadata: map(['title', 'last-modified', 'version', 'oscal-version'], {
    title: prose,
    'last-modified': { type: 'string', format: 'date-time' },
    version: text,
    'oscal-version': { const: '1.1.2' },
    links: list(map(['href'], { href: { type: 'string', format: 'uri-reference' }, rel: token, text: prose })),
    remarks: prose,
  }),
  props: list(map(['name', 'value'], { name: token, value: text })),
  param: map(['id'], {
    id: token,
    label: prose,
    constraints: list(map([], { description: prose })),
    guidelines: list(map(['prose'], { prose })),
    values: list(text),
    select: map([], { 'how-many': { enum: ['one', 'one-or-more'] }, choice: list(prose) }),
  }),
  part: map(['name'], {
    id: token,
    name: token,
    title: prose,
    props: { $ref: '#/$defs/props' },
    prose,
    parts: list({ $ref: '#/$defs/part' }),
  }),
  control: map(['id', 'title'], {
    id: token,
    title: prose,
    params: list({ $ref: '#/$defs/param' }),
    props: { $ref: '#/$defs/props' },
    parts: list({ $ref: '#/$defs/part' }),
    controls: list({ $ref: '#/$defs/control' }),
  }),
  group: map(['title'], {
    id: token,
    title: prose,
    params: list({ $ref: '#/$defs/param' }),
    props: { $ref: '#/$defs/props' },
    parts: list({ $ref: '#/$defs/part' }),
    groups: list({ $ref: '#/$defs/group' }),
    controls: list({ $ref: '#/$defs/control' }),
  }),
};

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const isOscal = ajv.compile({
  $defs,
  oneOf: [
    map(['catalog'], {
      catalog: map(['uuid', 'metadata'], {
        uuid,
        metadata: { $ref: '#/$defs/metadata' },
        params: list({ $ref: '#/$defs/param' }),
        groups: list({ $ref: '#/$defs/group' }),
        controls: list({ $ref: '#/$defs/control' }),
      }),
    }),
    map(['profile'], {
      profile: map(['uuid', 'metadata', 'imports'], {
        uuid,
        metadata: { $ref: '#/$defs/metadata' },
        imports: list(
          map(['href'], {
            href: { type: 'string', format: 'uri-reference' },
            'include-all': map([], {}),
            'include-controls': list(map([], { 'with-ids': list(token) })),
          }),
        ),
        merge: map([], { 'as-is': { type: 'boolean' } }),
        modify: map([], { 'set-parameters': list(map(['param-id'], { 'param-id': token, values: list(text) })) }),
      }),
    }),
  ],
});

const OPTIONS = { language: 'en', lastModified: '2026-11-26T00:00:00.000Z' };

it('what was imported', () => {
  const { files } = importOscal([AI_ACT, ...AI_ACT_PROFILES, BASIC, NIST_LOW].map(oscalFile));
  // NIST's catalogue is not at hand: its profile alone cannot be resolved, nor exported.
  const whole = files.filter(({ file }) => !file.startsWith('nist-'));
  const source = memorySource(Object.fromEntries(whole.map(({ file, document }) => [file, JSON.stringify(document)])));
  for (const { file } of whole) {
    const [exported] = exportPolicy(source, file, OPTIONS).files;
    expect([file, isOscal(exported!.document), isOscal.errors]).toEqual([file, true, null]);
  }
});

it.each(['policies/sustainable-ai', 'policies/four-fifths', 'policies/gdpr', 'policies/medical-devices'])(
  '%s',
  (pack) => {
    for (const language of ['en', 'zh']) {
      const { files, diagnostics } = exportPolicy(fileSource(), pack, { ...OPTIONS, language });
      expect(diagnostics.map(({ code }) => code)).toEqual(['ASSAY1381']);
      for (const { document } of files) expect([isOscal(document), isOscal.errors]).toEqual([true, null]);
    }
  },
);
