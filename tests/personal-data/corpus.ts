/** Texts in which every identifier is labelled; the same seed gives the same texts. */
import type { Faker } from '@faker-js/faker';
import { KINDS } from '../../engine/methods/privacy/identifiers/finding.js';
import type { Kind } from '../../engine/methods/privacy/identifiers/finding.js';
import {
  americanPhone,
  chineseId,
  chinesePhone,
  fakerOf,
  machineReadableLine,
  passportNumber,
  plateNumber,
  secretOf,
  socialSecurity,
  vehicleNumber,
  writtenDate,
} from './people.js';
import type { Language } from './people.js';
import { OTHERS, SENTENCES } from './sentences.js';

export interface Label {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
}

export interface LabelledText {
  readonly language: Language;
  readonly text: string;
  readonly labels: readonly Label[];
}

/**
 * Sentences are of two halves, by turns: a detector's errors may be looked at on the texts of the first (`seen`) alone,
 * and it is measured on those of the second.
 */
export type Half = 'seen' | 'unseen';
const ofHalf = (sentences: readonly string[], half: Half): readonly string[] =>
  sentences.filter((_, index) => index % 2 === (half === 'seen' ? 0 : 1));

/** Of each kind so many texts of two sentences that hold none, with one between that does; then texts that hold none. */
export function corpus(language: Language, half: Half, mentions: number, seed = 20261126): readonly LabelledText[] {
  const faker = fakerOf(language, seed);
  const others = ofHalf(OTHERS[language], half);
  const kinds = KINDS.filter((kind) => SENTENCES[language][kind] !== undefined);
  const labelled = kinds.flatMap((kind) =>
    Array.from({ length: mentions }, () => mention(faker, language, half, kind)),
  );
  const harmlessTexts = Array.from({ length: mentions * 4 }, () => ({
    text: `${other(faker, others)}${gap(language)}${other(faker, others)}`,
    labels: [],
  }));
  return [...labelled, ...harmlessTexts].map((text) => ({ language, ...text }));
}

function mention(faker: Faker, language: Language, half: Half, kind: Kind): Omit<LabelledText, 'language'> {
  const value = valueOf(faker, language, kind);
  const others = ofHalf(OTHERS[language], half);
  const [before, after] = [other(faker, others), other(faker, others)];
  const sentences = ofHalf(SENTENCES[language][kind]!, half);
  const stated = faker.location.state({ abbreviated: true });
  const sentence = faker.helpers.arrayElement(sentences).replace('~', () => stated);
  const at = sentence.indexOf('@');
  const start = before.length + gap(language).length + at;
  const ended = /[.。]$/.test(sentence) ? gap(language) : '\n';
  const text = `${before}${gap(language)}${sentence.replace('@', () => value)}${ended}${after}`;
  return { text, labels: [{ kind, start, end: start + value.length }] };
}

const gap = (language: Language): string => (language === 'en' ? ' ' : '');

function valueOf(faker: Faker, language: Language, kind: Kind): string {
  switch (kind) {
    case 'name':
      return language === 'zh' ? `${faker.person.lastName()}${faker.person.firstName()}` : englishName(faker);
    case 'email':
      return faker.internet.email();
    case 'phone':
      return language === 'en' ? americanPhone(faker) : chinesePhone(faker);
    case 'chinese-id':
      return chineseId(faker);
    case 'ssn':
      return socialSecurity(faker);
    case 'passport':
      return faker.datatype.boolean(0.2) ? machineReadableLine(faker) : passportNumber(faker, language);
    case 'payment-card':
      return cardNumber(faker);
    case 'iban':
      return faker.finance.iban({ formatted: faker.datatype.boolean() });
    case 'birth-date':
      return writtenDate(faker, faker.date.birthdate({ mode: 'age', min: 18, max: 95 }), language);
    case 'date':
      return writtenDate(faker, faker.date.between({ from: '2015-01-01', to: '2025-12-31' }), language);
    case 'age-over-89':
      return String(faker.number.int({ min: 90, max: 104 }));
    case 'zip-code':
      return faker.location.zipCode(faker.helpers.arrayElement(['#####', '#####-####']));
    case 'coordinates': {
      const precision = faker.number.int({ min: 4, max: 6 });
      return `${faker.location.latitude({ precision }).toFixed(precision)}, ${faker.location.longitude({ precision }).toFixed(precision)}`;
    }
    case 'ip-address':
      return faker.internet.ip();
    case 'mac-address':
      return faker.internet.mac(faker.helpers.arrayElement([':', '-']));
    case 'url':
      return `${faker.internet.url({ appendSlash: false })}${faker.helpers.arrayElement(['', '/', '/a/b?id=7', '/index.html'])}`;
    case 'vin':
      return vehicleNumber(faker);
    case 'licence-plate':
      return plateNumber(faker, language);
    case 'secret':
      return secretOf(faker).text;
  }
}

function englishName(faker: Faker): string {
  const [first, last] = [faker.person.firstName(), faker.person.lastName()];
  return faker.helpers.arrayElement([
    `${first} ${last}`,
    `${first} ${last}`,
    `${first} ${faker.string.alpha({ length: 1, casing: 'upper' })}. ${last}`,
    `${last}, ${first}`,
    `${faker.person.prefix()} ${last}`,
    first,
  ]);
}

/** As printed on the card, or without spaces. */
function cardNumber(faker: Faker): string {
  const number = faker.finance.creditCardNumber(
    faker.helpers.arrayElement(['visa', 'mastercard', 'american_express', 'discover', 'jcb']),
  );
  const compact = number.replaceAll(/\D/g, '');
  return faker.helpers.arrayElement([number, compact, compact.replaceAll(/(.{4})(?=.)/g, '$1 ')]);
}

function other(faker: Faker, sentences: readonly string[]): string {
  return faker.helpers
    .arrayElement(sentences)
    .replaceAll(/#(\w+?)(?=[^a-z0-9]|$)/g, (_, what: string) => harmless(faker, what));
}

/** Numbers that fail where an identifier's would pass, and names of things. */
function harmless(faker: Faker, what: string): string {
  switch (what) {
    case 'order16':
      return failingLuhn(faker.string.numeric({ length: 16, allowLeadingZeros: false }));
    case 'digits9':
      return faker.string.numeric(9);
    case 'digits10':
      return faker.string.numeric(10);
    case 'digits12':
      return faker.string.numeric(12);
    case 'digits18':
      return `${faker.string.numeric(17)}A`;
    case 'version':
      return Array.from({ length: 4 }, () => faker.number.int(12)).join('.');
    case 'company':
      return faker.company.name();
    case 'book':
      return faker.book.title();
    case 'sha':
      return faker.git.commitSha();
    case 'uuid':
      return faker.string.uuid();
    case 'decimal':
      return faker.number.float({ max: 9, fractionDigits: 3 }).toFixed(3);
    case 'price':
      return faker.commerce.price();
    case 'isbn':
      return faker.commerce.isbn();
    case 'code17':
      return `${faker.string.alphanumeric({ length: 16, casing: 'upper' })}O`;
    case 'city':
      return faker.location.city();
    case 'street':
      return faker.location.street();
    case 'vehicle':
      return faker.vehicle.vehicle();
    case 'song':
      return faker.music.songName();
    case 'dish':
      return faker.food.dish();
    case 'animal':
      return faker.animal.dog();
    case 'product':
      return faker.commerce.productName();
    default:
      throw new RangeError(`#${what} is nothing that the corpus knows`);
  }
}

function failingLuhn(digits: string): string {
  const doubled = [...digits].reverse().map((digit, index) => (index % 2 === 0 ? Number(digit) : Number(digit) * 2));
  const sum = doubled.reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return sum % 10 === 0 ? `${digits.slice(0, -1)}${(Number(digits.at(-1)) + 1) % 10}` : digits;
}
