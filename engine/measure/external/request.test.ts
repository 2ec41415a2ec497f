import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../../plugins/catalogue.generated.js';
import { NEEDS } from '../../plugins/contract.js';
import type { Need } from '../../plugins/contract.js';
import type { SubjectSpec } from '../../subject/spec.js';
import { requestOf, sealedIn } from './request.js';

const SET = {
  file: { path: '/q.jsonl', digest: 'sha256:0', format: 'jsonl' },
  separator: ',',
  columns: {},
  scorer: { type: 'exact' },
} as const;
const SUBJECT: SubjectSpec = {
  name: 'lm',
  version: '1.0.0',
  task: 'text-generation',
  facts: { riskClass: 'high' },
  tables: {},
  csv: { separator: ',', missing: [] },
  columns: [],
  questions: { tasks: SET },
};

test.each<[readonly Need[], object]>([
  [['questions'], { name: 'lm', task: 'text-generation', tables: {}, questions: { tasks: SET } }],
  [['judge'], { name: 'lm', task: 'text-generation', tables: {} }],
])('a command that needs %j gets that part of the subject and no other', (needs, subject) => {
  const planned = { plugin: 'evaluation/acme-x', version: '1.0.0', with: {}, seed: 1, streams: 'x' };
  const entry = { ...CATALOGUE['evaluation/holdout']!, needs };
  expect(requestOf(planned as unknown as Parameters<typeof requestOf>[0], entry, SUBJECT).subject).toEqual(subject);
});

test('a manifest may need whatever a built-in plugin may', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../../schemas/plugin-manifest.schema.json', import.meta.url), 'utf8'),
  ) as {
    properties: Readonly<Record<'needs' | 'reads', { items: { enum: readonly string[] } }>>;
  };
  expect([...schema.properties.needs.items.enum].sort()).toEqual([...NEEDS].sort());
  expect([...schema.properties.reads.items.enum].sort()).toEqual([...NEEDS].sort());
});

test('a command gets no sealed questions and no sealed examples', () => {
  const sealed = { ...SET.file, sealed: { key: { environment: 'KEY' } } };
  const told = [SET, { ...SET, file: sealed }, { ...SET, examples: { file: sealed } }].map((tasks) => {
    const planned = { plugin: 'evaluation/acme-x', version: '1.0.0', with: {}, seed: 1, streams: 'x' };
    const entry = { ...CATALOGUE['evaluation/holdout']!, needs: ['questions'] as const };
    const request = requestOf(planned as unknown as Parameters<typeof requestOf>[0], entry, {
      ...SUBJECT,
      questions: { tasks },
    });
    return sealedIn(request) !== undefined;
  });
  expect(told).toEqual([false, true, true]);
});
