import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { lookAtData } from './data-look.js';
import { initialise } from './initialise.js';

const HOME = fileURLToPath(new URL('../..', import.meta.url));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('lookAtData', () => {
  test.each([
    [
      'a column named so',
      'label,age\nyes,1\nno,2\n',
      { target: 'label', because: 'name', classes: ['no', 'yes'], positive: 'yes' },
    ],
    [
      'the last column',
      'age,bought\n1,0\n2,1\n',
      { target: 'bought', because: 'last column', classes: ['0', '1'], positive: '1' },
    ],
    ['three classes', 'x,class\n1,a\n2,b\n3,c\n', { classes: ['a', 'b', 'c'] }],
    ['classes by number', 'x,class\n1,10\n2,9\n', { classes: ['9', '10'], positive: '10' }],
    ['numbers', 'x,price\n1,1.5\n2,2.5\n', { target: 'price' }],
  ])('%s', (_, csv, expected) => {
    const { look } = lookAtData(bytes(csv), 'd.csv');
    expect(look).toMatchObject(expected);
    if (!('classes' in expected)) expect(look).not.toHaveProperty('classes');
    if (!('positive' in expected)) expect(look).not.toHaveProperty('positive');
  });

  test('types of columns', () => {
    const { look } = lookAtData(bytes('age,city,label\n1,Bonn,a\n?,Ulm,b\n'), 'd.csv');
    expect(look?.columns.map(({ type }) => type)).toEqual(['numeric', 'categorical', 'categorical']);
  });

  test('a ragged file is a diagnostic', () => {
    const { look, diagnostics } = lookAtData(bytes('a,b\n1\n'), 'd.csv');
    expect(look).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({ severity: 'error', file: 'd.csv' });
  });
});

describe('initialise', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-init-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const subject = (): Record<string, unknown> =>
    parse(readFileSync(join(folder, 'subject.yaml'), 'utf8')) as Record<string, unknown>;

  test.each([
    [
      ['train.csv', 'test.csv', 'm.onnx'],
      { train: { path: 'train.csv' }, test: { path: 'test.csv' } },
      { format: 'onnx', path: 'm.onnx' },
    ],
    [['data.csv'], { path: 'data.csv' }, undefined],
    [['data.csv', 'model.onnx', 'old.onnx'], { test: { path: 'data.csv' } }, { format: 'onnx', path: 'model.onnx' }],
    [
      ['test.csv', 'predictions.csv'],
      { test: { path: 'test.csv' } },
      { format: 'predictions', path: 'predictions.csv' },
    ],
  ])('from %j', (names, data, model) => {
    for (const name of names) put(name, 'age,label\n1,yes\n2,no\n');
    const { files, diagnostics } = initialise({ folder }, HOME);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(subject()).toMatchObject({ task: 'binary-classification', data, ...(model && { model }) });
    if (model === undefined) expect(subject()).not.toHaveProperty('model');
    expect(files.map(({ kind }) => kind)).toEqual(['Subject', 'Profile', 'Pack']);
    expect(existsSync(join(folder, 'policies/sustainable-ai/pack.yaml'))).toBe(true);
  });

  test('an empty folder gets an example whose paths stay inside', () => {
    initialise({ folder }, HOME);
    for (const name of ['subject.yaml', 'hospital.profile.yaml']) {
      const text = readFileSync(join(folder, name), 'utf8');
      expect(text).not.toContain('..');
    }
    expect(existsSync(join(folder, 'model.onnx'))).toBe(true);
  });

  test.each([
    ['ASSAY1806', { 'subject.yaml': 'kind: Subject\n' }],
    ['ASSAY1806', { 'profile.yaml': '', 'test.csv': 'a,b\n1,2\n' }],
    ['ASSAY1807', { 'model.onnx': '' }],
    ['ASSAY1807', { 'predictions.csv': 'prediction\nyes\n' }],
  ])('%s for %j, and nothing is written', (code, present) => {
    for (const [name, text] of Object.entries(present)) put(name, text);
    const { diagnostics, files } = initialise({ folder }, HOME);
    expect(diagnostics.map((each) => each.code)).toEqual([code]);
    expect(files).toEqual([]);
    expect(existsSync(join(folder, 'policies'))).toBe(false);
  });
});
