import type { Table } from '../../subject/table.js';
import { mixedTable } from './explained-model.js';
import type { MixedTables } from './explained-model.js';

/** Background rows above explained ones, their levels numbered alike; the players' columns alone. */
export function stackedRows(tables: MixedTables): Table {
  const names = new Set([...tables.players.values()].flat());
  const only = (table: Table): Table => ({ ...table, columns: table.columns.filter(({ name }) => names.has(name)) });
  const { rowCount: above } = tables.background;
  const length = above + tables.explained.rowCount;
  return mixedTable(
    { explained: only(tables.explained), background: only(tables.background), players: new Map([['all', [...names]]]) },
    {
      rows: Int32Array.from({ length }, (_, at) => Math.max(0, at - above)),
      backgrounds: Int32Array.from({ length }, (_, at) => Math.min(at, above - 1)),
      masks: Uint8Array.from({ length }, (_, at) => (at < above ? 0 : 1)),
    },
  );
}
