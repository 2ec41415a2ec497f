/** Which detectors look at which words, in the order in which they may claim one: the surer forms first. */
import { ageOver89 } from './age.js';
import { chineseId } from './chinese-id.js';
import { DIGIT, LOWER, UNDERSCORE, UPPER } from './characters.js';
import { coordinates } from './coordinates.js';
import { dateInFigures, dateInWords } from './dates.js';
import { email } from './email.js';
import type { Detector } from './finding.js';
import { iban } from './iban.js';
import { ipv4, ipv6, macAddress } from './ip-address.js';
import { englishName } from './name-en.js';
import { chineseName } from './name-zh.js';
import { passport } from './passport.js';
import { paymentCard } from './payment-card.js';
import { phone } from './phone.js';
import { assignedSecret, issuedToken, jsonWebToken, privateKey } from './secrets.js';
import { ssn } from './ssn.js';
import { url } from './url.js';
import { chinesePlate, plate, vin } from './vehicle.js';
import { zipCode } from './zip-codes.js';

const FIGURES: readonly Detector[] = [
  paymentCard,
  chineseId,
  passport,
  coordinates,
  dateInFigures,
  zipCode,
  ssn,
  phone,
  plate,
  ageOver89,
];
const FROM_DIGIT: readonly Detector[] = [macAddress, ipv6, ipv4, email, assignedSecret, vin, ...FIGURES];
const CAPITALISED: readonly Detector[] = [privateKey, passport, plate, dateInWords, englishName];
const FROM_LETTER: readonly Detector[] = [
  url,
  email,
  privateKey,
  jsonWebToken,
  issuedToken,
  assignedSecret,
  macAddress,
  ipv6,
  iban,
  vin,
  passport,
  plate,
  dateInWords,
  englishName,
];
const NONE: readonly Detector[] = [];

export const HAN_DETECTORS: readonly Detector[] = [chinesePlate, chineseName];

/**
 * Of a word of ASCII that begins with a digit or not and has characters of `classes`; `linked` where a sign such as `@`,
 * `:` or `.` follows. Most words of a language are of small letters alone, and can begin nothing.
 */
export function detectorsOf(startsWithDigit: boolean, classes: number, linked: boolean): readonly Detector[] {
  if (startsWithDigit) return linked || (classes & (LOWER | UPPER)) !== 0 ? FROM_DIGIT : FIGURES;
  if (linked || (classes & (DIGIT | UNDERSCORE)) !== 0) return FROM_LETTER;
  return (classes & UPPER) === 0 ? NONE : CAPITALISED;
}
