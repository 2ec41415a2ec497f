// A side of a comparison: a process that answers questions, a line of JSON each, and what it takes of the machine.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';

export function startSide(command, args) {
  const { OPENBLAS_CORETYPE: _type, OPENBLAS_L2_SIZE: _size, ...env } = process.env;
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  const failed = new Promise((_, reject) => child.once('error', reject));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** The answer, with `processor`, the seconds of processor that it took: other programs disturb those less. */
    async ask(question) {
      const before = processorOf(child.pid);
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await Promise.race([lines.next(), failed]);
      if (done) throw new Error(`${args.join(' ')} ended`);
      return { ...JSON.parse(value), processor: processorOf(child.pid) - before };
    },
    /** Peak resident memory of its processes, MiB; NaN where there is no /proc. */
    memory: () => sumOver(child.pid, (pid) => Number(/VmHWM:\s+(\d+)/.exec(read(pid, 'status'))?.[1] ?? 0) / 1024),
    end: () => child.stdin.end(),
  };
}

/** Seconds of user and system time; clock ticks are 1/100 s on Linux. */
const processorOf = (root) =>
  sumOver(root, (pid) => {
    const fields = read(pid, 'stat').split(') ')[1]?.split(' ');
    return fields === undefined ? 0 : (Number(fields[11]) + Number(fields[12])) / 100;
  });

/** Over a process and those that it started. */
function sumOver(root, figure) {
  if (process.platform !== 'linux') return Number.NaN;
  const children = new Map();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? read(name, 'stat').split(') ')[1]?.split(' ')[1] : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), name]);
  }
  const open = [String(root)];
  let sum = 0;
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    sum += figure(pid);
    open.push(...(children.get(pid) ?? []));
  }
  return sum;
}

/** Empty where the process has ended meanwhile. */
function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
