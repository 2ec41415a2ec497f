/** The line of a program's standard error that says most: the last `…Error: …`, else the last line. No stack. */
export function lastWords(errors: string): string {
  const lines = errors
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line = lines.findLast((text) => /^[A-Za-z.]*(Error|Exception): /.test(text)) ?? lines.at(-1) ?? '';
  return oneLine(line);
}

/** Text of a stranger as one short line without control characters. */
export function oneLine(text: string, most = 300): string {
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  return plain.length <= most ? plain : `${plain.slice(0, most - 1)}…`;
}
