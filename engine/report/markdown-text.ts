/** Markdown as GitHub and Hugging Face read it: text that cannot become markup, and tables. */

/**
 * Text that stays text in GitHub's Markdown: entities for what marks up, links by itself or ends a cell; a mention or
 * an issue's number is cut by an empty comment, since those are looked for in what was rendered.
 */
export const escaped = (text: string): string =>
  text.replace(/[&<>\\`*_{}[\]|~$]|:(?=\/\/)|(?<=\bwww)\.|(?<=^\d+)[.)](?=\s|$)|^[-+=]|[@#](?=\w)|^#/g, (sign) =>
    sign === '@' || sign === '#' ? `&#${sign.charCodeAt(0)};<!-- -->` : `&#${sign.charCodeAt(0)};`,
  );

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
