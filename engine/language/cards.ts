/** Markdown about one thing, for hovers and beside completions. */
import { textIn, type Text } from '../document/text.js';
import type { FactDeclaration } from '../document/types.generated.js';
import type { Shape } from '../document/validate.js';
import type { EffectiveParameter } from '../pack/policy.js';
import type { CatalogueEntry, OutputSpec, ScalarSpec } from '../plugins/contract.js';
import { arityInWords, OPERATORS, type Operator } from '../rules/operators.js';
import { describeLogic, outputNames } from '../rules/describe-logic.js';
import type { Names, NamedRule } from './names.js';
import { isRecord, recordOf } from './own.js';
import { OPERATOR_WORDS } from './operator-words.js';
import { fill, wordsOf } from './words.js';
import type { LanguageOfReader } from './workspace.js';

/** Texts of documents are no markup. */
export const escaped = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>#|~!]/g, String.raw`\$&`).replace(/\s*\n\s*/g, ' ');

export const code = (text: string): string => `\`${text.replaceAll('`', 'ˋ').replace(/\s*\n\s*/g, ' ')}\``;

/** A heading, then what there is to say in lines. */
const card = (heading: string, ...lines: readonly (string | false | undefined)[]): string =>
  [heading, ...lines.filter((line) => typeof line === 'string' && line !== '')].join('\n\n');

export class Cards {
  readonly #words;

  constructor(private readonly language: LanguageOfReader) {
    this.#words = wordsOf(language);
  }

  say(text: Text | undefined): string {
    return escaped(textIn(text, this.language));
  }

  plugin({ id, version, title, about, needs, outputs }: CatalogueEntry): string {
    const words = this.#words;
    const names = Object.keys(outputs).map(code);
    return card(
      `**${this.say(title)}** ${code(`${id} ${version}`)}`,
      words.about[about],
      needs.length > 0 && `${words.needs}: ${needs.map(code).join(', ')}`,
      `${words.outputs}: ${names.slice(0, 30).join(', ')}${names.length > 30 ? ', …' : ''}`,
    );
  }

  output(name: string, spec: OutputSpec, entry: CatalogueEntry): string {
    return card(
      `**${this.say(spec.title)}** ${code(name)}`,
      this.specLine(spec),
      spec.type === 'list' && `${this.#words.items}: ${Object.keys(spec.items).map(code).join(', ')}`,
      `${this.say(entry.title)} ${code(entry.id)}`,
    );
  }

  /** `number, unit: J/prediction, range: from 0` */
  specLine(spec: OutputSpec | ScalarSpec): string {
    const { types, unit, range, values } = this.#words;
    const parts = [types[spec.type] ?? spec.type];
    if (spec.type === 'enum') parts.push(`${values}: ${spec.values.map(code).join(', ')}`);
    if (spec.type === 'number' || spec.type === 'integer') {
      const [lower, upper] = spec.range;
      parts.push(`${unit}: ${code(spec.unit)}`, `${range}: ${lower ?? '−∞'} … ${upper ?? '∞'}`);
    }
    return parts.join(' · ');
  }

  parameter(parameter: EffectiveParameter, now?: unknown): string {
    const { id, title, tighten, adjustable, earlier = [], value, origin, unit } = parameter;
    const { tighten: ways, adjustable: freely, fixed, setBy } = this.#words;
    const shown = (what: unknown): string =>
      code(`${JSON.stringify(what) ?? '?'}${unit === undefined || unit === '1' ? '' : ` ${unit}`}`);
    const layers = [...earlier, { value, origin }].map((layer) => {
      const place = `${layer.origin.file.split('/').at(-1) ?? ''}:${layer.origin.range.line}`;
      return `- ${fill(setBy, shown(layer.value), code(layer.origin.layer), escaped(place))}`;
    });
    return card(
      `**${this.say(title ?? id)}** ${code(id)}`,
      shown(now ?? value),
      tighten === undefined ? (adjustable === true ? freely : fixed) : ways[tighten],
      layers.join('\n'),
    );
  }

  fact(name: string, { title, type, values, unit }: FactDeclaration): string {
    const words = this.#words;
    return card(
      `**${this.say(title)}** ${code(`subject.${name}`)}`,
      [words.types[type ?? 'text'] ?? '', ...(unit === undefined ? [] : [`${words.unit}: ${code(unit)}`])].join(' · '),
      Array.isArray(values) && `${words.values}: ${values.map((value) => code(String(value))).join(', ')}`,
    );
  }

  clause(id: string, clause: { readonly title?: Text; readonly text?: Text; readonly citation?: string }): string {
    const { clause: word, citation, noText } = this.#words;
    return card(
      `**${word} ${escaped(id)}** ${this.say(clause.title)}`,
      clause.text === undefined ? noText : `> ${this.say(clause.text)}`,
      citation[clause.citation ?? 'unverified'],
    );
  }

  rule(rule: NamedRule, names: Names): string {
    const { level } = this.#words;
    const outputs = Object.fromEntries(
      [...names.allAliases].flatMap(([alias, [use]]) => {
        const entry = use === undefined ? undefined : names.catalogue[use.plugin];
        return entry === undefined ? [] : [[alias, entry]];
      }),
    );
    const inWords = (logic: unknown): string =>
      logic === undefined ? '' : escaped(describeLogic(logic, this.language, outputNames(outputs, this.language)));
    return card(
      `**${this.say(rule.title)}** ${code(rule.id)}`,
      [
        level[rule.level ?? ''] ?? '',
        ...(rule.clause === undefined ? [] : [`${this.#words.clause} ${escaped(rule.clause)}`]),
      ]
        .filter((part) => part !== '')
        .join(' · '),
      inWords(rule.require),
    );
  }

  operator(operator: Operator): string {
    return card(`${code(operator)} (${arityInWords(OPERATORS[operator])})`, OPERATOR_WORDS[operator][this.language]);
  }

  shape(name: string, { description, values }: Shape): string {
    return card(
      `**${escaped(name)}**`,
      description,
      values !== undefined &&
        values.length > 1 &&
        `${this.#words.values}: ${values.map((value) => code(String(value))).join(', ')}`,
    );
  }

  /** A parameter of a plugin, from its JSON Schema. */
  setting(name: string, schema: unknown): string {
    const { default: standard, values } = this.#words;
    const given = isRecord(schema) ? schema : {};
    const { description, enum: allowed, default: otherwise } = given;
    return card(
      `**${escaped(name)}**`,
      typeof description === 'string' && description,
      Array.isArray(allowed) && `${values}: ${allowed.map((value) => code(String(value))).join(', ')}`,
      otherwise !== undefined && `${standard}: ${code(JSON.stringify(otherwise))}`,
      Object.keys(recordOf(schema, 'properties')).map(code).join(', '),
    );
  }
}
