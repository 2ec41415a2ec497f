import type { Detail } from '../detail.js';
import type { CodePlace } from './code-places.js';
import type { FileFault, InspectedFile, Reuse } from './encryption-files.js';

const FAULTS: Readonly<Record<FileFault, { readonly en: string; readonly zh: string }>> = {
  plain: { en: 'not encrypted', zh: '未加密' },
  unrecognised: { en: 'in no recognised container', zh: '不属于任何可识别的加密容器' },
  unauthenticated: {
    en: 'encrypted without authentication: changes go unnoticed',
    zh: '加密但无完整性认证：篡改无法察觉',
  },
  'weak-cipher': { en: 'a broken or unsound cipher or mode', zh: '密码算法或模式已被攻破或不安全' },
  'short-key': { en: 'a key of fewer than 128 bits', zh: '密钥短于 128 位' },
  'repeated-blocks': {
    en: 'repeated blocks of 16 bytes, as ECB leaves them',
    zh: '存在重复的 16 字节分组（ECB 模式的特征）',
  },
  'nonce-reuse': { en: 'a nonce, a salt or a keystream that another file has', zh: '随机数、盐或密钥流与其他文件重复' },
  readable: { en: 'column names or text can be read', zh: '列名或文本可直接读出' },
  'accepts-changes': { en: 'an altered file is opened all the same', zh: '被篡改的文件仍可打开' },
};
const KINDS = {
  ecb: { en: 'a cipher in ECB', zh: '以 ECB 模式使用密码' },
  key: { en: 'a key or passphrase in clear', zh: '密钥或口令明文' },
  vector: { en: 'a constant initialisation vector or nonce', zh: '固定的初始化向量或随机数' },
} as const;

/** Places in the text; the tables have them all. */
const MOST_PLACES = 50;

export function encryptionDetails(
  { files, pairs }: Reuse,
  places: readonly CodePlace[],
  unsearched: readonly string[],
): readonly Detail[] {
  const en = said(files, places, 'en');
  const zh = said(files, places, 'zh');
  const unknown = files.flatMap(({ name, size, statistics }) =>
    statistics === undefined
      ? []
      : [[name, size, statistics.repeated, rounded(statistics.entropy), rounded(statistics.pValue)]],
  );
  return [
    ...(en.length === 0
      ? []
      : [
          {
            type: 'text' as const,
            id: 'faults',
            title: { en: 'Faults', zh: '缺陷' },
            text: {
              en: sentences(en, ' ', (left) => `And ${left} more, in the tables.`),
              zh: sentences(zh, '', (left) => `另有 ${left} 项，见下表。`),
            },
          },
        ]),
    {
      type: 'table',
      id: 'files',
      title: { en: 'Files at rest', zh: '静态存储的文件' },
      columns: [{ name: 'path' }, { name: 'container' }, { name: 'cipher' }, { name: 'keyBits' }, { name: 'faults' }],
      rows: files.map(({ name, container, faults }) => [
        name,
        container?.name ?? null,
        container?.cipher ?? null,
        container?.keyBits ?? null,
        faults.join(', '),
      ]),
    },
    ...(unknown.length === 0
      ? []
      : [
          {
            type: 'table' as const,
            id: 'bytes',
            title: { en: 'Bytes of files in no recognised format', zh: '格式无法识别的文件的字节' },
            columns: [
              { name: 'path' },
              { name: 'bytes' },
              { name: 'repeatedBlocks' },
              { name: 'entropy', unit: 'bit/byte' },
              { name: 'pValue' },
            ],
            rows: unknown,
          },
        ]),
    ...(pairs.length === 0
      ? []
      : [
          {
            type: 'table' as const,
            id: 'reuse',
            title: { en: 'Files that repeat another’s nonce or keystream', zh: '与其他文件重复随机数或密钥流的文件' },
            columns: [{ name: 'path' }, { name: 'sameAs' }],
            rows: pairs,
          },
        ]),
    {
      type: 'table',
      id: 'code',
      title: { en: 'Places in code and configuration', zh: '代码与配置中的位置' },
      columns: [{ name: 'path' }, { name: 'line' }, { name: 'kind' }, { name: 'what' }],
      rows: places.map(({ path, line, kind, what }) => [path, line, kind, what]),
    },
    ...(unsearched.length === 0
      ? []
      : [
          {
            type: 'table' as const,
            id: 'unsearched',
            title: { en: 'Not searched: no text, or larger than 1 MiB', zh: '未检索：非文本或大于 1 MiB' },
            columns: [{ name: 'path' }],
            rows: unsearched.map((path) => [path]),
          },
        ]),
    {
      type: 'text',
      id: 'entropy',
      title: { en: 'What evenness of bytes says', zh: '字节均匀性的含义' },
      text: {
        en: 'Uneven bytes refute that a file is ciphertext. Even ones support nothing: compressed data have them too.',
        zh: '字节分布不均可以否定文件是密文；分布均匀却不能证明任何事：压缩数据同样均匀。',
      },
    },
  ];
}

const rounded = (value: number | undefined): number | null =>
  value === undefined ? null : Number(value.toPrecision(4));

/** One sentence a file, one a place in code. */
function said(files: readonly InspectedFile[], places: readonly CodePlace[], language: 'en' | 'zh'): readonly string[] {
  const [colon, semicolon, end, open, close] = PUNCTUATION[language];
  return [
    ...files
      .filter(({ faults }) => faults.length > 0)
      .map(
        ({ name, faults }) => `${name}${colon}${faults.map((fault) => FAULTS[fault][language]).join(semicolon)}${end}`,
      ),
    ...places.map(
      ({ path, line, kind, what }) => `${path}:${line}${colon}${KINDS[kind][language]}${open}${what}${close}${end}`,
    ),
  ];
}

const PUNCTUATION = { en: [': ', '; ', '.', ' (', ')'], zh: ['：', '；', '。', '（', '）'] } as const;

const sentences = (all: readonly string[], space: string, more: (left: number) => string): string =>
  [...all.slice(0, MOST_PLACES), ...(all.length > MOST_PLACES ? [more(all.length - MOST_PLACES)] : [])].join(space);
