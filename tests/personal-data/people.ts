/** Values that look like those of people and are nobody's: by a faker, a seed, and the numbers' own rules. */
import { Faker, base, en, en_US, zh_CN } from '@faker-js/faker';

export type Language = 'en' | 'zh';

export function fakerOf(language: Language, seed: number): Faker {
  const faker = new Faker({ locale: language === 'en' ? [en_US, en, base] : [zh_CN, en, base], seed });
  faker.setDefaultRefDate('2026-01-01T00:00:00Z');
  return faker;
}

const digits = (faker: Faker, length: number): string => faker.string.numeric(length);
const between = (faker: Faker, min: number, max: number): number => faker.number.int({ min, max });
const pad = (value: number, length: number): string => String(value).padStart(length, '0');

/** Area codes in service (NANPA) with an exchange that is one; the faker's own numbers are mostly in no numbering plan. */
export function americanPhone(faker: Faker): string {
  const area = faker.helpers.arrayElement(['212', '305', '312', '404', '415', '503', '617', '713', '808', '917']);
  const exchange = `${between(faker, 2, 9)}${between(faker, 2, 9)}${between(faker, 0, 9)}`;
  const line = digits(faker, 4);
  return faker.helpers.arrayElement([
    `(${area}) ${exchange}-${line}`,
    `${area}-${exchange}-${line}`,
    `${area}.${exchange}.${line}`,
    `1-${area}-${exchange}-${line}`,
    `+1 ${area} ${exchange} ${line}`,
    `+1-${area}-${exchange}-${line}`,
    `+1${area}${exchange}${line}`,
    `${area}${exchange}${line}`,
  ]);
}

/** Mobile segments of the Ministry of Industry and Information Technology, and city codes. */
export function chinesePhone(faker: Faker): string {
  const segment = faker.helpers.arrayElement([
    '130',
    '133',
    '135',
    '138',
    '139',
    '150',
    '152',
    '158',
    '159',
    '177',
    '186',
    '188',
  ]);
  const [a, b] = [digits(faker, 4), digits(faker, 4)];
  const city = faker.helpers.arrayElement(['010', '021', '020', '0755', '0571', '028']);
  const local = `${between(faker, 6, 8)}${digits(faker, 7)}`;
  return faker.helpers.arrayElement([
    `${segment}${a}${b}`,
    `${segment}${a}${b}`,
    `${segment}-${a}-${b}`,
    `+86 ${segment} ${a} ${b}`,
    `+86${segment}${a}${b}`,
    `${city}-${local}`,
  ]);
}

/** GB 11643: county codes of GB/T 2260, a date, an order, the check digit by ISO 7064 MOD 11-2. */
export function chineseId(faker: Faker): string {
  const county = faker.helpers.arrayElement([
    '110105',
    '310104',
    '440305',
    '330106',
    '510107',
    '420111',
    '610113',
    '320102',
  ]);
  const born = faker.date.birthdate({ mode: 'age', min: 18, max: 95 });
  const day = `${born.getUTCFullYear()}${pad(born.getUTCMonth() + 1, 2)}${pad(born.getUTCDate(), 2)}`;
  const body = `${county}${day}${digits(faker, 3)}`;
  const weight = (index: number): number => 2 ** (17 - index) % 11;
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * weight(index), 0);
  const rest = (12 - (sum % 11)) % 11;
  return `${body}${rest === 10 ? 'X' : rest}`;
}

export function socialSecurity(faker: Faker): string {
  const area = between(faker, 1, 665);
  return `${pad(area, 3)}-${pad(between(faker, 1, 99), 2)}-${pad(between(faker, 1, 9999), 4)}`;
}

const VIN_CHARACTERS = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ';

/** A North American vehicle: the ninth character checks (49 CFR 565). */
export function vehicleNumber(faker: Faker): string {
  const character = (): string => faker.helpers.arrayElement([...VIN_CHARACTERS]);
  const body = Array.from({ length: 17 }, (_, index) => (index > 12 ? digits(faker, 1) : character()));
  body[0] = faker.helpers.arrayElement(['1', '2', '4', '5']);
  const values: Record<string, number> = {};
  [...'ABCDEFGH'].forEach((letter, index) => (values[letter] = index + 1));
  [...'JKLMN'].forEach((letter, index) => (values[letter] = index + 1));
  Object.assign(values, { P: 7, R: 9 });
  [...'STUVWXYZ'].forEach((letter, index) => (values[letter] = index + 2));
  const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
  const sum = body.reduce((total, one, index) => total + weights[index]! * (values[one] ?? Number(one)), 0);
  body[8] = sum % 11 === 10 ? 'X' : String(sum % 11);
  return body.join('');
}

export function passportNumber(faker: Faker, language: Language): string {
  if (language === 'zh') return `${faker.helpers.arrayElement(['E', 'EA', 'EB', 'G'])}${digits(faker, 8)}`.slice(0, 9);
  return faker.helpers.arrayElement([
    digits(faker, 9),
    `${faker.string.alpha({ length: 1, casing: 'upper' })}${digits(faker, 8)}`,
  ]);
}

/** The second line of a passport's machine-readable zone, with its check digits (ICAO Doc 9303). */
export function machineReadableLine(faker: Faker): string {
  const number = faker.string.alphanumeric({ length: 9, casing: 'upper' });
  const day = (from: number, to: number): string =>
    `${pad(between(faker, from, to), 2)}${pad(between(faker, 1, 12), 2)}${pad(between(faker, 1, 28), 2)}`;
  const check = (field: string): string => {
    const value = (one: string): number => (one === '<' ? 0 : parseInt(one, 36));
    return String([...field].reduce((sum, one, index) => sum + value(one) * [7, 3, 1][index % 3]!, 0) % 10);
  };
  const [born, ends] = [day(40, 99), day(27, 35)];
  const head = `${number}${check(number)}USA${born}${check(born)}${faker.helpers.arrayElement(['M', 'F'])}${ends}${check(ends)}`;
  const optional = '<<<<<<<<<<<<<<';
  const composite = `${head.slice(0, 10)}${head.slice(13, 20)}${head.slice(21)}${optional}0`;
  return `${head}${optional}0${check(composite)}`;
}

export function plateNumber(faker: Faker, language: Language): string {
  if (language === 'en') return faker.vehicle.vrm();
  const province = faker.helpers.arrayElement([...'京沪粤浙苏川鄂湘']);
  const letter = faker.helpers.arrayElement([...'ABCDEF']);
  const tail = faker.helpers.arrayElement([digits(faker, 5), `${letter}${digits(faker, 4)}`, `D${digits(faker, 5)}`]);
  return `${province}${letter}${faker.helpers.arrayElement(['', '·'])}${tail}`;
}

export function secretOf(faker: Faker): { readonly text: string; readonly assigned: boolean } {
  const alphanumeric = (length: number): string => faker.string.alphanumeric(length);
  return faker.helpers.arrayElement([
    { text: `AKIA${faker.string.alphanumeric({ length: 16, casing: 'upper' })}`, assigned: false },
    { text: `ghp_${alphanumeric(36)}`, assigned: false },
    { text: `xoxb-${digits(faker, 12)}-${digits(faker, 12)}-${alphanumeric(24)}`, assigned: false },
    { text: `sk_live_${alphanumeric(24)}`, assigned: false },
    { text: faker.internet.jwt(), assigned: false },
    { text: '-----BEGIN RSA PRIVATE KEY-----', assigned: false },
    { text: '-----BEGIN OPENSSH PRIVATE KEY-----', assigned: false },
    { text: `AGE-SECRET-KEY-1${faker.string.fromCharacters('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 58)}`, assigned: false },
    { text: alphanumeric(24), assigned: true },
    { text: faker.internet.password({ length: 16 }), assigned: true },
  ]);
}

const ENGLISH_MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

export function writtenDate(faker: Faker, date: Date, language: Language): string {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const word = ENGLISH_MONTHS[month - 1]!;
  const iso = `${year}-${pad(month, 2)}-${pad(day, 2)}`;
  return faker.helpers.arrayElement(
    language === 'zh'
      ? [
          `${year}年${month}月${day}日`,
          `${year}年${pad(month, 2)}月${pad(day, 2)}日`,
          iso,
          `${year}/${month}/${day}`,
          `${year}.${month}.${day}`,
        ]
      : [
          iso,
          `${month}/${day}/${year}`,
          `${pad(month, 2)}/${pad(day, 2)}/${year}`,
          `${word} ${day}, ${year}`,
          `${day} ${word} ${year}`,
          `${day}-${word.slice(0, 3)}-${year}`,
        ],
  );
}
