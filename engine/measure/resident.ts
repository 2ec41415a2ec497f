import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/**
 * Resident memory in bytes of a process and all its descendants, but for `without` and theirs, or `undefined` where the machine does not say
 * (Windows: there only V8's own heap limit holds). Linux: /proc (proc(5)), some 0.3 ms; elsewhere `ps`.
 */
export async function residentBytes(pid: number, without: readonly number[] = []): Promise<number | undefined> {
  if (process.platform === 'linux') return linuxResident(pid, without);
  if (process.platform === 'win32') return undefined;
  return await groupResident(pid, without);
}

function linuxResident(pid: number, without: readonly number[]): number {
  if (without.includes(pid)) return 0;
  const text = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // It has just ended.
      return '';
    }
  };
  // In kB whatever the machine's page size, unlike `statm`.
  let total = Number(/^VmRSS:\s+(\d+) kB$/m.exec(text(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
  for (const thread of threadsOf(pid)) {
    for (const child of text(`/proc/${pid}/task/${thread}/children`).split(' ')) {
      if (child.trim() !== '') total += linuxResident(Number(child), without);
    }
  }
  return total;
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Of the process group that `pid` leads; `ps` gives KiB. */
function groupResident(pid: number, without: readonly number[]): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile('ps', ['-A', '-o', 'pid=,ppid=,pgid=,rss='], (error, stdout) => {
      if (error !== null) return resolve(undefined);
      const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
      const parents = new Map(rows.map(([id = 0, parent = 0]) => [id, parent]));
      const counts = (id: number): boolean => {
        for (let at: number | undefined = id; at !== undefined && at > 1; at = parents.get(at)) {
          if (without.includes(at)) return false;
        }
        return true;
      };
      const own = rows.filter(([id = 0, , group]) => group === pid && counts(id));
      resolve(own.reduce((sum, [, , , rss = 0]) => sum + rss * 1024, 0));
    });
  });
}
