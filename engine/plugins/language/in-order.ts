/**
 * What `run` gives for each item, in the items' order, with at most `window` under way. Which were started when the
 * consumer stops follows from the order alone, not from which answered first; they are awaited, so that nothing that was
 * paid for is lost. A rejection is thrown in its turn.
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  window: number,
  run: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const underWay: Promise<R>[] = [];
  let next = 0;
  try {
    while (next < items.length || underWay.length > 0) {
      while (underWay.length < window && next < items.length) {
        const started = run(items[next++]!);
        started.catch(() => {});
        underWay.push(started);
      }
      yield await underWay.shift()!;
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}
