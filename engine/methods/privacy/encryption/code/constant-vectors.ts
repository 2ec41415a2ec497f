/** Initialisation vectors and nonces that are the same each time, and calls that make them so. */
import { pattern } from './code-finding.js';
import type { CodeLine, Pattern } from './code-finding.js';
import { isPlaceholder, listedBytes, QUOTED } from './literals.js';
import { assignmentIn, namesVector } from './names.js';

const LEAST_BYTES = 8;

export const CONSTANT_VECTORS: readonly Pattern[] = [
  { kind: 'vector', what: 'a constant initialisation vector', found: isConstantVector },
  pattern(
    'vector',
    'createCipher, whose key and vector follow from the password alone (Node.js)',
    /(?<!function )\bcreate(?:Cipher|Decipher)\(/,
  ),
  pattern(
    'vector',
    'a constant IvParameterSpec (Java)',
    /\b(?:IvParameterSpec|GCMParameterSpec)\((?:\s*\d+\s*,)?\s*(?:"|new\s+byte\s*\[)/,
  ),
  pattern(
    'vector',
    'a constant vector on the command line of openssl',
    /\bopenssl\s+(?:enc\b|aes-|des)[^\r\n]{0,200}\s-iv\s+[0-9A-Fa-f]{16}/,
  ),
];

function isConstantVector({ text, following, file }: CodeLine): boolean {
  const assignment = assignmentIn(text, namesVector);
  if (assignment === undefined || !file.usesCiphers) return false;
  const value = assignment.value.slice(0, 1024);
  if (listedBytes(value) >= LEAST_BYTES) return true;
  if (/^b["']\\(?:x00|0)["']\s*\*\s*\d+|^bytes\(\s*\d+\s*\)|^bytearray\(\s*\d+\s*\)/.test(value)) return true;
  if (/^(?:Buffer\.alloc|new\s+Uint8Array|new\s+byte\s*\[|make\(\s*\[\]byte)/.test(value)) {
    return ![text, ...following()].some((line) => /rand|nextBytes|set\(|copy|write|fill\(|\w\[\d+\]\s*=/i.test(line));
  }
  const quoted = QUOTED.exec(value);
  if (quoted === null || quoted[2]!.length < LEAST_BYTES || isPlaceholder(quoted[2]!)) return false;
  return (
    /^(?:[\w.]{1,60}\(\s*|\[\]byte\(\s*|new\s+\w{1,40}\(\s*){0,3}$/.test(value.slice(0, quoted.index)) &&
    !/env|get\(|read/i.test(value.slice(0, quoted.index))
  );
}
