/** The program of a worker thread: models to train in, their answers out. */
import { serve } from '../../threads/serve.js';
import { trainPart } from './train-part.js';
import type { Part } from './train-part.js';

serve((part: Part) => trainPart(part, {}, async () => {}));
