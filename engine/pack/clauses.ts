/** The clauses of a policy: which of them concern whom, and their texts with parts and the values of parameters. */
import { parametersNamedIn, withParameters } from '../document/clause-text.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { nearest } from '../document/nearest.js';
import { textIn, type Text } from '../document/text.js';
import type { Clause } from '../document/types.generated.js';
import { faultAt, type Layer, type View } from './layer.js';
import type { EffectiveClause, EffectiveParameter } from './policy.js';

/**
 * In the order of their documents. Where profiles `select` clauses of a standard: those, those that rules cite, and what
 * they stand within.
 */
export function clausesOf(view: View): EffectiveClause[] {
  return [...view.layers.values()].flatMap((layer) => {
    const clauses = layer.document.clauses ?? [];
    const kept = selectedOf(layer, clauses, view);
    return clauses
      .filter(({ id }) => kept === undefined || kept.has(id))
      .map((clause): EffectiveClause => {
        const { id, title, heading, citation = 'unverified' } = clause;
        const text = wholeText(clause, (name) => shown(parameterOf(name, layer, view)));
        return {
          layer: layer.id,
          id,
          title,
          ...(text === undefined ? {} : { text }),
          citation,
          ...(heading === true && { heading }),
        };
      });
  });
}

function selectedOf(layer: Layer, clauses: readonly Clause[], view: View): ReadonlySet<string> | undefined {
  const selections = [...view.layers.values()].flatMap(({ document }) => {
    const select = document.kind === 'Profile' ? document.select : undefined;
    return select && Object.hasOwn(select, layer.id) ? [select[layer.id]!] : [];
  });
  if (selections.length === 0) return undefined;
  const cited = [...view.rules.values()].flatMap(({ rule }) => rule.clause ?? []);
  const kept = new Set([...selections.flat(), ...cited]);
  // A clause stands after what it is within.
  for (const { id, within } of [...clauses].reverse()) if (within !== undefined && kept.has(id)) kept.add(within);
  return kept;
}

const parameterOf = (name: string, layer: Layer, view: View): EffectiveParameter | undefined =>
  view.parameters.get(`${layer.id}.${name}`) ?? view.parameters.get(name);

/** A parameter that nobody has set yet is shown by its name. */
function shown(parameter: EffectiveParameter | undefined): ((language: string) => string) | undefined {
  if (parameter === undefined) return undefined;
  const { id, value, unit = '1', title } = parameter;
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  return (language) =>
    text === '' ? `[${title === undefined ? id : textIn(title, language)}]` : unit === '1' ? text : `${text} ${unit}`;
}

/** Its own text and below it those of its parts, each in its own paragraph. */
function wholeText(
  { text, parts = [] }: Clause,
  valueOf: (name: string) => ((language: string) => string) | undefined,
): Text | undefined {
  const texts = [text, ...parts.flatMap(({ title, text: own }) => [title, own])];
  const languages = [...new Set(texts.flatMap((one) => (typeof one === 'object' ? Object.keys(one) : [])))];
  const inLanguage = (language: string): string => {
    const filled = (one: Text | undefined): string =>
      withParameters(textIn(one, language), (name) => valueOf(name)?.(language));
    const below = parts.map(({ label, title, text: own }) =>
      [label, filled(title), filled(own)].filter((piece) => piece !== undefined && piece !== '').join(' '),
    );
    return [filled(text), ...below].filter((piece) => piece !== '').join('\n\n');
  };
  if (languages.length > 0) return Object.fromEntries(languages.map((language) => [language, inLanguage(language)]));
  const whole = inLanguage('en');
  return whole === '' ? undefined : whole;
}

const everyLanguage = (text: Text): string => (typeof text === 'string' ? text : Object.values(text).join('\n'));

/** Names in clauses, parameters and selections that name nothing. */
export function clauseFaults(view: View): Diagnostic[] {
  return [...view.layers.values()].flatMap((layer) => [
    ...orderFaults(layer),
    ...textFaults(layer, view),
    ...selectionFaults(layer, view),
  ]);
}

function orderFaults({ document, positions }: Layer): Diagnostic[] {
  const found: Diagnostic[] = [];
  const earlier = new Set<string>();
  (document.clauses ?? []).forEach(({ id, within }, index) => {
    if (within !== undefined && !earlier.has(within)) {
      const message = `no clause ${within} stands before ${id}`;
      found.push(faultAt(positions, ['clauses', index, 'within'], 'value', { code: 'ASSAY1371', message }));
    }
    earlier.add(id);
  });
  for (const [name, { clause }] of Object.entries(document.parameters ?? {})) {
    if (clause === undefined || earlier.has(clause)) continue;
    const message = `there is no clause ${clause}`;
    found.push(faultAt(positions, ['parameters', name, 'clause'], 'value', { code: 'ASSAY1371', message }));
  }
  return found;
}

function textFaults(layer: Layer, view: View): Diagnostic[] {
  return (layer.document.clauses ?? []).flatMap(({ text, parts = [] }, index) => {
    const places: (readonly [text: Text | undefined, at: readonly (string | number)[]])[] = [
      [text, ['text']],
      ...parts.map((part, at) => [part.text, ['parts', at, 'text']] as const),
    ];
    return places.flatMap(([one, at]) =>
      (one === undefined ? [] : parametersNamedIn(everyLanguage(one)))
        .filter((name) => parameterOf(name, layer, view) === undefined)
        .map((name) =>
          faultAt(layer.positions, ['clauses', index, ...at], 'value', {
            code: 'ASSAY1370',
            severity: 'warning',
            message: `the text names a parameter ${name}, which there is not`,
          }),
        ),
    );
  });
}

function selectionFaults({ document, positions }: Layer, view: View): Diagnostic[] {
  const select = document.kind === 'Profile' ? (document.select ?? {}) : {};
  return Object.entries(select).flatMap(([id, clauses]) => {
    const standard = view.layers.get(id);
    if (standard === undefined) {
      const message = `no standard ${id} is imported`;
      return [faultAt(positions, ['select', id], 'key', { code: 'ASSAY1371', message })];
    }
    const known = new Set((standard.document.clauses ?? []).map((clause) => clause.id));
    return clauses.flatMap((clause, index) => {
      if (known.has(clause)) return [];
      const near = nearest(clause, known);
      return faultAt(positions, ['select', id, index], 'value', {
        code: 'ASSAY1371',
        message: `${id} has no clause ${clause}`,
        ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
      });
    });
  });
}
