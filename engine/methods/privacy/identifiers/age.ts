import { areDigits } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';

const AFTER = /^(?:[- ]years?[- ]old|[- ]year[- ]old|[- ]y\/?o\b| years of age| yrs? old|周?岁)/i;
const BEFORE = /(?:\bage[sd]?(?: of| is|:)?|年龄(?:为|是|：|:)?|享年|现年|刚?满) ?$/i;

/** An age above 89: Safe Harbor puts those into one category of 90 or older (45 CFR 164.514(b)(2)(i)(C)). */
export const ageOver89: Detector = (text, start, end, context) => {
  if (end - start < 2 || end - start > 3 || !areDigits(text, start, end)) return undefined;
  const age = Number(text.slice(start, end));
  if (age < 90 || age > 125) return undefined;
  const told = AFTER.test(text.slice(end, end + 16)) || BEFORE.test(text.slice(Math.max(0, start - 12), start));
  // In a column of ages 90 may be the category itself.
  const alone =
    age > 90 && context.hints.has('age-over-89') && start === 0 && /^(?:\.\d{1,4})?$/.test(text.slice(end, end + 8));
  return told || alone ? found('age-over-89', start, end, false) : undefined;
};
