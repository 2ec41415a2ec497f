import { describe, expect, it } from 'vitest';
import { findIn } from './scan-text.js';
import type { Kind } from './finding.js';

const found = (text: string, hints: readonly Kind[] = []): readonly string[] =>
  findIn(text, { regions: ['US', 'CN', 'GB'], hints: new Set(hints) }).map(
    ({ kind, start, end, checked }) => `${kind}${checked ? '!' : ''} ${text.slice(start, end)}`,
  );

describe('what is found', () => {
  it.each<[text: string, ...findings: string[]]>([
    ['Write to Jo.Smith+x@mail.example.co.uk.', 'email Jo.Smith+x@mail.example.co.uk'],
    ['邮箱li_wei@qq.com。', 'email li_wei@qq.com'],
    ['call (415) 867-5309 or +44 20 7946 0958', 'phone! (415) 867-5309', 'phone! +44 20 7946 0958'],
    ['手机13812345678，座机010-62345678', 'phone! 13812345678', 'phone! 010-62345678'],
    ['tel 4158675309', 'phone! 4158675309'],
    [
      'card 4111-1111-1111-1111 and 378282246310005',
      'payment-card! 4111-1111-1111-1111',
      'payment-card! 378282246310005',
    ],
    ['to GB82 WEST 1234 5698 7654 32 please', 'iban! GB82 WEST 1234 5698 7654 32'],
    ['身份证11010519491231002x', 'chinese-id! 11010519491231002x'],
    ['old form 110105491231002', 'chinese-id 110105491231002'],
    ['SSN 536904399, or 536-90-4399', 'ssn 536904399', 'ssn 536-90-4399'],
    ['passport no. E12345678', 'passport E12345678'],
    ['L898902C36UTO7408122F1204159ZE184226B<<<<<10', 'passport! L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
    ['from 192.168.0.17, 2001:db8::8a2e:370:7334', 'ip-address! 192.168.0.17', 'ip-address! 2001:db8::8a2e:370:7334'],
    ['00:1A:2b:3c:4D:5e, 001a.2b3c.4d5e', 'mac-address! 00:1A:2b:3c:4D:5e', 'mac-address! 001a.2b3c.4d5e'],
    ['see https://example.org/a?b=c#d.', 'url! https://example.org/a?b=c#d'],
    ['at 51.50740, -0.12780', 'coordinates 51.50740, -0.12780'],
    ['at 40°26′46″N', 'coordinates 40°26′46″N'],
    ['born 3/14/1985; seen 2024-01-31', 'birth-date 3/14/1985', 'date 2024-01-31'],
    ['14 March 1985, March 14, 1985, 14-Mar-1985', 'date 14 March 1985', 'date March 14, 1985', 'date 14-Mar-1985'],
    ['1985年3月14日出生', 'birth-date 1985年3月14日'],
    ['a 97-year-old, 91岁', 'age-over-89 97', 'age-over-89 91'],
    ['Boston, MA 02139-4307', 'zip-code 02139-4307'],
    ['VIN 1M8GDM9AXKP042788', 'vin! 1M8GDM9AXKP042788'],
    ['京A12345和粤B·D12345', 'licence-plate! 京A12345', 'licence-plate! 粤B·D12345'],
    ['plate AB12 CDE', 'licence-plate AB12 CDE'],
    ['Anna Smith, Mr. Brown, O’Brien, Mary', 'name Anna Smith', 'name Mr. Brown', 'name O’Brien, Mary'],
    ['患者王小明，欧阳娜娜女士', 'name 王小明', 'name 欧阳娜娜'],
    ['-----BEGIN EC PRIVATE KEY-----', 'secret! -----BEGIN EC PRIVATE KEY-----'],
    ['key ghp_0123456789abcdefghijABCDEFGHIJ012345', 'secret! ghp_0123456789abcdefghijABCDEFGHIJ012345'],
    ['api_key = "q8ZbT2xW9vLm4KpR"', 'secret q8ZbT2xW9vLm4KpR'],
  ])('%s', (text, ...findings) => expect(found(text)).toEqual(findings));

  it.each<[text: string, hint: Kind, ...findings: string[]]>([
    ['4158675309', 'phone', 'phone! 4158675309'],
    ['536904399', 'ssn', 'ssn 536904399'],
    ['Zxyq Wvut', 'name', 'name Zxyq Wvut'],
    ['仇二', 'name', 'name 仇二'],
    ['19850314', 'birth-date', 'birth-date 19850314'],
    ['95', 'age-over-89', 'age-over-89 95'],
    ['51.507', 'coordinates', 'coordinates 51.507'],
    ['02139', 'zip-code', 'zip-code 02139'],
    ['8.8.8.8', 'ip-address', 'ip-address! 8.8.8.8'],
  ])('%s in a column of %s', (text, hint, ...findings) => {
    expect(found(text)).toEqual([]);
    expect(found(text, [hint])).toEqual(findings);
  });
});

it.each([
  '4111 1111 1111 1112',
  'order 1234567890123456',
  'version 1.2.3.4 and firmware 10.20.30.40',
  'chapter 3.142, 2.718',
  'logo@2x.png, @home, a@b, user@localhost',
  'std::vector, a::b, 12:30:45',
  'GB82WEST12345698765423',
  '110105194912310021, 990105194912310022',
  '000-12-3456, 666-12-3456, 900-12-3456, 123-00-4567',
  'call 415 times, 867-5309, 1-2-3',
  'Rooms 101-204 and 310-412',
  'a 45-year-old, 90+ points',
  'Virginia Beach, General Hospital, MA, The End',
  '金融、黄金、高雄、值班医生、万一',
  'password policy, token: none, secret = password',
  'sha 9c1185a5c5e9fc54612808977ee8f548b2258d31',
  'uuid 123e4567-e89b-12d3-a456-426614174000',
  '256.1.1.1, 1.2.3, 1.2.3.4.5',
  '2024-13-45, 99/99/9999',
  '95.5% and 95, 101 dalmatians',
])('nothing in: %s', (text) => expect(found(text)).toEqual([]));
