/**
 * What moves a cursor, ends a line, turns the direction of reading or is no character: C0 and C1 controls, DEL, line and
 * paragraph separators, bidirectional controls, noncharacters, lone surrogates.
 */
export const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu;
