/** The program of a worker thread: moved rows in, the sums of a forest's leaves out. */
import { movedSums } from '../../methods/explainability/moved-sums.js';
import type { MovedRows } from '../../methods/explainability/moved-sums.js';
import { serve } from '../../threads/serve.js';
import type { ForestOfRows } from './moved-by-trees.js';

serve((moved: MovedRows, { forest, x }: ForestOfRows) => movedSums(forest, x, moved));
