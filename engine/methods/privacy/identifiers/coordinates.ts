import { continuesNumber, cuedBy, isDigit, isWord, runEnd } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';

const CUES = [
  ...['lat', 'latitude', 'lon', 'lng', 'longitude', 'gps', 'coordinates', 'coords', 'location', 'geo', 'position'],
  ...['坐标', '经纬度', '纬度', '经度', '定位', '位置'],
];

interface Decimal {
  readonly value: number;
  readonly places: number;
  readonly end: number;
}

/**
 * A latitude and a longitude in decimals: of four places (11 m) or more, of three (110 m) after a word for a place; or
 * one in degrees, minutes and seconds. In a column named for one of the two, one decimal.
 */
export const coordinates: Detector = (text, start, end, context) => {
  if (end - start > 3 || continuesNumber(text, start)) return undefined;
  const from = text[start - 1] === '-' || text[start - 1] === '\u2212' ? start - 1 : start;
  if (text[end] === '°') return degrees(text, start, end);
  const latitude = decimal(text, start);
  if (latitude === undefined || latitude.value > 180) return undefined;
  const hinted = context.hints.has('coordinates');
  const least = hinted || cuedBy(text, from, CUES) ? 3 : 4;
  if (latitude.places < least) return undefined;
  const longitude = second(text, latitude.end);
  if (longitude !== undefined && longitude.places >= least && (latitude.value <= 90 || longitude.value <= 90)) {
    if (longitude.value <= 180) return found('coordinates', from, longitude.end, false);
  }
  return hinted && from === 0 && latitude.end === text.length
    ? found('coordinates', from, latitude.end, false)
    : undefined;
};

function decimal(text: string, start: number): Decimal | undefined {
  const point = runEnd(text, start, start + 4, isDigit);
  if (point === start || text[point] !== '.') return undefined;
  const end = runEnd(text, point + 1, point + 18, isDigit);
  if (end === point + 1 || isWord(text.charCodeAt(end))) return undefined;
  return { value: Number(text.slice(start, end)), places: end - point - 1, end };
}

/** After a comma, a semicolon or a space, perhaps a word for the longitude, a sign. */
function second(text: string, from: number): Decimal | undefined {
  const gap = /^(?:\s?°?\s?[NSns]?)\s?[,;，、 ]\s?(?:(?:lon|lng|long|longitude|经度)[:=： ]\s?)?[-\u2212]?/i.exec(
    text.slice(from, from + 24),
  );
  return gap === null || gap[0] === '' ? undefined : decimal(text, from + gap[0].length);
}

const MARKED = /^\d{1,3}°\s?\d{1,2}['′’]\s?(?:\d{1,2}(?:\.\d{1,6})?["″”]\s?)?[NSEWnsew北南东西]?/;

function degrees(text: string, start: number, end: number): ReturnType<Detector> {
  const written = MARKED.exec(text.slice(start, start + 32));
  if (written === null || Number(text.slice(start, end)) > 180) return undefined;
  return found('coordinates', start, start + written[0].length, false);
}
