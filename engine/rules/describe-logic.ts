/** A rule in words, for `explain` and reports. */
import { textIn } from '../document/text.js';
import type { OutputSpec } from '../plugins/contract.js';
import { isCondition, logicOfCondition } from './condition-logic.js';
import { CHINESE, ENGLISH, type Words } from './describe-words.js';
import { isOperator } from './operators.js';

export type DescribeLanguage = 'en' | 'zh';

/** What to call a name of `var` ("macro F1 of cv", "0.70"); `undefined` where it has no better one. */
export type NameOf = (name: string) => string | undefined;

/**
 * Says a rule in words: `{">=": [{var: cv.f1Macro}, {var: parameters.minF1}]}` is "f1Macro of cv is at least minF1", or
 * what `nameOf` calls the two; of a typed condition, parameters are said by their values. What is no rule is shown as
 * JSON.
 *
 * @param rule Raw JSON Logic of the rule dialect, or the `Condition` that it became.
 */
export function describeLogic(rule: unknown, language: DescribeLanguage, nameOf: NameOf = () => undefined): string {
  const words = language === 'zh' ? CHINESE : ENGLISH;
  if (!isCondition(rule)) return say(rule, { words, nameOf });
  const { logic, parameters } = logicOfCondition(rule);
  return say(logic, { words, nameOf: (name) => nameOf(name) ?? parameters.get(name) });
}

/** Names of outputs for `describeLogic` by their titles: "Macro F1 of cv", as the catalogue has them. */
export function outputNames(
  measurements: Readonly<Record<string, { readonly outputs: Readonly<Record<string, OutputSpec>> }>>,
  language: DescribeLanguage,
): NameOf {
  const { output } = language === 'zh' ? CHINESE : ENGLISH;
  return (name) => {
    const [alias = '', key = ''] = name.split('.');
    const outputs = Object.hasOwn(measurements, alias) ? measurements[alias]?.outputs : undefined;
    if (outputs === undefined || !Object.hasOwn(outputs, key)) return undefined;
    return fill(output, [alias, textIn(outputs[key]?.title, language)]);
  };
}

interface Speaker {
  readonly words: Words;
  readonly nameOf: NameOf;
}

const SYMBOLS: Readonly<Record<string, string>> = { '+': ' + ', '-': ' − ', '*': ' × ', '/': ' ÷ ', '%': ' mod ' };

function say(logic: unknown, speaker: Speaker): string {
  const { words } = speaker;
  if (typeof logic === 'boolean') return logic ? words.always : words.never;
  const node = nodeOf(logic);
  if (node === undefined) return value(logic, speaker);
  const { operator, parts } = node;
  switch (operator) {
    case 'var':
      return fill(words.holds, [name(parts[0], speaker)]);
    case 'and':
    case 'or':
      return parts.map((part) => inner(part, operator, speaker)).join(words[operator]);
    case '!':
      return fill(words.not, [say(parts[0], speaker)]);
    case '!!':
      return say(parts[0], speaker);
    case 'if':
    case '?:':
      return choice(parts, say, speaker);
    case 'all':
    case 'some':
    case 'none':
      return fill(words.each[operator], [value(parts[0], speaker), say(parts[1], speaker)]);
    case '<':
    case '<=':
      if (parts.length === 3)
        return fill(
          words.between[operator],
          parts.map((part) => value(part, speaker)),
        );
      break;
  }
  const comparison = words.comparisons[operator];
  return comparison === undefined
    ? value(logic, speaker)
    : fill(
        comparison,
        parts.map((part) => value(part, speaker)),
      );
}

/** A number, a text, or a list, rather than a condition. */
function value(logic: unknown, speaker: Speaker): string {
  const { words } = speaker;
  if (typeof logic === 'number' || typeof logic === 'string' || typeof logic === 'boolean') return String(logic);
  if (Array.isArray(logic)) return logic.map((part: unknown) => value(part, speaker)).join(words.list);
  const node = nodeOf(logic);
  if (node === undefined) return JSON.stringify(logic) ?? String(logic);
  const { operator, parts } = node;
  if (operator === 'var') return name(parts[0], speaker);
  if (operator === 'if' || operator === '?:') return words.open + choice(parts, value, speaker) + words.close;
  const said = parts.map((part) => term(part, speaker));
  if (operator === 'min' || operator === 'max') {
    return fill(operator === 'min' ? words.minimum : words.maximum, [said.join(words.list)]);
  }
  if (operator === '-' && said.length === 1) return `−${said[0] ?? ''}`;
  const symbol = SYMBOLS[operator];
  return symbol === undefined ? say(logic, speaker) : said.join(symbol);
}

/** A part of arithmetic, in brackets where it is arithmetic itself. */
function term(logic: unknown, speaker: Speaker): string {
  const node = nodeOf(logic);
  const said = value(logic, speaker);
  return node !== undefined && Object.hasOwn(SYMBOLS, node.operator)
    ? `${speaker.words.open}${said}${speaker.words.close}`
    : said;
}

/** A part of `and` or `or`, in brackets where it could be read with its neighbours. */
function inner(logic: unknown, around: 'and' | 'or', speaker: Speaker): string {
  const operator = nodeOf(logic)?.operator ?? '';
  const said = say(logic, speaker);
  const loose = ['and', 'or', 'if', '?:', 'all', 'some', 'none'].includes(operator) && operator !== around;
  return loose ? `${speaker.words.open}${said}${speaker.words.close}` : said;
}

function choice(parts: readonly unknown[], of: typeof say, speaker: Speaker): string {
  const { words } = speaker;
  let said = '';
  for (let index = 0; index < parts.length; index += 2) {
    const [first, second] = [parts[index], parts[index + 1]];
    if (index === parts.length - 1) said += fill(words.else, [of(first, speaker)]);
    else said += fill(index === 0 ? words.if : words.elseIf, [say(first, speaker), of(second, speaker)]);
  }
  return said;
}

function name(raw: unknown, { words, nameOf }: Speaker): string {
  const path = String(raw);
  const known = nameOf(path);
  if (known !== undefined) return known;
  const dot = path.indexOf('.');
  const root = path.slice(0, dot);
  if (dot < 0) return path;
  return root === 'subject' || root === 'parameters'
    ? path.slice(dot + 1)
    : fill(words.output, [root, path.slice(dot + 1)]);
}

/** Parts go in as they are, never read as places themselves. */
function fill(pattern: string, parts: readonly string[]): string {
  return pattern.replace(/\{(\d)\}/g, (_, index: string) => parts[Number(index)] ?? '');
}

function nodeOf(logic: unknown): { readonly operator: string; readonly parts: readonly unknown[] } | undefined {
  if (typeof logic !== 'object' || logic === null || Array.isArray(logic)) return undefined;
  const [entry, more] = Object.entries(logic) as [string, unknown][];
  if (entry === undefined || more !== undefined || !isOperator(entry[0])) return undefined;
  return { operator: entry[0], parts: Array.isArray(entry[1]) ? entry[1] : [entry[1]] };
}
