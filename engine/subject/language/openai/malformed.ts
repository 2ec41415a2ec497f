import { unlike } from '../../endpoint/wire.js';
import type { ModelFault } from '../../view.js';

/** The answer is none of the protocol's. */
export const malformed = (what: string): ModelFault => unlike('OpenAI', what);
