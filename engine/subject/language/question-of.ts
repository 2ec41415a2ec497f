/** From a record of a file to a question: its parts found under the names that the file has for them, and checked. */
import type { QuestionColumns } from '../../document/types.generated.js';
import { LETTERS } from '../../methods/evaluation/scoring/choice.js';
import { digestBytes } from '../../trust/digest.js';
import type { Message } from './language-model.js';
import type { Question } from './question.js';

type Value = Readonly<Record<string, unknown>>;

/** Why a record is no question. */
export class QuestionFault extends Error {
  constructor(
    readonly code: 'ASSAY1572' | 'ASSAY1574' | 'ASSAY1575' | 'ASSAY1576',
    message: string,
  ) {
    super(message);
  }
}

type Part = Exclude<keyof QuestionColumns, 'choices'>;

/** Throws QuestionFault. `inCells`: lists are JSON in a text. */
export function questionOf(value: Value, columns: QuestionColumns, inCells: boolean): Question {
  const read = new Reader(value, columns, inCells);
  const { history, text } = textOf(read);
  const choices = choicesOf(read, columns.choices ?? 'choices');
  const answer = choices === undefined ? undefined : answerOf(read, choices);
  const stated = referencesOf(read);
  const references = stated.length === 0 && answer !== undefined ? [choices![answer]!] : stated;
  return {
    id: read.text('id') ?? digestBytes(JSON.stringify([history, text, choices, references])).slice(7, 23),
    text,
    ...(history.length > 0 && { history }),
    references,
    ...(choices && { choices }),
    ...(answer !== undefined && { answer }),
    ...read.texts('task', 'group', 'riskClass', 'cluster'),
    fields: read.rest(),
  };
}

/** Each part by its name in the file. */
class Reader {
  private readonly used = new Set<string>();

  constructor(
    private readonly value: Value,
    private readonly columns: QuestionColumns,
    private readonly inCells: boolean,
  ) {}

  nameOf(part: Part): string {
    return this.columns[part] ?? part;
  }

  /** What a column holds; `null` and absent are the same. A column's own name goes before a way through objects. */
  column(name: string): unknown {
    const [first, ...way] = Object.hasOwn(this.value, name) ? [name] : name.split('.');
    this.used.add(first!);
    let found: unknown = own(this.value, first!);
    for (const step of way) found = own(found, step);
    return found ?? undefined;
  }

  /** A text, or a number or truth value as text. */
  text(part: Part): string | undefined {
    const name = this.nameOf(part);
    const found = this.column(name);
    return found === undefined ? undefined : scalar(found, name);
  }

  texts<P extends Part>(...parts: readonly P[]): Partial<Record<P, string>> {
    const found = parts.map((part) => [part, this.text(part)] as const).filter(([, text]) => text !== undefined);
    return Object.fromEntries(found) as Partial<Record<P, string>>;
  }

  list(name: string): readonly unknown[] | undefined {
    const found = this.column(name);
    if (found === undefined) return undefined;
    const list = this.inCells && typeof found === 'string' ? parsed(found) : found;
    if (Array.isArray(list)) return list as unknown[];
    throw new QuestionFault('ASSAY1576', `"${name}" is no list${this.inCells ? ' in JSON' : ''}`);
  }

  listOfTexts(name: string): readonly string[] | undefined {
    return this.list(name)?.map((item) => scalar(item, name));
  }

  /** What no part has taken and is one value. */
  rest(): Question['fields'] {
    const entries = Object.entries(this.value).filter(([name, value]) => !this.used.has(name) && isScalar(value));
    for (const [name, value] of entries) if (value !== null) scalar(value, name);
    return Object.fromEntries(entries) as Question['fields'];
  }
}

function textOf(read: Reader): { readonly history: readonly Message[]; readonly text: string } {
  const own = read.text('text');
  const text = own ?? (read.nameOf('text') === 'text' ? promptOf(read) : undefined);
  const name = read.nameOf('messages');
  const messages = read.list(name);
  if (messages === undefined) {
    if (text === undefined || text.trim() === '') {
      throw new QuestionFault('ASSAY1572', `the question has no "${read.nameOf('text')}", or an empty one`);
    }
    return { history: [], text };
  }
  if (text !== undefined) throw new QuestionFault('ASSAY1572', `the question has both a text and "${name}"`);
  const turns = messages.map((message) => messageOf(message, name));
  const last = turns.at(-1);
  if (last?.role !== 'user' || last.content.trim() === '') {
    throw new QuestionFault('ASSAY1572', `the last of "${name}" is not a turn of the user`);
  }
  return { history: turns.slice(0, -1), text: last.content };
}

function promptOf(read: Reader): string | undefined {
  const found = read.column('prompt');
  return found === undefined ? undefined : scalar(found, 'prompt');
}

function messageOf(message: unknown, name: string): Message {
  const role = own(message, 'role');
  const content = own(message, 'content');
  if ((role === 'system' || role === 'user' || role === 'assistant') && typeof content === 'string') {
    return { role, content: scalar(content, name) };
  }
  throw new QuestionFault('ASSAY1576', `"${name}" is a list of {"role": system, user or assistant, "content": "…"}`);
}

function referencesOf(read: Reader): readonly string[] {
  const one = read.text('reference');
  const several = read.listOfTexts(read.nameOf('references'));
  if (one !== undefined && several !== undefined) {
    throw new QuestionFault('ASSAY1576', 'the question has both "reference" and "references"');
  }
  return several ?? (one === undefined ? [] : [one]);
}

function choicesOf(read: Reader, from: string | readonly string[]): readonly string[] | undefined {
  const choices =
    typeof from === 'string'
      ? read.listOfTexts(from)
      : from.flatMap((name) => {
          const found = read.column(name);
          return found === undefined ? [] : [scalar(found, name)];
        });
  if (choices === undefined || (typeof from !== 'string' && choices.length === 0)) return undefined;
  if (choices.length < 2 || choices.length > LETTERS.length) {
    throw new QuestionFault('ASSAY1575', `${choices.length} choices; 2 to ${LETTERS.length} are expected`);
  }
  if (new Set(choices).size < choices.length) throw new QuestionFault('ASSAY1575', 'two choices are the same');
  return choices;
}

/** An index, a label, a letter, or the choice's own text: all that it can be must be one choice. */
function answerOf(read: Reader, choices: readonly string[]): number | undefined {
  const name = read.nameOf('answer');
  const found = read.column(name);
  const labels = read.listOfTexts(read.nameOf('labels'));
  if (labels !== undefined && labels.length !== choices.length) {
    throw new QuestionFault('ASSAY1575', `${labels.length} labels of ${choices.length} choices`);
  }
  if (found === undefined) return undefined;
  const text = scalar(found, name).trim();
  const index = /^\d{1,2}$/.test(text) ? Number(text) : -1;
  const letter = text.length === 1 ? LETTERS.indexOf(text) : -1;
  const possible =
    typeof found === 'number'
      ? [index]
      : labels !== undefined
        ? [labels.indexOf(text)]
        : [letter, choices.indexOf(text), index];
  const meant = [...new Set(possible)].filter((choice) => choice >= 0 && choice < choices.length);
  if (meant.length === 1) return meant[0];
  throw new QuestionFault(
    'ASSAY1574',
    meant.length === 0
      ? `the answer is none of the ${choices.length} choices (an index from 0, a letter, a label, or a choice’s text)`
      : 'the answer can mean two of the choices: name it by its index',
  );
}

const own = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Value)[key] : undefined;

const isScalar = (value: unknown): boolean => value === null || ['string', 'number', 'boolean'].includes(typeof value);

function scalar(value: unknown, name: string): string {
  if (value === null || !isScalar(value))
    throw new QuestionFault('ASSAY1576', `"${name}" holds no text where one is expected`);
  const text = String(value);
  if (/\p{Cs}/u.test(text)) throw new QuestionFault('ASSAY1576', `"${name}" holds half a character (a lone surrogate)`);
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
