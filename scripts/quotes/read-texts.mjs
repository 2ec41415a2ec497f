import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parse } from 'yaml';
import { wordsOf } from './words.mjs';

/** Of a YAML text, what its strings say: how they are folded and escaped is no part of it. */
const stringsIn = (value) =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(stringsIn)
      : [];

/** Of Markdown, without links and character references. */
const plainText = (text) =>
  text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

const READERS = {
  '.txt': (text) => text,
  '.md': plainText,
  '.yaml': (text) => stringsIn(parse(text)).join('\n'),
};

/**
 * @param {readonly string[]} paths files and folders
 * @returns {{text: string, words: string[]}[]} `text` is the file's path
 */
export function readTexts(paths) {
  return paths
    .flatMap((path) => (statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path]))
    .filter((path) => extname(path) in READERS)
    .map((path) => ({ text: path, words: wordsOf(READERS[extname(path)](readFileSync(path, 'utf8'))) }));
}
