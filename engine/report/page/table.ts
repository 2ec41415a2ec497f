/** Tables of the page: they scroll within themselves, so that the page never does. */
import { html, type Content, type Markup } from '../html.js';

export interface TableParts {
  /** Read aloud, and shown where `shown`. */
  readonly caption: string;
  readonly head: readonly Content[];
  readonly rows: readonly (readonly Content[])[];
  /** Columns of numbers. */
  readonly numeric?: readonly number[];
}

export function table({ caption, head, rows, numeric = [] }: TableParts): Markup {
  const kind = (column: number): string => (numeric.includes(column) ? 'number' : 'words');
  return html`<div class="wide" tabindex="0" role="group" aria-label="${caption}">
    <table>
      <thead>
        <tr>
          ${head.map((cell, column) =>
            cell === '' ? html`<td></td>` : html`<th scope="col" class="${kind(column)}">${cell}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, column) =>
                column === 0
                  ? html`<th scope="row" class="${kind(column)}">${cell}</th>`
                  : html`<td class="${kind(column)}">${cell}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
