/** Check digits of the identifiers that have one. Arguments are of digits and capitals alone. */

/** ISO/IEC 7812-1 annex B, of payment cards: every second digit from the right doubled, the digits' sum divides by ten. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    sum += index % 2 === 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9;
  }
  return sum % 10 === 0;
}

/** ISO 13616-1 (IBAN), by ISO/IEC 7064 MOD 97-10: the first four characters moved to the end, A = 10 … Z = 35. */
export function passesMod97(iban: string): boolean {
  let rest = 0;
  for (let index = 0; index < iban.length; index++) {
    const code = iban.charCodeAt((index + 4) % iban.length);
    rest = code <= 57 ? (10 * rest + code - 48) % 97 : (100 * rest + code - 55) % 97;
  }
  return rest === 1;
}

const GB_11643_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;

/** GB 11643-1999, by ISO 7064 MOD 11-2: the last character of 18, `X` for ten. */
export function passesGb11643(number: string): boolean {
  let sum = 0;
  for (let index = 0; index < 17; index++) sum += GB_11643_WEIGHTS[index]! * (number.charCodeAt(index) - 48);
  return '10X98765432'[sum % 11] === number[17]!.toUpperCase();
}

/** ICAO Doc 9303-3 §4.9 (passports): weights 7, 3, 1; A = 10 … Z = 35, `<` = 0. */
export function passesIcao(field: string, check: string): boolean {
  let sum = 0;
  for (let index = 0; index < field.length; index++) {
    const code = field.charCodeAt(index);
    const value = code === 60 ? 0 : code <= 57 ? code - 48 : code - 55;
    sum += value * [7, 3, 1][index % 3]!;
  }
  return String(sum % 10) === check || (check === '<' && sum === 0);
}

const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2] as const;
/** 49 CFR 565.15: the values of A … Z; I, O and Q stand in none. */
const VIN_VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** 49 CFR 565.15(c): the ninth of 17 characters, `X` for ten. */
export function passesVin(vin: string): boolean {
  let sum = 0;
  for (let index = 0; index < 17; index++) {
    const code = vin.charCodeAt(index);
    sum += VIN_WEIGHTS[index]! * (code <= 57 ? code - 48 : VIN_VALUES[code - 65]!);
  }
  return '0123456789X'[sum % 11] === vin[8];
}
