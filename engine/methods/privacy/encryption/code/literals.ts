/** Values that stand in the code itself, told from those that come from elsewhere. */

/** A quoted literal, with a prefix for bytes. Bounded: long literals are data, not keys. */
export const QUOTED = /(?:[bB]|rb|br)?(["'`])((?:(?!\1)[^\\\r\n]|\\.){1,512})\1/;

/** `${X}`, `<key>`, `{{ x }}`, `%X%`, `$(x)`, `***`: a place for a value; a path. */
const PLACEHOLDER =
  /^(?:[<*]|\.{0,2}\/)|\$\{|\$\(|\{\{|%[A-Za-z_]+%|^(?:x+|\.+|…|change[-_ ]?me.*|your[-_ ].*|todo.*|example.*|none|null|undefined)$/i;

export const isPlaceholder = (value: string): boolean => PLACEHOLDER.test(value.trim());

/** Of a literal with escapes as Python, JavaScript and Java have them. */
export const unescapedLength = (text: string): number =>
  text.replace(/\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[0-7]{1,3}|.)/g, '.').length;

const KEY_BYTES = [16, 24, 32];

/** Whether a text is 16, 24 or 32 bytes in base 16 or base64. */
export function isEncodedKey(text: string): boolean {
  if (/^(?:0x)?[0-9A-Fa-f]+$/.test(text)) return KEY_BYTES.includes(text.replace(/^0x/, '').length / 2);
  if (!/^[A-Za-z0-9+/_-]{22,44}={0,2}$/.test(text)) return false;
  return KEY_BYTES.includes(Buffer.from(text, 'base64').length) && hasManyCharacters(text);
}

/** A word or a path is no key: keys have digits and letters of both cases, and many different ones. */
const hasManyCharacters = (text: string): boolean =>
  /[0-9]/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) && new Set(text).size >= 12;

export const isKeyLength = (bytes: number): boolean => KEY_BYTES.includes(bytes);

/** `{0x01, 0x02, …}`, `[1, 2, …]`: the number of small numbers in a row, where there are as many as of a key. */
export function listedBytes(text: string): number {
  const list =
    /[[{(]\s*((?:\(byte\)\s*)?(?:0x[0-9A-Fa-f]{1,2}|\d{1,3}|-\d{1,3})(?:\s*,\s*(?:\(byte\)\s*)?(?:0x[0-9A-Fa-f]{1,2}|\d{1,3}|-\d{1,3})){7,63}),?\s*[\]})]/.exec(
      text,
    );
  return list === null ? 0 : list[1]!.split(',').length;
}
