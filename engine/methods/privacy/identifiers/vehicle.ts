import { passesVin } from './check-digits.js';
import { cuedBy, isDigit, isUpper, isWord, runEnd } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';

const VIN_CUES = ['vin', 'chassis', 'vehicle identification number', 'vehicle', '车架号', '车辆识别代号'];
const PLATE_CUES = [
  'plate',
  'license plate',
  'licence plate',
  'plate number',
  'number plate',
  'registration',
  'vrm',
  'reg',
  '车牌',
];

/** ISO 3779: 17 capitals and digits without I, O, Q. The check digit is North America's; others need a cue. */
export const vin: Detector = (text, start, end, context) => {
  if (end - start !== 17) return undefined;
  let letters = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isUpper(code)) {
      if (code === 73 || code === 79 || code === 81) return undefined;
      letters++;
    } else if (!isDigit(code)) return undefined;
  }
  if (letters === 0 || letters === 17) return undefined;
  if (passesVin(text.slice(start, end))) return found('vin', start, end, true);
  const told = context.hints.has('vin') || cuedBy(text, start, VIN_CUES);
  return told ? found('vin', start, end, false) : undefined;
};

const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';

/** GA 36: a province's character, a letter, five places (six of new-energy vehicles), with or without a dot. */
export const chinesePlate: Detector = (text, start) => {
  if (!PROVINCES.includes(text[start]!) || !isUpper(text.charCodeAt(start + 1))) return undefined;
  const gap = '·•. '.includes(text[start + 2] ?? '?') ? 1 : 0;
  const from = start + 2 + gap;
  const end = runEnd(text, from, from + 8, isWord);
  const places = text.slice(from, end);
  if ((places.length !== 5 && places.length !== 6) || !/^[A-HJ-NP-Z0-9]+$/.test(places) || !/\d/.test(places)) {
    return undefined;
  }
  return found('licence-plate', start, end, true);
};

/** Other plates have no form of their own: five to eight letters and digits after a word for a plate. */
export const plate: Detector = (text, start, end, context) => {
  if (end - start > 8 || runEnd(text, start, end, (code) => isUpper(code) || isDigit(code)) < end) return undefined;
  const split = (text[end] === ' ' || text[end] === '-') && end - start <= 4 ? end + 1 : end;
  const close = split === end ? end : runEnd(text, split, split + 6, isWord);
  const whole = text.slice(start, close).replace(/[ -]/, '');
  const last = isPlate(whole) ? close : end;
  if (!isPlate(text.slice(start, last).replace(/[ -]/, ''))) return undefined;
  const told = context.hints.has('licence-plate') || cuedBy(text, start, PLATE_CUES);
  return told ? found('licence-plate', start, last, false) : undefined;
};

const isPlate = (places: string): boolean =>
  /^[A-Z0-9]{5,8}$/.test(places) && /\d/.test(places) && /[A-Z]/.test(places);
