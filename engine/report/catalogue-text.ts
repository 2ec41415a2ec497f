/** What can be measured, by area. */
import { AREAS, type Catalogue, type CatalogueEntry } from '../plugins/contract.js';
import { neutraliseAll } from './text/neutralise.js';
import { finish, indent, pageOf, type Page, type TextOptions } from './text/page.js';
import { definitionLines } from './text/table.js';
import { wrap } from './text/width.js';

export function renderCatalogue(raw: Catalogue, options: TextOptions): string {
  const page = pageOf(options);
  const entries = Object.values(neutraliseAll(raw));
  return finish(AREAS.flatMap((area) => areaLines(area, entries, page)).slice(1), page);
}

function areaLines(area: (typeof AREAS)[number], entries: readonly CatalogueEntry[], page: Page): string[] {
  const own = entries.filter(({ id }) => id.startsWith(`${area}/`)).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (own.length === 0) return [];
  const lines = own.map((entry) => {
    const outputs = Object.entries(entry.outputs).map(([name, { title }]) => [name, page.say(title)] as const);
    return [
      ` ${page.paint.strong(entry.id)} ${page.paint.faint(entry.version)}`,
      ...indent(wrap(page.say(entry.title), page.width - 3), 3),
      ...definitionLines(outputs, page, 3),
    ];
  });
  return [
    '',
    page.paint.title(page.m.area[area]),
    ...lines.flatMap((each, index) => (index === 0 ? each : ['', ...each])),
  ];
}
