import { unmeasured } from '../unmeasured.js';

/** Where no judgement can be read. */
export const NO_JUDGEMENT = unmeasured('failed', 'the judge said nothing that can be read');
