/** Markup that is built so that text can never become markup. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Content = string | number | Markup | undefined | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** A template whose values are escaped, in text and in quoted attributes, unless they are markup themselves. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.reduce((sum, part, index) => sum + markupOf(values[index - 1]) + part));
}

function markupOf(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  return typeof content === 'object' ? content.map(markupOf).join('') : escaped(String(content));
}

/** A link where the address is one of the web, else the text alone: no script and no file comes through. */
export const link = (address: string, text: string): Markup =>
  /^https?:\/\//.test(address) ? html`<a href="${address}">${text}</a>` : html`${text}`;
