/**
 * Prose that names parameters: `{{ insert: param, aia-73_prm_1 }}` in OSCAL, `{{ parameters.aia73Prm1 }}` in the texts of
 * clauses. Everything else in prose is left as it is: it is text, whatever markup it may hold.
 */

const OSCAL_INSERT = /\{\{\s{0,20}insert:\s{0,20}param,\s{0,20}([^\s{}]{1,200})\s{0,20}\}\}/g;

/** @param nameOf the parameter's name here; an insert of one that there is not stays as it stands */
export function fromOscal(prose: string, nameOf: (id: string) => string | undefined): string {
  return prose.replace(OSCAL_INSERT, (insert, id: string) => {
    const name = nameOf(id);
    return name === undefined ? insert : `{{ parameters.${name} }}`;
  });
}

/** The ids that a prose inserts. */
export const insertsIn = (prose: string): readonly string[] => [...prose.matchAll(OSCAL_INSERT)].map(([, id]) => id!);
