/** Text that a person reads: one string, or a map by language (`{en: …, zh: …}`). */
export type Text = string | { readonly [language: string]: string };

/** The text in `language`, else in English, else in whatever language there is. */
export function textIn(text: Text | undefined, language: string): string {
  if (text === undefined) return '';
  if (typeof text === 'string') return text;
  return text[language] ?? text['en'] ?? Object.values(text)[0] ?? '';
}
