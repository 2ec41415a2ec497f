/** Texts with places for a question's fields: `{{text}}`. Strict: a field that is not there is a fault, never an empty text. */
import { LETTERS } from '../../methods/evaluation/scoring/choice.js';
import type { Question } from './question.js';

export class TemplateFault extends Error {}

export type Fields = (name: string) => string | undefined;

const PLACE = /\{\{([^{}]*)\}\}/g;

/** The names that stand in the template. Throws TemplateFault where braces are not paired or name nothing. */
export function namesIn(template: string): readonly string[] {
  const names = [...template.matchAll(PLACE)].map(([, name]) => name!.trim());
  const rest = template.replaceAll(PLACE, '');
  if (/\{\{|\}\}/.test(rest)) throw new TemplateFault('{{ and }} stand around one name each');
  if (names.includes('')) throw new TemplateFault('{{}} names no field');
  return names;
}

/** What is put in is not looked at again. Throws TemplateFault for a field that is not there. */
export const fillTemplate = (template: string, fields: Fields): string =>
  template.replaceAll(PLACE, (_, name: string) => {
    const found = fields(name.trim());
    if (found === undefined) throw new TemplateFault(`there is no field "${name.trim()}"`);
    return found;
  });

/** The fields of a question, by the names that templates have for them. */
export function fieldsOf(question: Question): Fields {
  return (name) => {
    switch (name) {
      case 'text':
      case 'id':
      case 'task':
      case 'group':
      case 'riskClass':
      case 'cluster':
        return question[name];
      case 'choices':
        return question.choices?.map((choice, at) => `${LETTERS[at]}. ${choice}`).join('\n');
      default: {
        const value = Object.hasOwn(question.fields, name) ? question.fields[name] : undefined;
        return value === undefined || value === null ? undefined : String(value);
      }
    }
  };
}
