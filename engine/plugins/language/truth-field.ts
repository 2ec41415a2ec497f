import type { Question } from '../../subject/language/question.js';

/** A field that says yes or no: `true` or `false`, also as a CSV file has them; `undefined` where it says neither. */
export function truthOf({ fields }: Pick<Question, 'fields'>, name: string): boolean | undefined {
  const text = String(fields[name]).toLowerCase();
  return text === 'true' || (text === 'false' ? false : undefined);
}
