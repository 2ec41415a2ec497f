/** One line on a terminal that says what is being measured; nothing in a pipe. */
import type { MeasureProgress } from '../engine/index.js';

export interface ProgressLine {
  readonly show: (progress: MeasureProgress) => void;
  readonly clear: () => void;
}

/** Often enough to be alive, seldom enough to cost nothing. */
const EVERY_MS = 80;
const BAR = 16;

export function showProgress(stream: NodeJS.WriteStream): ProgressLine {
  if (stream.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  const running = new Map<string, MeasureProgress>();
  let last = 0;
  let shown = false;
  return {
    show(progress) {
      if (progress.state === 'finished') running.delete(progress.key);
      else running.set(progress.key, progress);
      const now = performance.now();
      if (now - last < EVERY_MS && progress.state === 'advanced') return;
      last = now;
      shown = true;
      stream.write(`\r\u001b[K${lineOf(progress, [...running.values()]).slice(0, (stream.columns ?? 80) - 1)}`);
    },
    clear() {
      if (shown) stream.write('\r\u001b[K');
    },
  };
}

function lineOf({ finished, of, subject }: MeasureProgress, running: readonly MeasureProgress[]): string {
  const full = of === 0 ? BAR : Math.round((finished / of) * BAR);
  const bar = `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
  const names = running.map(({ plugin, done, total, note }) => {
    const share = done !== undefined && total ? ` ${Math.floor((100 * done) / total)} %` : '';
    return `${plugin}${share}${note === undefined ? '' : ` (${note})`}`;
  });
  return `${bar} ${finished}/${of} ${subject} ${names.join(', ')}`;
}
