/** How values and places of a document are named in messages. */

/** Keys and indices from a document's root. */
export type Pointer = readonly (string | number)[];

/** `rules[2].measure.cv`; keys that are no plain words are quoted: `columns["a b"]`. */
export function pathOf(pointer: Pointer): string {
  return pointer
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[\w-]+$/.test(part)) return `[${quoted(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

/** In double quotes, shortened, with everything escaped that a terminal or a reader could be misled by. */
export function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return JSON.stringify(short);
}

/** What a value is: `the number 1.1`, `a list`, `nothing`. */
export function described(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return `the text ${quoted(value)}`;
    case 'number':
      return `the number ${value}`;
    case 'boolean':
      return `the truth value ${value}`;
    default:
      return 'a mapping';
  }
}

/** `a, b or c` */
export function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
