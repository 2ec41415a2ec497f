/** One line on a terminal that says how far a file is sealed or opened; nothing in a pipe. */
import { basename } from 'node:path';

const EVERY_MS = 80;
const MIB = 2 ** 20;

export interface SealingLine {
  readonly show: (progress: { readonly file: string; readonly done: number; readonly total: number }) => void;
  readonly clear: () => void;
}

export function sealingLine(stream: NodeJS.WriteStream, clock: () => number = () => performance.now()): SealingLine {
  if (stream.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let since = clock();
  let last = Number.NEGATIVE_INFINITY;
  let current = '';
  return {
    show({ file, done, total }) {
      const now = clock();
      if (file !== current) since = now;
      if (now - last < EVERY_MS && file === current) return;
      current = file;
      last = now;
      const percent = total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total));
      const rate = now > since ? ` ${((done / MIB / (now - since)) * 1000).toFixed(0)} MiB/s` : '';
      const text = `${basename(file)} ${percent} %${rate}`;
      stream.write(`\r\u001b[K${text.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    clear() {
      if (current !== '') stream.write('\r\u001b[K');
    },
  };
}
