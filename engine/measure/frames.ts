import type { Readable, Writable } from 'node:stream';

const NEWLINE = 0x0a;

/**
 * Messages between processes: one JSON value a line. The reader holds at most `maxBytes` of a line, so that a rogue
 * process cannot fill this one. After a fault (too long, not JSON) nothing more is read.
 */
export function readFrames(
  stream: Readable,
  maxBytes: number,
  onFrame: (value: unknown) => void,
  onFault: (what: string) => void,
): void {
  let pieces: Buffer[] = [];
  let held = 0;
  let faulty = false;
  const fault = (what: string): void => {
    faulty = true;
    pieces = [];
    onFault(what);
  };
  stream.on('data', (chunk: Buffer) => {
    let rest = chunk;
    while (!faulty && rest.length > 0) {
      const end = rest.indexOf(NEWLINE);
      const piece = end === -1 ? rest : rest.subarray(0, end);
      held += piece.length;
      if (held > maxBytes) return fault(`a message longer than ${Math.round(maxBytes / 1024 / 1024)} MiB`);
      pieces.push(piece);
      if (end === -1) return;
      rest = rest.subarray(end + 1);
      const line = Buffer.concat(pieces).toString('utf8');
      pieces = [];
      held = 0;
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch {
        return fault('a message that is not JSON');
      }
      onFrame(value);
    }
  });
  // A killed peer may leave a reset connection; its exit is what counts.
  stream.on('error', () => undefined);
}

export function writeFrame(stream: Writable, value: unknown): void {
  stream.write(`${JSON.stringify(value)}\n`);
}
