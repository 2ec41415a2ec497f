/**
 * The program of a child process: opens one subject and runs measurements of it, one at a time, as the engine asks
 * on file descriptor 3. Its argument is the engine's process id. Whatever happens in here costs only the measurement
 * that runs.
 */
import { Socket } from 'node:net';
import { PROCESSOR } from '../backends/device.js';
import { openSubject } from '../subject/open.js';
import type { OpenSubject } from '../subject/open.js';
import type { EnergyMeter } from '../plugins/energy-meter.js';
import type { Spent } from '../subject/language/language-model.js';
import { openShelf } from './answer-shelf.js';
import { readFrames, writeFrame } from './frames.js';
import { MAX_ANSWER_BYTES } from './limits.js';
import { createMemo } from './memo.js';
import { MODEL_METER } from './meters/chosen-meter.js';
import type { ChosenMeter } from './meters/chosen-meter.js';
import { thisMachine } from './meters/machine.js';
import { runMeter } from './meters/run-meter.js';
import type { FromChild, ToChild } from './messages.js';
import { errorInWords, runJob } from './run-job.js';
import { endGroup, watchParent } from './watch-parent.js';

const channel = new Socket({ fd: 3 });
const stop = new AbortController();
let view: OpenSubject | undefined;
let device = PROCESSOR;

let running: { readonly id: number; readonly since: number } | undefined;

const runMeterOf = (chosen: ChosenMeter): EnergyMeter => ({
  ...runMeter(async () => (await import('./meters/open-meter.js')).openMeter(chosen), thisMachine(), stop.signal),
  isElsewhere: chosen.every(({ target }) => target !== ''),
});

let meter = runMeterOf(MODEL_METER);

const send = (message: FromChild): void => writeFrame(channel, message);

async function handle(message: ToChild): Promise<void> {
  if (message.type === 'open') {
    const { subject, cacheFolder, allowCommands, offline } = message;
    device = message.device;
    meter = runMeterOf(message.meter);
    const kept = cacheFolder === undefined ? {} : { memo: createMemo(cacheFolder), answers: openShelf(cacheFolder) };
    const onServer = (pid: number): void => send({ type: 'serving', pid });
    view = openSubject(subject, { allowCommands, offline, device, onServer, ...kept });
    return send({ type: 'ready' });
  }
  const { job } = message;
  running = { id: job.id, since: performance.now() };
  const tell = (done: number, total: number, own?: string): void => {
    const note = own ?? askedInWords(view!.spent());
    send({ type: 'progress', id: job.id, done, total, ...(note !== undefined && { note }) });
  };
  // What an earlier one asked for and did not wait for is no evidence of this one's.
  view!.answered();
  const answer = await runJob(job, view!, stop.signal, tell, { device, meter });
  const answered = view!.answered();
  await view!.settle();
  running = undefined;
  send(answer.type === 'result' && answered !== undefined ? { ...answer, answered } : answer);
}

/** Of language models, in this process so far. */
const askedInWords = (spent: readonly Spent[]): string | undefined => {
  const asked = spent.reduce((sum, { requests }) => sum + requests, 0);
  const known = spent.reduce((sum, each) => sum + each.known, 0);
  return asked + known === 0 ? undefined : `${asked} asked, ${known} known`;
};

/** A promise or a timer that a plugin left behind: nobody knows in what state the process is now. */
function uncaught(error: unknown): void {
  if (running === undefined) process.exit(1);
  const { id, since } = running;
  const seconds = (performance.now() - since) / 1000;
  const fault: FromChild = { type: 'fault', id, seconds, cause: 'failed', detail: errorInWords(error), fatal: true };
  channel.end(`${JSON.stringify(fault)}\n`, () => process.exit(1));
}

process.on('uncaughtException', uncaught);
process.on('unhandledRejection', uncaught);
channel.on('close', () => {
  stop.abort();
  endGroup();
});
watchParent(Number(process.argv[2]));
readFrames(
  channel,
  MAX_ANSWER_BYTES,
  (message) => void handle(message as ToChild),
  () => endGroup(),
);
