/** Ctrl-C and a polite kill, as a signal that work can heed. */
export interface Interrupting {
  /** A second Ctrl-C is heeded like the first; without it, it ends the process at once. */
  readonly every?: boolean;
}

/** Runs `task`; Ctrl-C and a polite kill abort its signal, so that children end and files are not left half written. */
export async function interruptible<T>(
  task: (signal: AbortSignal) => Promise<T>,
  { every = false }: Interrupting = {},
): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    if (every) process.on(name, abort);
    else process.once(name, abort);
  }
  try {
    return await task(controller.signal);
  } finally {
    process.removeListener('SIGINT', abort);
    process.removeListener('SIGTERM', abort);
  }
}
