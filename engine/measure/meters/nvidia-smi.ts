/**
 * NVIDIA's cards through `nvidia-smi`, which samples by itself while the work runs: its energy counter where the driver
 * lists one, else its power, integrated. The power sensor is good to 5 % and on some cards (A100, H100) sees a quarter of
 * the time only (Yang, Adamek, Armour: Part-time power measurements, 2023, arXiv 2312.02741): so a counter goes before.
 */
import { counterTimeline } from '../../methods/energy/counter-timeline.js';
import { NO_ENERGY, plus } from '../../methods/energy/energy.js';
import { powerTimeline } from '../../methods/energy/power-timeline.js';
import type { Timeline } from '../../methods/energy/power-timeline.js';
import type { Machine } from './machine.js';
import { absent, MeterFault, present, type MeterKind, type OpenMeter } from './meter.js';

const PROGRAM = 'nvidia-smi';
const ANSWER_SECONDS = 10;
const PERIOD = 0.1;
const ACCURACY = 0.05;
/** A card that gives no sample for so long is gone. */
const SILENCE_SECONDS = 3;

const JOULES: Readonly<Record<string, number>> = { uJ: 1e-6, mJ: 1e-3, J: 1, kJ: 1e3 };

/** `12.34 W`, `123456 mJ`; `undefined` for `[N/A]`. */
function quantity(text: string, factors: Readonly<Record<string, number>>): number | undefined {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) (\w+)$/.exec(text) ?? [];
  const factor = factors[unit];
  return factor === undefined ? undefined : Number(number) * factor;
}

/** The driver's field of the energy counter, where it lists one. */
async function energyField(machine: Machine): Promise<string | undefined> {
  const help = await machine.run(PROGRAM, ['--help-query-gpu'], ANSWER_SECONDS);
  if (help.ended === 'badly') return undefined;
  return [...help.output.matchAll(/"([a-z_.]+)"/g)]
    .map(([, field]) => field!)
    .find((field) => /energy/.test(field) && /consumption|total/.test(field));
}

interface Cards {
  readonly names: readonly string[];
  readonly field: string;
  readonly counts: boolean;
}

/** What all cards give. */
async function cardsOf(machine: Machine): Promise<Cards | { readonly reason: string }> {
  const field = await energyField(machine);
  const fields = field === undefined ? ['power.draw'] : [field, 'power.draw'];
  const query = `--query-gpu=name,${fields.join(',')}`;
  const answer = await machine.run(PROGRAM, [query, '--format=csv,noheader'], ANSWER_SECONDS);
  if (answer.ended === 'badly') return { reason: answer.reason };
  const rows = answer.output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((cell) => cell.trim()));
  if (rows.length === 0) return { reason: 'nvidia-smi lists no GPU' };
  const names = rows.map(([name]) => name!);
  if (field !== undefined && rows.every((row) => quantity(row[1] ?? '', JOULES) !== undefined))
    return { names, field, counts: true };
  if (rows.every((row) => quantity(row.at(-1) ?? '', { W: 1 }) !== undefined))
    return { names, field: 'power.draw', counts: false };
  return { reason: 'a GPU reports neither its energy nor its power' };
}

/** `2026/11/26 00:14:27.123`, in the machine's own zone. */
function sampledAt(machine: Machine, text: string): number | undefined {
  const parts = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [year, month, day, hour, minute, second, milli] = parts as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return machine.clockOf(new Date(year, month - 1, day, hour, minute, second, milli));
}

const inWords = ({ names, counts }: Cards): string => `${names.join(', ')}: ${counts ? 'energy' : 'power'}`;

export const nvidiaSmi: MeterKind = {
  async find(machine) {
    const cards = await cardsOf(machine);
    return 'reason' in cards ? absent(cards.reason) : present(inWords(cards));
  },
  async open(machine) {
    const cards = await cardsOf(machine);
    if ('reason' in cards) throw new MeterFault(`the meter nvidia-smi cannot be read: ${cards.reason}`);
    return await follow(machine, cards);
  },
};

async function follow(machine: Machine, cards: Cards): Promise<OpenMeter> {
  const timelines = new Map<string, Timeline>();
  let broken: string | undefined;
  const args = [`--query-gpu=timestamp,uuid,${cards.field}`, '--format=csv,noheader', `--loop-ms=${PERIOD * 1000}`];
  const stop = await machine.stream(
    PROGRAM,
    args,
    (line) => {
      const [time = '', card = '', text = ''] = line.split(',').map((cell) => cell.trim());
      const at = sampledAt(machine, time);
      const value = quantity(text, cards.counts ? JOULES : { W: 1 });
      if (at === undefined || value === undefined) return;
      const timeline = timelines.get(card) ?? (cards.counts ? counterTimeline() : powerTimeline(ACCURACY));
      timelines.set(card, timeline);
      try {
        timeline.add(at, value);
      } catch (error) {
        broken = `${card}: ${(error as Error).message}`;
      }
    },
    () => (broken ??= 'nvidia-smi has ended'),
  );
  const fault = (why: string): MeterFault => new MeterFault(`the meter nvidia-smi cannot be read: ${why}`);
  /** Waits until every card that was seen has a sample after that time. */
  const samplesAt = async (at: number): Promise<void> => {
    for (;;) {
      if (broken !== undefined) throw fault(broken);
      const late = [...timelines].find(([, { last }]) => last === undefined || last < at);
      if (late === undefined && timelines.size > 0) return;
      if (machine.now() - at > SILENCE_SECONDS + PERIOD)
        throw fault(late === undefined ? 'it gives no sample' : `${late[0]} is gone`);
      await machine.wait(PERIOD / 2);
    }
  };
  try {
    await samplesAt(machine.now());
  } catch (error) {
    stop();
    throw error;
  }
  return {
    name: `nvidia-smi (${inWords(cards)})`,
    basis: 'observed',
    async read() {
      const at = machine.now();
      await samplesAt(at);
      return {
        at,
        energy: [...timelines.values()].reduce((sum, timeline) => plus(sum, timeline.until(at)), NO_ENERGY),
      };
    },
    close: stop,
  };
}
