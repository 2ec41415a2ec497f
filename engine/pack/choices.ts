import type { Fault } from './layer.js';

/** Whether a value, or each text of a list, is one of the choices; an empty one is not set yet. */
export function choiceFault(id: string, value: unknown, choices: readonly string[] | undefined): Fault | undefined {
  if (choices === undefined || value === '') return undefined;
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  const other = texts.find((text) => !choices.includes(String(text)));
  if (other === undefined) return undefined;
  const listed = choices.slice(0, 5).map((choice) => `“${choice.slice(0, 60)}”`);
  return {
    code: 'ASSAY1383',
    message: `“${String(other).slice(0, 100)}” is not one of the choices of ${id}`,
    hint: `choose of ${listed.join(', ')}${choices.length > 5 ? ' …' : ''}`,
  };
}
