import type { CodeTable } from '../document/diagnostic.js';

export const INITIALISE_CODES = {
  ASSAY1806: {
    title: '`init` would write over a document',
    explanation:
      'The folder has a `subject.yaml` or a `profile.yaml` already. `init` starts a folder; it never changes one.',
  },
  ASSAY1807: {
    title: '`init` found too little',
    explanation:
      'A model is measured on data with the truth: put a CSV file with the columns of the features and of the target beside it.',
  },
  ASSAY1808: {
    title: '`init` finds no language model at the address',
    explanation:
      'With `--url` the server is asked which models it has, and one of them for a few short answers, by OpenAI’s protocol. It could not be reached, wants a key, or answers otherwise. The address is the one below which `/models` and `/chat/completions` lie, such as `http://127.0.0.1:8000/v1`.',
  },
  ASSAY1809: {
    title: '`init` does not know which model is meant',
    explanation:
      'The server lists none or several, or is not to be asked (`--offline`). `--name` says which, as requests name it.',
  },
} as const satisfies CodeTable;
