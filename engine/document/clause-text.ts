/** Texts of clauses name parameters, `{{ parameters.maxEnergy }}`, and are shown with their values. */

const INSERT = /\{\{\s{0,20}parameters\.([A-Za-z0-9.-]{1,300})\s{0,20}\}\}/g;

/** @param shown what stands in the place of a parameter; where it is `undefined` the text stays as written */
export const withParameters = (text: string, shown: (name: string) => string | undefined): string =>
  text.replace(INSERT, (insert, name: string) => shown(name) ?? insert);

export const parametersNamedIn = (text: string): readonly string[] =>
  [...text.matchAll(INSERT)].map(([, name]) => name!);
