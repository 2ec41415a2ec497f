/** A model, not a meter: cards that the driver lists without their power, by their data sheets (docs/energy.md). */
import { designPowerOf } from '../../methods/energy/design-power.js';
import { boardBand, energyOfPower } from '../../methods/energy/load-power.js';
import type { Machine } from './machine.js';
import { absent, MeterFault, present, type MeterKind } from './meter.js';

const ANSWER_SECONDS = 10;

async function boardsOf(machine: Machine): Promise<{ readonly watts: number; readonly detail: string } | string> {
  const answer = await machine.run('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader'], ANSWER_SECONDS);
  if (answer.ended === 'badly') return answer.reason;
  const names = answer.output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (names.length === 0) return 'nvidia-smi lists no GPU';
  const boards = names.map((name) => designPowerOf(name));
  const unknown = names.find((_, at) => boards[at] === undefined);
  if (unknown !== undefined) return `no data sheet of ${unknown} is known here`;
  const watts = boards.reduce((sum, board) => sum + board!.watts, 0);
  return { watts, detail: boards.map((board) => `${board!.name}, ${board!.watts} W`).join('; ') };
}

export const accelerator: MeterKind = {
  async find(machine) {
    const boards = await boardsOf(machine);
    return typeof boards === 'string' ? absent(boards) : present(boards.detail);
  },
  async open(machine) {
    const boards = await boardsOf(machine);
    if (typeof boards === 'string') throw new MeterFault(`the model accelerator cannot be made: ${boards}`);
    const band = boardBand(boards.watts);
    const opened = machine.now();
    return {
      name: `accelerator model (${boards.detail})`,
      basis: 'estimated',
      async read() {
        const at = machine.now();
        return { at, energy: energyOfPower(band, at - opened) };
      },
      close: () => undefined,
    };
  },
};
