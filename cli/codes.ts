import type { CodeTable } from '../engine/index.js';

/** Faults of a command line. They all end with exit status 3. */
export const CLI_CODES = {
  ASSAY1800: {
    title: 'The command line cannot be read',
    explanation:
      'An unknown command or option, an option without its value, or a missing argument. `assay help COMMAND` lists what there is.',
  },
  ASSAY1801: {
    title: 'An option has a value that it does not take',
    explanation:
      'The message says which option, what was found and what it takes. Values are read strictly: nothing is guessed or cut off, because a seed or a date that was half understood would change a verdict silently.',
  },
  ASSAY1802: {
    title: 'Unknown format',
    explanation: 'The message lists the formats. An unknown one is never taken for the default.',
  },
  ASSAY1803: {
    title: 'An output file cannot be written',
    explanation:
      'Its folder does not exist, or the file may not be written. The folder is looked for before anything is measured.',
  },
  ASSAY1804: {
    title: 'Options that exclude each other, or one that needs another',
    explanation:
      'A subject is named either by its document or by `--model`, `--data` and `--target` together, which take `--policy`.',
  },
  ASSAY1830: {
    title: 'The folder of the masked data is there already',
    explanation: '`assay mask` writes into a new folder and never over anything: name another one with `--output`.',
  },
  ASSAY1831: {
    title: 'The masked data cannot be written',
    explanation: 'The folder that is to hold the new one is not there, or may not be written. Nothing is left behind.',
  },
  ASSAY1890: {
    title: 'No browser prints the PDF',
    explanation:
      'A PDF is the HTML page, printed by Chromium, Chrome or Edge. It is looked for on the path, where the system keeps it, and under `ASSAY_BROWSER`. Debian: `apt install chromium`. Any browser prints the page of `--output report.html` as well.',
  },
  ASSAY1891: {
    title: 'The browser printed no PDF',
    explanation:
      'It was started and wrote nothing within two minutes. The message has what it said last. `ASSAY_BROWSER` names another one.',
  },
} as const satisfies CodeTable;
