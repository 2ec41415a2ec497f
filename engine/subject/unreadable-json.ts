import { jsonPlace, syntaxOffset } from '../backends/json-place.js';
import { JsonFault } from '../backends/json-value.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { SourceText } from '../document/source-text.js';

/** What reading a model's JSON threw, at its place in the file. What is no fault of the file is thrown on. */
export function unreadableJson(text: string, file: string, cause: unknown): Diagnostic {
  if (!(cause instanceof JsonFault) && !(cause instanceof SyntaxError)) throw cause;
  const [start, end] = cause instanceof JsonFault ? jsonPlace(text, cause.where) : [syntaxOffset(text, cause)];
  const place = new SourceText(file, text).place(start, end);
  return { code: 'ASSAY1500', severity: 'error', message: `the model cannot be read: ${cause.message}`, ...place };
}
