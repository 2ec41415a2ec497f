import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { digestBytes } from '../trust/digest.js';
import { DeployedModel } from './model-files.js';

let root: string;
beforeAll(() => (root = mkdtempSync(join(tmpdir(), 'assay-model-'))));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const MAIN = digestBytes('graph');
const BESIDE = new Map([['weights/w.bin', digestBytes('weights')]]);

function folder(name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, path)), { recursive: true });
    writeFileSync(join(root, name, path), text);
  }
  return join(root, name);
}
const whole = { 'm.onnx': 'graph', 'weights/w.bin': 'weights' };
const differs = (path: string, beside: ReadonlyMap<string, string> = BESIDE) =>
  DeployedModel.at(path).differs(MAIN, beside);

it('is the same as a file with its weights beside it, and as a folder', async () => {
  const path = folder('whole', whole);
  expect(await differs(path)).toBeUndefined();
  expect(await differs(join(path, 'm.onnx'))).toBeUndefined();
  expect(await differs(folder('deeper', { 'v1/m.onnx': 'graph', 'v1/weights/w.bin': 'weights' }))).toBeUndefined();
});

it.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ['other weights', { ...whole, 'weights/w.bin': 'weightz' }, /w\.bin/],
  ['no weights', { 'm.onnx': 'graph' }, /w\.bin/],
  ['weights in another place', { 'm.onnx': 'graph', 'w.bin': 'weights' }, /w\.bin/],
  ['another graph', { ...whole, 'm.onnx': 'grapx' }, /digest/],
])('is another with %s', async (name, files, why) => {
  const path = folder(name, files);
  expect(await differs(path)).toMatch(why);
  expect(await differs(join(path, 'm.onnx'))).toMatch(why);
});

it('is another with a file more in its folder, hidden ones too', async () => {
  expect(await differs(folder('more', { ...whole, '.hidden/code.py': '' }))).toContain('.hidden/code.py');
  expect(await differs(folder('twice', { ...whole, 'm2.onnx': 'graph' }))).toContain('m2.onnx');
});

it('follows links to files, and takes no folder that is a link', async () => {
  const path = folder('linked', { 'm.onnx': 'graph' });
  mkdirSync(join(root, 'mounted'));
  symlinkSync(join(path, 'm.onnx'), join(root, 'mounted', 'm.onnx'));
  expect(await differs(join(root, 'mounted'), new Map())).toBeUndefined();
  symlinkSync(root, join(root, 'mounted', 'round'));
  expect(() => DeployedModel.at(join(root, 'mounted'))).toThrow('round is no file');
});

it('says why a model cannot be read', () => {
  expect(() => DeployedModel.at(join(root, 'absent'))).toThrow('there is no such file or folder');
  mkdirSync(join(root, 'empty'));
  expect(() => DeployedModel.at(join(root, 'empty'))).toThrow('the folder is empty');
});
