/**
 * json-logic-js as the judge of our judge: where every input of a requirement is definite, both must come to the same
 * answer, and a difference is an internal error.
 */
import { createRequire } from 'node:module';
import { readOwn } from './read-own.js';

interface JsonLogic {
  apply(rule: unknown, data: unknown): unknown;
  add_operation(name: string, code: (this: unknown, ...values: unknown[]) => unknown): void;
}

/**
 * Evaluates a raw rule by json-logic-js 2.0.5, with `var` (and so `missing`) reaching own properties only: a document
 * that names `constructor` or `__proto__` reads nothing, in data of any kind, null-prototype included.
 */
export function refereeLogic(rule: unknown, data: unknown): unknown {
  referee ??= loadReferee();
  return referee.apply(rule, data);
}

let referee: JsonLogic | undefined;

/**
 * `add_operation` changes the one copy that all of a process shares, other libraries included: the referee takes a copy
 * of its own.
 */
function loadReferee(): JsonLogic {
  const require = createRequire(import.meta.url);
  const path = require.resolve('json-logic-js');
  const shared = require.cache[path];
  Reflect.deleteProperty(require.cache, path);
  const copy = require(path) as JsonLogic;
  if (shared === undefined) Reflect.deleteProperty(require.cache, path);
  else require.cache[path] = shared;
  copy.add_operation('var', function (path, otherwise = null) {
    return readOwn(this, path, otherwise);
  });
  return copy;
}
