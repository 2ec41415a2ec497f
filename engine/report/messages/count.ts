import { fixed } from '../text/number.js';

export const count = (n: number, one: string, many: string): string => `${fixed(n, 0)} ${n === 1 ? one : many}`;
