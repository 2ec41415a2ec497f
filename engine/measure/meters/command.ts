/** A program of the user's that prints how many joules have been used so far: any meter there is. */
import { counterMeter } from './counter-meter.js';
import type { Machine } from './machine.js';
import { absent, MeterFault, present, type MeterKind } from './meter.js';

const ANSWER_SECONDS = 10;

/** Its words, without a shell: apart by spaces, or a JSON list. */
export function wordsOf(target: string): readonly string[] | undefined {
  if (!target.trimStart().startsWith('[')) {
    const words = target.split(/\s+/).filter((word) => word !== '');
    return words.length === 0 ? undefined : words;
  }
  try {
    const words: unknown = JSON.parse(target);
    const texts = Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string');
    return texts ? (words as readonly string[]) : undefined;
  } catch {
    return undefined;
  }
}

async function joulesOf(machine: Machine, [program = '', ...args]: readonly string[]): Promise<number> {
  const answer = await machine.run(program, args, ANSWER_SECONDS);
  if (answer.ended === 'badly') throw new Error(answer.reason);
  const text = answer.output.trim();
  if (!/^\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) throw new Error('it prints no number of joules');
  return Number(text);
}

const USAGE = 'runs a program that prints joules so far: --meter "command:PROGRAM ARGUMENT…"';

export const command: MeterKind = {
  async find(machine, target) {
    const words = wordsOf(target);
    if (words === undefined) return absent(USAGE);
    try {
      return present(`${words[0]}: ${await joulesOf(machine, words)} J so far`);
    } catch (error) {
      return absent((error as Error).message);
    }
  },
  async open(machine, target) {
    const words = wordsOf(target);
    if (words === undefined) throw new MeterFault(`the meter command cannot be read: it ${USAGE}`);
    return await counterMeter(machine, {
      name: `command (${words[0]})`,
      read: async () => new Map([['its counter', await joulesOf(machine, words)]]),
    });
  },
};
