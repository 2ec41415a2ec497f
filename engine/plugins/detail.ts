import type { Text } from '../document/text.js';

/** Details for people: a closed set of shapes that any plugin can give and every page can draw. Row numbers, never rows. */
export type Detail =
  | {
      readonly type: 'table';
      readonly id: string;
      readonly title: Text;
      readonly columns: readonly { readonly name: string; readonly unit?: string }[];
      readonly rows: readonly (readonly (string | number | boolean | null)[])[];
    }
  | {
      readonly type: 'curve';
      readonly id: string;
      readonly title: Text;
      readonly x: { readonly name: string; readonly unit?: string };
      readonly y: { readonly name: string; readonly unit?: string };
      readonly series: readonly {
        readonly name: string;
        readonly points: readonly (readonly [number, number])[];
        readonly band?: readonly (readonly [number, number])[];
      }[];
    }
  | {
      readonly type: 'matrix';
      readonly id: string;
      readonly title: Text;
      readonly rowNames: readonly string[];
      readonly columnNames: readonly string[];
      readonly values: readonly (readonly number[])[];
    }
  | {
      readonly type: 'bars';
      readonly id: string;
      readonly title: Text;
      readonly unit?: string;
      readonly bars: readonly { readonly name: string; readonly value: number }[];
    }
  | {
      readonly type: 'intervals';
      readonly id: string;
      readonly title: Text;
      readonly unit?: string;
      readonly level: number;
      readonly items: readonly {
        readonly name: string;
        readonly estimate: number;
        readonly lower: number;
        readonly upper: number;
      }[];
    }
  | { readonly type: 'text'; readonly id: string; readonly title: Text; readonly text: Text };
