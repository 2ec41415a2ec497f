/** `check --watch`: one check after another, each time something that was read is another. */
import { relative } from 'node:path';
import type { CheckOutcome, Language } from '../../engine/index.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { interruptible } from '../interruptible.js';
import { note } from '../print.js';
import { verdictChanges, verdictsOf, type Verdicts } from './verdict-changes.js';
import { WatchedFiles } from './watched-files.js';

export interface CheckedOnce {
  readonly status: ExitStatus;
  readonly reports: CheckOutcome['reports'];
  readonly interrupted: boolean;
}

const WORDS = {
  en: {
    waiting: (files: number) => `watching ${files} files; Ctrl-C ends`,
    changed: 'changed',
    same: 'no verdict changed',
  },
  zh: {
    waiting: (files: number) => `正在监视 ${files} 个文件；按 Ctrl-C 结束`,
    changed: '已更改',
    same: '判定均未改变',
  },
} as const;

/** Until Ctrl-C; gives the status of the last check that came to its end. */
export function watchCheck(
  once: (looked: (path: string) => void) => Promise<CheckedOnce>,
  language: Language,
): Promise<ExitStatus> {
  const words = WORDS[language === 'zh' ? 'zh' : 'en'];
  const files = new WatchedFiles();
  return interruptible(async (signal) => {
    let status: ExitStatus = EXIT.internal;
    let before: Verdicts | undefined;
    try {
      while (!signal.aborted) {
        files.reset();
        const checked = await once(files.look);
        if (checked.interrupted) break;
        status = checked.status;
        const now = verdictsOf(checked.reports);
        if (before !== undefined) {
          const changes = verdictChanges(before, now);
          note(`${changes.length === 0 ? words.same : changes.join('\n')}\n`);
        }
        before = now;
        note(`${words.waiting(files.count)}\n`);
        const changed = await files.nextBurst(signal);
        if (changed.length > 0) note(`\n${words.changed}: ${changed.map((path) => relative('', path)).join(', ')}\n`);
      }
      return status;
    } finally {
      files.close();
    }
  });
}
