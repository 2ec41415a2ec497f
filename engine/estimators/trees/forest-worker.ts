/** The program of a worker thread: blocks of trees in, their summed answers out. */
import { serve } from '../../threads/serve.js';
import { sumAnswers } from './forest-task.js';

serve(sumAnswers);
