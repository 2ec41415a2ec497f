/** A function that runs at the first call; later calls share its outcome, a fault too. */
export function once<T>(run: () => Promise<T>): () => Promise<T> {
  let outcome: Promise<T> | undefined;
  return () => (outcome ??= run());
}
