/** The tables of the examples: patients of two hospitals who never lived, in clear and masked. */
import { fakerOf, americanPhone, chineseId, chinesePhone, socialSecurity } from './people.js';
import type { Language } from './people.js';

const PATIENTS = 320;
const DIAGNOSES = ['asthma', 'diabetes', 'fracture', 'hypertension', 'pneumonia'] as const;

interface Patient {
  readonly language: Language;
  readonly name: string;
  readonly record: string;
  readonly identity: string;
  readonly born: string;
  readonly age: number;
  readonly sex: 'female' | 'male';
  readonly phone: string;
  readonly email: string;
  readonly zip: string;
  readonly admitted: string;
  readonly diagnosis: string;
  readonly days: number;
  readonly note: string;
  readonly readmitted: 'yes' | 'no';
}

const ADMISSION_YEAR = 2025;
const iso = (date: Date): string => date.toISOString().slice(0, 10);

export function patients(): readonly Patient[] {
  const fakers = { en: fakerOf('en', 7), zh: fakerOf('zh', 8) } as const;
  return Array.from({ length: PATIENTS }, (_, index): Patient => {
    const language = index % 2 === 0 ? 'en' : 'zh';
    const faker = fakers[language];
    const sex = faker.helpers.arrayElement(['female', 'male'] as const);
    const [first, last] = [faker.person.firstName(sex), faker.person.lastName()];
    const name = language === 'en' ? `${first} ${last}` : `${last}${first}`;
    const born = faker.date.birthdate({ mode: 'age', min: 20, max: 97 });
    const admitted = faker.date.between({ from: `${ADMISSION_YEAR}-01-01`, to: `${ADMISSION_YEAR}-12-31` });
    const phone = language === 'en' ? americanPhone(faker) : chinesePhone(faker);
    const age = ADMISSION_YEAR - born.getUTCFullYear();
    const diagnosis = faker.helpers.arrayElement(DIAGNOSES);
    const days = faker.number.int({ min: 1, max: 21 });
    const readmitted = faker.datatype.boolean(0.2 + 0.02 * days) ? 'yes' : 'no';
    const note =
      language === 'en'
        ? faker.helpers.arrayElement([
            `${name} was admitted with ${diagnosis}; call ${phone} before discharge.`,
            `Patient reports no allergies, lives alone, walks without help.`,
            `Follow-up in two weeks, blood results to ${first.toLowerCase()}@example.org please.`,
          ])
        : faker.helpers.arrayElement([
            `患者${name}因病入院，出院前请致电${phone}。`,
            '患者无过敏史，独居，可自行行走，饮食睡眠均正常。',
            `两周后复诊，检查结果请发送至家属邮箱，患者已知情同意。`,
          ]);
    return {
      language,
      name,
      record: `MR-${faker.string.numeric(7)}`,
      identity: language === 'en' ? socialSecurity(faker) : chineseId(faker),
      born: iso(born),
      age,
      sex,
      phone,
      email: faker.internet.email(language === 'en' ? { firstName: first, lastName: last } : {}),
      zip: language === 'en' ? faker.location.zipCode('#####') : '',
      admitted: iso(admitted),
      diagnosis,
      days,
      note,
      readmitted,
    };
  });
}

const csv = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [header, ...rows]
    .map((row) => `${row.map((cell) => (/[",\n]/.test(String(cell)) ? `"${cell}"` : cell)).join(',')}\n`)
    .join('');

export const inClear = (people: readonly Patient[]): string =>
  csv(
    [
      'patient_name',
      'mrn',
      'id_number',
      'birth_date',
      'age',
      'sex',
      'phone',
      'email',
      'zip',
      'admitted',
      'diagnosis',
      'days',
      'note',
      'readmitted',
    ],
    people.map((one) => [
      one.name,
      one.record,
      one.identity,
      one.born,
      one.age,
      one.sex,
      one.phone,
      one.email,
      one.zip,
      one.admitted,
      one.diagnosis,
      one.days,
      one.note,
      one.readmitted,
    ]),
  );

/** Ages in three bands (the last, from 70 on, holds all who are 90 and more), countries, years, no text. */
export const masked = (people: readonly Patient[]): string =>
  csv(
    ['age_band', 'sex', 'country', 'admission_year', 'diagnosis', 'days', 'readmitted'],
    people.map(({ language, age, sex, admitted, diagnosis, days, readmitted }) => [
      age < 45 ? '20-44' : age < 70 ? '45-69' : '70+',
      sex,
      language === 'en' ? 'US' : 'CN',
      admitted.slice(0, 4),
      diagnosis,
      days,
      readmitted,
    ]),
  );
