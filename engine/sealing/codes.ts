import type { CodeTable } from '../document/diagnostic.js';

/** Faults of `seal` and `open`. */
export const SEALING_CODES = {
  ASSAY1820: {
    title: 'No key',
    explanation:
      'Nothing says with which key to seal or open: neither `--key-file` nor `--key-env` nor `--passphrase-env` (to seal also `--to`), and the variable `ASSAY_KEY` is not set; or the place that was named holds nothing. A key is never given on the command line, where other users and the shell’s history see it.',
  },
  ASSAY1821: {
    title: 'Key cannot be used',
    explanation:
      'What was named is no key: an age identity (`AGE-SECRET-KEY-1…`), a JSON Web Key of 32 bytes for JWE, a passphrase of at least 10 characters, or a recipient (`age1…`). Or others can reach the key file: `chmod 600` keeps it to its owner.',
  },
  ASSAY1822: {
    title: 'Wrong key',
    explanation:
      'The key opens none of what the file’s header holds: the file is sealed for somebody else, the key belongs to the other container, or the header was altered. Nothing was written.',
  },
  ASSAY1823: {
    title: 'Damaged file',
    explanation:
      'The file fails its authentication: it is cut off, a bit was changed, or its parts are out of order. Nothing of it was kept, not even the parts before the damage, for nobody can say what else was done to it. Fetch it again.',
  },
  ASSAY1824: {
    title: 'Not in a container that is opened here',
    explanation:
      '`open` opens age files (binary or armoured) and JWE in the compact form with A256GCM, wrapped with A256KW or PBES2-HS512+A256KW. Other containers have their own programs.',
  },
  ASSAY1825: {
    title: 'Too large for this container',
    explanation:
      'A JWE has one authentication tag over the whole and is held in memory: at most 64 MiB. The container age is a stream without such a limit.',
  },
  ASSAY1826: {
    title: 'Output cannot be written',
    explanation:
      'The file is there already (`--force` replaces it), its folder is not, or the disk is full. What was written so far was removed.',
  },
  ASSAY1827: {
    title: 'File cannot be read',
    explanation: 'The file that was to be sealed or opened is not there, or may not be read.',
  },
} as const satisfies CodeTable;
