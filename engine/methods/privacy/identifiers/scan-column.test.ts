import { describe, expect, it, test } from 'vitest';
import { namedColumn } from './column-names.js';
import { KINDS } from './finding.js';
import { scanColumn } from './scan-column.js';
import type { ScannedColumn } from './scan-column.js';

const SETTINGS = {
  regions: ['US', 'CN'],
  kinds: new Set(KINDS),
  columnShare: 0.2,
  smallZips: new Set(['036', '203']),
};

const scan = (name: string, texts: readonly string[], counts = texts.map(() => 1)): ScannedColumn =>
  scanColumn({ name, texts, counts }, SETTINGS);

test.each([
  ['Patient Name', 'A'],
  ['patientName', 'A'],
  ['患者姓名', 'A'],
  ['product_name', undefined],
  ['city', 'B'],
  ['capacity', undefined],
  ['ZipCode', 'B'],
  ['家庭住址', 'B'],
  ['date_of_birth', 'C'],
  ['入院日期', 'C'],
  ['age', 'C'],
  ['average', undefined],
  ['phone', 'D'],
  ['fax_no', 'E'],
  ['EMAIL', 'F'],
  ['ssn', 'G'],
  ['MRN', 'H'],
  ['病历号', 'H'],
  ['insurance_id', 'I'],
  ['医保卡号', 'I'],
  ['account_number', 'J'],
  ['驾驶证号', 'K'],
  ['VIN', 'L'],
  ['imei', 'M'],
  ['url', 'N'],
  ['ip_address', 'O'],
  ['ship', undefined],
  ['fingerprint', 'P'],
  ['照片', 'Q'],
  ['身份证号', 'R'],
  ['diagnosis', undefined],
])('%s is of paragraph %s', (name, category) => expect(namedColumn(name)?.category).toBe(category));

describe('a column', () => {
  it('of e-mail addresses is one, its repeated cells counted', () => {
    const { decided, kinds, categories, identified } = scan('contact', ['a.b@x.org', 'c@y.org', 'none'], [3, 2, 1]);
    expect({ decided, categories, identified }).toEqual({ decided: ['email'], categories: ['F'], identified: 5 });
    expect(kinds.get('email')).toEqual({ cells: 5, checked: 0 });
  });

  it('of order numbers, a few of which pass as cards, is none', () => {
    const orders = Array.from({ length: 40 }, (_, index) => `41111111111111${10 + index}`);
    const { decided, kinds, identified, categories } = scan('order', orders);
    expect([decided, [...kinds], identified, categories]).toEqual([[], [], 0, []]);
  });

  it('of sentences is judged cell by cell', () => {
    const { freeText, decided, identified, categories } = scan('note', [
      'The patient was seen and will be called again next week.',
      'The patient asked to be reached at jo@example.org from next week on.',
      '患者今日入院，家属电话13812345678，请及时联系并告知结果。',
    ]);
    expect({ freeText, decided, identified, categories }).toEqual({
      freeText: true,
      decided: [],
      identified: 2,
      categories: ['D', 'F'],
    });
  });

  it.each<[string, readonly string[], boolean]>([
    [
      'short remarks, mostly different',
      ['seen on monday', 'no show today', 'call again soon', 'asked for leave'],
      true,
    ],
    ['the same few phrases', Array<string>(12).fill('paid back duly').concat('delay in past'), false],
    ['names of three words', ['Anna Maria Smith', 'John Paul Jones', 'Mary Jane Brown', 'James Earl Carter'], false],
    ['words', ['north', 'south', 'east', 'west'], false],
    ['短评', ['患者今日未到诊', '家属要求改期', '下周再行联系', '已电话告知结果'], true],
  ])('%s: free text or not', (_, texts, freeText) => {
    const distinct = [...new Set(texts)];
    const counts = distinct.map((text) => texts.filter((each) => each === text).length);
    expect(scan('remark', distinct, counts).freeText).toBe(freeText);
  });

  it.each<[string, string, readonly string[], readonly string[]]>([
    ['numbers of medical records', 'MRN', ['A1001', 'A1002', 'A1003', 'A1004'], ['H']],
    ['people, in small letters', 'first_name', ['anna', 'zoltan', 'mei'], ['A']],
    ['people, masked', 'first_name', ['***', 'P1'], []],
    ['things', 'name', ['aspirin', 'ibuprofen', 'saline'], []],
    ['masked numbers', 'MRN', ['****', 'redacted'], []],
    ['a flag', 'insurance_id', ['yes', 'no'], []],
    ['towns', 'city', ['Boston', 'Salem'], ['B']],
    ['a constant', 'city', ['***'], []],
    ['photographs', 'photo', ['a1.jpg', 'a2.jpg'], ['Q']],
    ['fax numbers', 'fax', ['(415) 867-5309', '(415) 867-5310'], ['E']],
    ['ages', 'age', ['44', '95', '71'], ['C']],
    ['ages up to 90', 'age', ['44', '90', '71'], []],
  ])('named for %s', (_, name, texts, categories) => expect(scan(name, texts).categories).toEqual(categories));

  it.each<[string, readonly string[], number, number, readonly string[]]>([
    ['five digits', ['02139', '2139', '02139-4307'], 3, 0, ['B']],
    ['three digits of many people', ['021', '100', '945'], 0, 0, []],
    ['three digits of few', ['021', '036', '203'], 0, 2, ['B']],
    ['three digits and a mask', ['021**', '036**'], 0, 1, ['B']],
    ['000', ['000', '021'], 0, 0, []],
  ])('of ZIP codes, %s', (_, texts, fine, small, categories) => {
    const scanned = scan('zip', texts);
    expect([scanned.fineZips, scanned.smallZips, scanned.categories]).toEqual([fine, small, categories]);
  });

  it('of nothing', () => {
    expect(scan('name', [])).toMatchObject({ cells: 0, identified: 0, decided: [], freeText: false });
  });
});
