/** The program of a worker thread: chunks of a task's rows in, their shares out. */
import { serve } from '../../threads/serve.js';
import { chunkShares } from './shares-work.js';
import type { SharesTask } from './shares-work.js';

serve((first: number, task: SharesTask) => chunkShares(task, first, async () => {}));
