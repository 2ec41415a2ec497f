/** Keys and passphrases that stand in code or configuration. */
import { pattern } from './code-finding.js';
import type { CodeLine, Pattern } from './code-finding.js';
import { isEncodedKey, isKeyLength, isPlaceholder, listedBytes, QUOTED, unescapedLength } from './literals.js';
import { assignmentIn, namesKey, namesPassphrase } from './names.js';

const LEAST_PASSPHRASE = 4;

/** Keys in forms of their own, wherever they stand. */
export const KEYS_THEMSELVES: readonly Pattern[] = [
  pattern(
    'key',
    'a private key (PEM)',
    /-----BEGIN (?:(?:RSA |EC |DSA |OPENSSH )?PRIVATE KEY|PGP PRIVATE KEY BLOCK)-----(?:\s*$|\\[nr]|\s?[A-Za-z0-9+/]{16})/,
  ),
  pattern('key', 'an age identity', /AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{40}/),
  pattern(
    'key',
    'a secret JSON Web Key',
    /"kty"\s*:\s*"oct"[^}]{0,400}"k"\s*:\s*"[A-Za-z0-9_-]{16}|"k"\s*:\s*"[A-Za-z0-9_-]{16}[^}]{0,400}"kty"\s*:\s*"oct"/,
  ),
];

export const CONSTANT_KEYS: readonly Pattern[] = [
  { kind: 'key', what: 'a constant key', found: isConstantKey },
  { kind: 'key', what: 'a constant passphrase', found: isConstantPassphrase },
  pattern(
    'key',
    'a constant key for AES.new (PyCryptodome)',
    /\b(?:AES|DES3?|ARC4|ChaCha20\w*)\.new\(\s*(?:key\s*=\s*)?b?["']/,
  ),
  pattern('key', 'a constant key for Fernet', /\bFernet\(\s*b?["']/),
  pattern(
    'key',
    'a constant key for createCipheriv (Node.js)',
    /\bcreate(?:Cipher|Decipher)(?:iv)?\(\s*["'`][\w-]{1,40}["'`]\s*,\s*(?:Buffer\.from\(\s*)?["'`]/,
  ),
  pattern(
    'key',
    'a constant key for SecretKeySpec (Java)',
    /\bSecretKeySpec\(\s*(?:"|new\s+byte\s*\[\s*\]\s*\{|(?:Hex|Base64)[\w.()]{0,40}\(\s*")/,
  ),
  pattern('key', 'a constant key for aes.NewCipher (Go)', /\baes\.NewCipher\(\s*\[\]byte\(\s*["`]/),
  pattern(
    'key',
    'a constant key for CryptoJS',
    /\bCryptoJS\.(?:AES|DES|TripleDES|Rabbit|RC4)\.(?:en|de)crypt\([^,]{1,200},\s*["'`]/,
  ),
  pattern(
    'key',
    'a key on the command line of openssl',
    /\bopenssl\s+(?:enc\b|aes-|des)[^\r\n]{0,200}\s-(?:K\s+[0-9A-Fa-f]{16}|k\s+[^\s$"'`-]|pass\s+pass:[^\s$])/,
  ),
];

function isConstantKey({ text, file }: CodeLine): boolean {
  const assignment = assignmentIn(text, namesKey);
  if (assignment === undefined) return false;
  const { value } = assignment;
  if (isKeyLength(listedBytes(value.slice(0, 1024)))) return true;
  const literal = literalOf(value, file.bareValues);
  if (literal === undefined || isPlaceholder(literal)) return false;
  if (isEncodedKey(literal)) return true;
  // A text of a key's length is a key where the file has to do with ciphers.
  return isKeyLength(unescapedLength(literal)) && (file.usesCiphers || /^[bB]["']/.test(value));
}

function isConstantPassphrase({ text, file }: CodeLine): boolean {
  const assignment = assignmentIn(text, namesPassphrase);
  const literal = assignment && literalOf(assignment.value, file.bareValues);
  return literal !== undefined && literal.length >= LEAST_PASSPHRASE && !isPlaceholder(literal);
}

/** The literal that a value is, or that it is made of by a call (`Buffer.from("…", "hex")`, `bytes.fromhex('…')`, `"…".getBytes()`). */
function literalOf(value: string, bare: boolean): string | undefined {
  const quoted = QUOTED.exec(value);
  if (
    quoted !== null &&
    /^(?:[\w.]{1,60}\(\s*|\[\]byte\(\s*|new\s+\w{1,40}\(\s*){0,3}$/.test(value.slice(0, quoted.index))
  ) {
    // `os.environ["KEY"]`, `getenv('KEY')`, `config.get("key")`: the literal is the name of a place.
    return /env|getprop|\bget\(|secret_?manager|vault|getpass|input|prompt|require\(|open\(|read/i.test(
      value.slice(0, quoted.index),
    )
      ? undefined
      : quoted[2];
  }
  if (!bare || quoted !== null) return undefined;
  const plain = /^([^\s#;,{}[\]()&*!|>$][^\s#]{0,511})\s*(?:#.*)?$/.exec(value);
  return plain?.[1];
}
