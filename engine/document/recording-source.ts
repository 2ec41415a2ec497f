import type { Source } from './source.js';

/** A source that tells which paths were looked at: what hangs on them may be another once they change. */
export function recordingSource(source: Source, looked: (path: string) => void): Source {
  const telling =
    <T>(look: (path: string) => T) =>
    (path: string): T => {
      looked(path);
      return look(path);
    };
  return {
    ...source,
    read: telling((path) => source.read(path)),
    kind: telling((path) => source.kind(path)),
    list: telling((path) => source.list(path)),
  };
}
