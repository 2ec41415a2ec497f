import type { CodeTable } from './diagnostic.js';

/** Faults in files, in YAML, and against the schemas of documents. */
export const DOCUMENT_CODES = {
  ASSAY1001: {
    title: 'File not found',
    explanation:
      'There is no file of this name. Paths in documents are relative to the document, those on the command line to the working folder.',
  },
  ASSAY1002: {
    title: 'A folder where a file is expected',
    explanation:
      'A folder stands where a document is expected. A pack is named by its folder; every other document by its file.',
  },
  ASSAY1003: {
    title: 'File too large',
    explanation:
      'Documents may have 10 MB. A larger file is refused before it is parsed: it is no policy, and reading it could exhaust the machine.',
  },
  ASSAY1004: {
    title: 'Empty document',
    explanation: 'The file has nothing but white space and comments. A document has at least `apiVersion` and `kind`.',
  },
  ASSAY1005: {
    title: 'Binary file',
    explanation:
      'The file holds a NUL byte: it is not text. Perhaps a model or an archive was named where a document is expected, or the text was saved as UTF-16.',
  },
  ASSAY1006: {
    title: 'Not UTF-8',
    explanation:
      'The file holds bytes that are no UTF-8. Save it as UTF-8; other encodings are not guessed, because a wrong guess changes the text silently.',
  },
  ASSAY1007: {
    title: 'Control character',
    explanation:
      'YAML does not allow control characters other than tab and line ends in a file. They can hide text from a reader or mislead a terminal. In a double-quoted text, write an escape, such as `"\\u001b"`.',
  },
  ASSAY1008: {
    title: 'Nested too deeply',
    explanation:
      'The document has more than about 100 levels of nesting. No document needs them; parsing many more would exhaust the stack.',
  },
  ASSAY1009: {
    title: 'Too many parts',
    explanation: 'The document has more than 250,000 words, marks and line ends. Split it into several standards.',
  },
  ASSAY1010: {
    title: 'Not valid YAML',
    explanation:
      'The text breaks the grammar of YAML 1.2 (of which JSON is a part). The message says what the parser found. Faults that follow from an earlier one are left out, so mend the first and try again.',
  },
  ASSAY1011: {
    title: 'Tab as indentation',
    explanation:
      'YAML is indented with spaces. A tab may stand inside a line, but not where the indentation is counted.',
  },
  ASSAY1012: {
    title: 'Several documents in one file',
    explanation:
      'A file holds one document. Whatever followed `---` would be read by some programs and not by others; put it into a file of its own.',
  },
  ASSAY1013: {
    title: 'Duplicate key',
    explanation:
      'A mapping has the same key twice. Programs differ in which of the two they take, so neither is taken.',
  },
  ASSAY1014: {
    title: 'Key that is no text',
    explanation:
      'Keys are texts. An unquoted number, `true` or `null` is something else in YAML, and so is a list or a mapping: quote it, `"2020": …`.',
  },
  ASSAY1015: {
    title: 'Merge key',
    explanation:
      'YAML 1.2 has no merge key (`<<`): programs that do not know it would take it for a key of that name. Write the keys out, or alias a whole value: `with: *settings`.',
  },
  ASSAY1016: {
    title: 'Reserved key',
    explanation: 'The key `__proto__` has a meaning of its own in JavaScript and is never accepted.',
  },
  ASSAY1017: {
    title: 'YAML tag',
    explanation:
      'Tags such as `!!binary` or `!custom` are not used in documents of Assay: a value is what it looks like. To make a text of something that looks like a number, quote it.',
  },
  ASSAY1018: {
    title: 'Exploding aliases',
    explanation:
      'With its aliases written out the document would have more than 100,000 further values. That is the form of an attack ("billion laughs"), so it is not expanded.',
  },
  ASSAY1019: {
    title: 'Unknown alias',
    explanation: 'An alias (`*name`) stands for a value that was given the anchor `&name` earlier in the same file.',
  },
  ASSAY1020: {
    title: 'Alias inside its own anchor',
    explanation: 'The value would contain itself, without end.',
  },
  ASSAY1021: {
    title: 'Number that is not finite',
    explanation:
      '`.nan`, `.inf` and numbers too large for a double make every comparison meaningless. Leave the key out where there is no value.',
  },
  ASSAY1022: {
    title: 'Whole number that cannot be held exactly',
    explanation:
      'Whole numbers beyond 2^53 − 1 (9007199254740991) lose digits when they are read. Quote it where it is a name; write `1.0e+20` where it is a magnitude.',
  },
  ASSAY1023: {
    title: 'YAML directive',
    explanation:
      'A line `%YAML 1.1` changes what words such as `yes` and `012` mean. Documents of Assay are YAML 1.2; remove the line.',
  },
  ASSAY1024: {
    title: 'File that cannot be read',
    explanation:
      'The file is there, but the system does not let it be read: see its permissions, and those of its folder.',
  },
  ASSAY1101: {
    title: 'Not a mapping',
    explanation: 'A document is a mapping with `apiVersion`, `kind`, and what belongs to that kind.',
  },
  ASSAY1102: {
    title: 'Unknown apiVersion',
    explanation: 'This version of Assay reads documents with `apiVersion: assay/v1`.',
  },
  ASSAY1103: {
    title: 'Unknown kind',
    explanation:
      'The kind says which schema a document follows. It is one of `Standard`, `Subject`, `Profile`, `Waiver`, `Pack`, `Plugin`, `PolicyTest`, `MaskPlan`, `TrustRoots`, `Lock`.',
  },
  ASSAY1104: {
    title: 'Document of another kind',
    explanation: 'The document is sound, but a document of another kind is expected in this place.',
  },
  ASSAY1105: {
    title: 'Unknown key',
    explanation:
      'The key is not one of those that may stand here. Unknown keys are errors, because a misspelt key that is skipped would weaken a rule silently.',
  },
  ASSAY1106: {
    title: 'Missing key',
    explanation: 'A key that must stand here is absent.',
  },
  ASSAY1107: {
    title: 'Value of the wrong type',
    explanation: 'A text, a number, a list or a mapping stands where something else is expected.',
  },
  ASSAY1108: {
    title: 'Unquoted text that YAML reads as something else',
    explanation:
      'Unquoted, `1.10` is the number 1.1, `true` a truth value, and nothing at all is null. Where a text is meant (a version, a clause number, a class label), quote it: `version: "1.10.0"`.',
  },
  ASSAY1109: {
    title: 'Not one of the values allowed',
    explanation: 'Only the values that the message lists may stand here.',
  },
  ASSAY1110: {
    title: 'Text of the wrong form',
    explanation: 'The text does not have the form that is asked for here, such as a semantic version, an id or a date.',
  },
  ASSAY1111: {
    title: 'Number out of range',
    explanation: 'The number lies outside the range that may stand here.',
  },
  ASSAY1112: {
    title: 'Too few or too many',
    explanation: 'A list or a mapping has fewer or more parts than may stand here.',
  },
  ASSAY1113: {
    title: 'Value given twice',
    explanation: 'A list in which each value may stand once has one twice.',
  },
  ASSAY1114: {
    title: 'Keys that exclude each other',
    explanation:
      'The key says the same as another one beside it in another way: `data.path` is the one table where there are no `train` and `test`.',
  },
  ASSAY1115: {
    title: 'Key of the wrong form',
    explanation:
      'A name that the author may choose does not have the form of such names: facts, parameters, outputs and aliases are camelCase, and an alias is not called `subject` or `parameters`.',
  },
  ASSAY1116: {
    title: 'Too many faults',
    explanation:
      'The file has at least a hundred faults; the rest are not shown. Perhaps it is not the document that was meant.',
  },
} as const satisfies CodeTable;
