/** Memory that a model takes in a process of its own. */
import { probe } from './probe.js';

/** Bytes from before the model was opened to the most while it answered. */
export interface MemoryAnswer {
  readonly grown: number;
  /** Less what the process had taken and given back before. */
  readonly least: number;
  /** More what it had taken before and nobody used: small models find their place there. */
  readonly most: number;
}

const SECONDS = 120;

export async function measuredMemory(path: string, rows: number): Promise<MemoryAnswer | { readonly refused: string }> {
  const answer = await probe<MemoryAnswer | { readonly refused: string }>('probe-memory', [path, `${rows}`], SECONDS);
  return 'failed' in answer ? { refused: answer.failed } : answer;
}
