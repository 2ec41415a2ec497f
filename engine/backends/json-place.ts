/** Offsets [start, end) of a value in sound JSON text, by a path such as `config.layers[3].class_name`; of what is nearest above it where it is not there. */
export function jsonPlace(text: string, path: string): readonly [number, number] {
  let start = blank(text, 0);
  for (const [, key, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    const next = key === undefined ? item(text, start, Number(index)) : member(text, start, key);
    if (next === undefined) break;
    start = next;
  }
  return [start, valueEnd(text, start)];
}

/** The offset that V8 names in the message of a SyntaxError; the end of the text where it names none. */
export function syntaxOffset(text: string, { message }: SyntaxError): number {
  const found = /at position (\d+)/.exec(message);
  return found === null ? text.length : Number(found[1]);
}

function member(text: string, start: number, wanted: string): number | undefined {
  if (text[start] !== '{') return undefined;
  let found: number | undefined;
  // Of keys that stand twice, JSON.parse takes the last.
  for (let at = blank(text, start + 1); text[at] === '"';) {
    const end = valueEnd(text, at);
    const value = blank(text, blank(text, end) + 1);
    if (JSON.parse(text.slice(at, end)) === wanted) found = value;
    at = blank(text, valueEnd(text, value));
    if (text[at] === ',') at = blank(text, at + 1);
  }
  return found;
}

function item(text: string, start: number, index: number): number | undefined {
  if (text[start] !== '[') return undefined;
  let at = blank(text, start + 1);
  for (let skipped = 0; skipped < index && text[at] !== ']'; skipped += 1) {
    at = blank(text, valueEnd(text, at));
    if (text[at] !== ',') return undefined;
    at = blank(text, at + 1);
  }
  return text[at] === ']' ? undefined : at;
}

function blank(text: string, from: number): number {
  let at = from;
  while (' \t\r\n'.includes(text[at] ?? 'x')) at += 1;
  return at;
}

function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '"') {
      for (at += 1; at < text.length && text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1;
      if (depth === 0) return at + 1;
    } else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth <= 0) return depth < 0 ? at : at + 1;
    } else if (depth === 0 && ',: \t\r\n'.includes(char)) return at;
  }
  return text.length;
}
