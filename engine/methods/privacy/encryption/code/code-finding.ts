/** A place in code or configuration that undoes encryption. The matched text itself is in none of the findings: it may be the key. */
export interface CodeFinding {
  /** 1-based. */
  readonly line: number;
  readonly kind: 'ecb' | 'key' | 'vector';
  readonly what: string;
}

/** One line, and the file around it. */
export interface CodeLine {
  readonly text: string;
  /** The lines that follow, at most a few. */
  readonly following: () => readonly string[];
  readonly file: CodeFile;
}

export interface CodeFile {
  /** Whether the file speaks of ciphers at all. */
  readonly usesCiphers: boolean;
  /** Values stand without quotes (`.env`, `.properties`, YAML). */
  readonly bareValues: boolean;
}

export interface Pattern {
  readonly kind: CodeFinding['kind'];
  readonly what: string;
  readonly found: (line: CodeLine) => boolean;
}

export const pattern = (kind: CodeFinding['kind'], what: string, expression: RegExp): Pattern => ({
  kind,
  what,
  found: ({ text }) => expression.test(text),
});
