import { cuedBy, isLetter, isLower, isUpper, runEnd } from './characters.js';
import { found } from './finding.js';
import type { Detector } from './finding.js';
import { GIVEN_NAMES, SURNAMES } from './lists/names-en.generated.js';

const setOf = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));
const GIVEN = setOf(GIVEN_NAMES);
const LAST = setOf(SURNAMES);
const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'prof', 'professor', 'sir', 'madam', 'nurse', 'doctor']);
const CUES = ['name', 'patient', 'contact', 'signed', 'attn', 'dear', 'regards', 'sincerely', 'customer', 'client'];
/** Words straight before a given name that stands alone. */
const BEFORE_ONE =
  /\b(?:patient|dear|hi|hello|thanks|regards|name:?|mother|father|wife|husband|son|daughter|sister|brother|called),? $/i;
const MAX_NAME = 24;
/** Of places and things that are called by a given name: `Virginia Beach`, `Madison Square`. */
const NO_SURNAME = new Set(
  (
    'avenue bay beach bridge building center centre church city clinic college company corporation county day district ' +
    'falls forest garden gardens group hall harbor heights hill hills hospital hotel house inc island lake lane library ' +
    'ltd market month mountain museum park parkway place plaza point river road school springs square station street ' +
    'tower union university valley village ward wood woods'
  ).split(' '),
);

/**
 * A given name and a surname of the lists, with a middle name or initial between; a title and a capitalised word; a
 * surname of the list, a comma and a given name. After a word for a person one of the two need be on its list. In a
 * column of names, a cell of capitalised words.
 */
export const englishName: Detector = (text, start, end, context) => {
  if (!isUpper(text.charCodeAt(start)) || (end - start < 2 && !isApostrophe(text[end]))) return undefined;
  const first = wordAt(text, start);
  if (first === undefined) return undefined;
  if (context.hints.has('name') && start === 0 && isNameCell(text)) return found('name', 0, text.length, false);
  if (TITLES.has(first.lower)) return titled(text, start, first.end);
  const second = text[first.end] === ',' ? undefined : nextWord(text, first.end);
  if (second === undefined) {
    const alone =
      GIVEN.has(first.lower) && first.lower.length > 2 && BEFORE_ONE.test(text.slice(Math.max(0, start - 12), start));
    return alone ? found('name', start, first.end, false) : surnameFirst(text, start, first);
  }
  const given = GIVEN.has(first.lower);
  if (!given && !LAST.has(first.lower)) return undefined;
  const third = nextWord(text, second.end);
  if (given && third !== undefined && (second.initial || GIVEN.has(second.lower)) && LAST.has(third.lower)) {
    return found('name', start, third.end, false);
  }
  if (given && third !== undefined && second.initial && !third.initial) return found('name', start, third.end, false);
  if (given && LAST.has(second.lower) && !second.initial && !NO_SURNAME.has(second.lower)) {
    return found('name', start, second.end, false);
  }
  const cued = !second.initial && (given || LAST.has(second.lower)) && cuedBy(text, start, CUES);
  return cued ? found('name', start, second.end, false) : undefined;
};

/** `O'Brien-Smith` */
const MOST_JOINS = 2;
const joins = (character: string | undefined): boolean => character === '-' || isApostrophe(character);
const isApostrophe = (character: string | undefined): boolean => character === "'" || character === '’';

interface Word {
  readonly lower: string;
  readonly initial: boolean;
  readonly end: number;
}

/** `Anna`, `ANNA`, `O'Brien`, `McKay`, `Smith-Jones`, `J.`; `undefined` for any other. */
function wordAt(text: string, start: number): Word | undefined {
  if (!isUpper(text.charCodeAt(start))) return undefined;
  let end = runEnd(text, start, start + MAX_NAME, isLetter);
  if (end - start === 1 && text[end] === '.') return { lower: text[start]!.toLowerCase(), initial: true, end: end + 1 };
  for (let join = 0; join < MOST_JOINS && joins(text[end]) && isUpper(text.charCodeAt(end + 1)); join++) {
    end = runEnd(text, end + 1, end + 1 + MAX_NAME, isLetter);
  }
  const word = text.slice(start, end);
  const mixed = isLower(word.charCodeAt(1)) || (word.length > 2 && /^[A-Z]['’]?[A-Z]/.test(word));
  const lower = word.toLowerCase().replace(/['’]/g, '');
  const dash = lower.lastIndexOf('-');
  return mixed ? { lower: dash === -1 ? lower : lower.slice(dash + 1), initial: end - start === 1, end } : undefined;
}

const nextWord = (text: string, end: number): Word | undefined =>
  text[end] === ' ' ? wordAt(text, end + 1) : undefined;

function titled(text: string, start: number, end: number): ReturnType<Detector> {
  const from = text[end] === '.' ? end + 1 : end;
  const word = nextWord(text, from);
  if (word === undefined) return undefined;
  const after = word.initial || LAST.has(word.lower) || GIVEN.has(word.lower) ? nextWord(text, word.end) : undefined;
  if (word.initial && after === undefined) return undefined;
  const both = after !== undefined && !after.initial && LAST.has(after.lower);
  return found('name', start, both || word.initial ? after!.end : word.end, false);
}

function surnameFirst(text: string, start: number, first: Word): ReturnType<Detector> {
  if (!text.startsWith(', ', first.end) || !LAST.has(first.lower)) return undefined;
  const given = wordAt(text, first.end + 2);
  return given !== undefined && !given.initial && GIVEN.has(given.lower)
    ? found('name', start, given.end, false)
    : undefined;
}

/** One to four words of letters, each capitalised. */
const isNameCell = (text: string): boolean =>
  text.length <= 60 && /^(?:\p{Lu}[\p{L}.'’-]{0,24})(?:,? \p{Lu}[\p{L}.'’-]{0,24}){0,3}$/u.test(text);
