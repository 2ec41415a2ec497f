import type { CodeTable } from '../document/diagnostic.js';

/** Faults of a subject's files and tables. */
export const DATA_CODES = {
  ASSAY1400: {
    title: 'Named file not found',
    explanation: 'The document names a file that is not there. Paths are relative to the document that names them.',
  },
  ASSAY1401: {
    title: 'File outside the folder',
    explanation:
      'A subject names only files in its own folder or below it, symbolic links resolved: so a subject from elsewhere cannot read your files. Move the file, or the document.',
  },
  ASSAY1402: {
    title: 'File cannot be read',
    explanation: 'A folder stands where a file is expected, or the file may not be read. See its permissions.',
  },
  ASSAY1403: {
    title: 'File too large',
    explanation:
      'Tables are held in memory: a CSV file may have 256 MiB, a model 2 GiB. Give a random sample of the rows.',
  },
  ASSAY1404: {
    title: 'Not a text file',
    explanation:
      'The file holds a NUL byte, as binary files do and CSV files do not. Perhaps a spreadsheet or an archive was named.',
  },
  ASSAY1405: {
    title: 'Not UTF-8',
    explanation:
      'The file holds bytes that are no UTF-8. Other encodings are not guessed, because a wrong guess changes texts silently. Save it as UTF-8.',
  },
  ASSAY1406: {
    title: 'Empty table',
    explanation: 'The file has no header. The first line of a CSV file names its columns.',
  },
  ASSAY1407: {
    title: 'Table without rows',
    explanation: 'The file has a header and nothing after it: there is nothing to measure on.',
  },
  ASSAY1408: {
    title: 'Column without a name',
    explanation:
      'A field of the header is empty. Some programs write row numbers under an empty name: drop that column, or name it.',
  },
  ASSAY1409: {
    title: 'Column named twice',
    explanation: 'Two columns of the header have the same name, so nothing can say which one is meant. Rename one.',
  },
  ASSAY1410: {
    title: 'Ragged row',
    explanation:
      'The row has more or fewer fields than the header. A separator inside a text needs quotes around the field; a missing value is an empty field, not an absent one. Empty lines are rows too, but at the end of the file.',
  },
  ASSAY1411: {
    title: 'Quote not closed',
    explanation:
      'A field begins with a quote and the file ends before another closes it. A quote inside a quoted field is doubled.',
  },
  ASSAY1412: {
    title: 'Misplaced quote',
    explanation:
      'By RFC 4180 quotes stand around a whole field: no text before the first or after the last, and a quote inside is doubled. Spaces between a separator and a quote are text.',
  },
  ASSAY1413: {
    title: 'Field or line too large',
    explanation:
      'A field may have 1 MiB and a line 65,536 fields. Usually a quote was not closed, or the separator is another.',
  },
  ASSAY1414: {
    title: 'Text in a numeric column',
    explanation:
      'A numeric column holds decimal numbers with a point (`-1.5`, `6e23`), the same in every locale, or a text of `data.missing`. Messages show the shape of a value, not the value: it may be personal.',
  },
  ASSAY1415: {
    title: 'No finite number',
    explanation:
      '`NaN`, infinities and numbers beyond 64-bit floats are no data. Where such a word stands for a missing value, list it in `data.missing`; it is never taken so silently.',
  },
  ASSAY1416: {
    title: 'Columns ignored',
    explanation:
      'Where `data.columns` declares any column, those that it does not declare are not read. This is a remark, no fault.',
  },
  ASSAY1417: {
    title: 'Column not in the table',
    explanation:
      'Every declared column must be in every table of the subject; without declarations, every column of the first table must be in the others.',
  },
  ASSAY1418: {
    title: 'Target, group or weight not in the table',
    explanation: 'The column that is the target, the group or the weight must be in every table of the subject.',
  },
  ASSAY1419: {
    title: 'Label that is no class',
    explanation:
      'The target column has a text that `data.target.classes` does not list. Labels are compared as texts, trimmed: `1` and `1.0` differ.',
  },
  ASSAY1420: {
    title: 'Positive class unknown',
    explanation: '`data.target.positive` must be one of the classes.',
  },
  ASSAY1421: {
    title: 'Classes and task disagree',
    explanation: 'A binary task has two classes, a multiclass task at least two, a regression none.',
  },
  ASSAY1422: {
    title: 'Unusable weight',
    explanation: 'Row weights are numbers of at least 0, one in every row.',
  },
  ASSAY1423: {
    title: 'Wrong separator',
    explanation: 'Set `data.separator` to the one ASCII character between the fields; without it a comma is expected.',
  },
  ASSAY1424: {
    title: 'Class without rows',
    explanation:
      'A class that the target lists has no row in a table. Figures of that class cannot be measured there. This is a remark, no fault.',
  },
  ASSAY1426: {
    title: 'Types inferred',
    explanation:
      'No column is declared: a column is numeric where all its values are numbers, else categorical. Declare columns to fix this. This is a remark, no fault.',
  },
  ASSAY1427: {
    title: 'Task inferred',
    explanation:
      'Without a document the task follows from the target: texts or few integers are classes, other numbers a regression. `--task` says otherwise. This is a remark, no fault.',
  },
  ASSAY1470: {
    title: 'Privacy of shuffled batches',
    explanation:
      'The training went through shuffled batches, as data loaders do, while accountants of dp-sgd reckon with rows that are each drawn by a coin of their own. No proof carries over, and the true epsilon can be far above the stated one (Chua et al., "How private are DP-SGD implementations?", 2024). As a warning: the accounting of it is out of domain. Train with Poisson sampling, and state `sampling: poisson`.',
  },
  ASSAY1471: {
    title: 'Delta too large for the rows',
    explanation:
      'Delta times the rows is 1 or more: a mechanism that publishes a whole row, drawn at random, would meet it. As a warning; a delta well below one over the rows is meant.',
  },
  ASSAY1472: {
    title: 'Batch and sampling rate disagree',
    explanation:
      'Of `training.privacy`, `sampleRate` is not `batch` over the rows within 1 %, or the batch has more rows than there are. State one of them, or mend the other.',
  },
  ASSAY1473: {
    title: 'Mechanism not stated in full',
    explanation:
      'Without all parts of the mechanism its epsilon cannot be accounted for, and what is claimed stays a claim: `dp-sgd` has a noiseMultiplier, steps, and a sampleRate (or a batch, and how it is drawn), `gaussian` and `laplace` a noiseMultiplier, `randomised-response` a flip, `exponential` a stepEpsilon. As a warning.',
  },
  ASSAY1474: {
    title: 'Epsilon without a delta',
    explanation:
      'An epsilon under Gaussian noise holds at a delta, and says nothing without it. As a warning: state `delta`.',
  },
} as const satisfies CodeTable;

/** Faults of sealed files, and of evidence about storage. */
export const SEALED_CODES = {
  ASSAY1430: {
    title: 'No key for a sealed file',
    explanation:
      'The file is sealed, and the place of its key holds nothing: the variable is not set (`ASSAY_KEY` where the document names no place), or the key file is not there. Documents name the place of a key (`key: {environment: NAME}`, `{file: PATH}`, `{passphrase: NAME}`), never the key.',
  },
  ASSAY1431: {
    title: 'Unusable key for a sealed file',
    explanation:
      'What the variable or the key file holds is no age identity (`AGE-SECRET-KEY-1…`) and no JSON Web Key of 32 bytes, the passphrase has fewer than 10 characters, or others can reach the key file (`chmod 600`).',
  },
  ASSAY1432: {
    title: 'Wrong key for a sealed file',
    explanation: 'The key does not open the file: it is sealed for another, or its header was altered.',
  },
  ASSAY1433: {
    title: 'Damaged sealed file',
    explanation:
      'The file fails its authentication: it is cut off, altered, or its parts are out of order. Nothing of it is used. Fetch it again.',
  },
  ASSAY1434: {
    title: 'Sealed in another way than can be opened here',
    explanation:
      'Age files (binary, armoured) and JWE (compact, A256GCM, wrapped with A256KW or PBES2-HS512+A256KW) are opened.',
  },
  ASSAY1435: {
    title: 'Plain file where a sealed one is meant',
    explanation:
      'The document names a key for the file, or its name ends in `.age` or `.jwe`, and the file is plain. Data that are taken for encrypted and are not are worse than data known to be plain.',
  },
  ASSAY1436: {
    title: 'Too many files at rest',
    explanation:
      'Under `storage` at most 10,000 files are looked at. `node_modules`, `.git` and `.assay` do not count.',
  },
} as const satisfies CodeTable;

/** Faults of models. */
export const MODEL_CODES = {
  ASSAY1500: {
    title: 'Model cannot be read',
    explanation:
      'The file is no sound ONNX or TensorFlow.js model: it is cut off, damaged, of another format, or it refers to what is not there: files of weights, layers that TensorFlow.js does not have. Export it again.',
  },
  ASSAY1502: {
    title: 'Model and features do not fit',
    explanation:
      'The inputs of the model must take the feature columns: an input of one column the feature of its name, other inputs the features that are left, in the order of the data. String inputs take categorical columns, numeric inputs numeric ones.',
  },
  ASSAY1503: {
    title: 'Model and target do not fit',
    explanation:
      'A classifier gives labels or probabilities of the classes of the target, a regression one number a row.',
  },
  ASSAY1504: {
    title: 'Predictions without a column',
    explanation:
      'A predictions file has the column `prediction` and, for classifiers that give them, one `probability_<class>` for every class.',
  },
  ASSAY1505: {
    title: 'Predictions of other rows',
    explanation: 'A predictions file has one line for each row of `data.test`, in its order.',
  },
  ASSAY1506: {
    title: 'Unusable prediction',
    explanation: 'A prediction is a class of the target or, for a regression, a number; none may be missing.',
  },
  ASSAY1507: {
    title: 'No probabilities',
    explanation: 'The probabilities of a row lie between 0 and 1 and sum to 1 (within 0.001).',
  },
  ASSAY1509: {
    title: 'Predictions without test data',
    explanation: 'Recorded predictions belong to the rows of `data.test`; the subject has no such table.',
  },
  ASSAY1510: {
    title: 'Threshold without a positive class',
    explanation:
      'A threshold is one on the probability of the positive class of a binary task, which `data.target.positive` names.',
  },
  ASSAY1513: {
    title: 'Features that the model does not take',
    explanation:
      'All inputs of the model found their column by name, and features are left over. This is a remark, no fault: give them `roles: []` where they are no features.',
  },
  ASSAY1514: {
    title: 'Margins instead of probabilities',
    explanation:
      'The model gives labels, and beside them margins of a linear or support-vector classifier. Figures that need probabilities are `unsupported`. This is a remark, no fault.',
  },
  ASSAY1550: {
    title: 'Address of a model that is none',
    explanation:
      'A model behind a server is named by its whole address, http or https: `…/v2/models/NAME` (Open Inference Protocol), `…/invocations` (MLflow), `…/v1/models/NAME` (TensorFlow Serving); a language model by the base address of its server, `…/v1`, to which the protocol’s paths are added.',
  },
  ASSAY1551: {
    title: 'Secret in the open',
    explanation:
      'An address holds no name or password: documents are read by many. Secrets are in variables of the environment that `model.headers` names, and they go over https only, but to this machine itself.',
  },
} as const satisfies CodeTable;

/** Faults of sets of questions. */
export const QUESTION_CODES = {
  ASSAY1570: {
    title: 'Questions in an unknown form',
    explanation:
      'The end of the name says how a file of questions is read: `.jsonl` (one JSON object a line), `.csv` or `.parquet`.',
  },
  ASSAY1571: {
    title: 'Line that is no question',
    explanation:
      'Every line of a JSON Lines file is one JSON object, such as `{"text": "…", "reference": "…"}`; nothing else stands on it. Empty lines are skipped.',
  },
  ASSAY1572: {
    title: 'Question without a text',
    explanation:
      'A question has `text` (or `prompt`), or `messages` whose last turn is the user’s, and not both. Where the file calls it otherwise, `columns: {text: NAME}` says so.',
  },
  ASSAY1573: {
    title: 'Two questions with one id',
    explanation:
      'An `id` names one question of the set, so that its answers are its own. Leave ids out where there are none: they then follow from the content.',
  },
  ASSAY1574: {
    title: 'Right answer that is no choice',
    explanation:
      '`answer` is the right choice’s index from 0, its letter, its label where there are `labels`, or its text. It must mean exactly one of the choices.',
  },
  ASSAY1575: {
    title: 'Choices that are none',
    explanation: 'A question has 2 to 26 choices, each different, and as many labels as choices where it has labels.',
  },
  ASSAY1576: {
    title: 'Part of a question that is of another type',
    explanation:
      'Texts may be numbers or truth values, lists are lists (in CSV, of JSON in a cell), `messages` are `{role, content}`. Texts are whole Unicode: no half of a surrogate pair.',
  },
  ASSAY1577: {
    title: 'Unusable template',
    explanation:
      'A template has places `{{NAME}}` for the fields of a question. One that no question has, or that some lack, is a fault and never an empty text. A judge’s template has `{{answer}}`.',
  },
  ASSAY1578: {
    title: 'File without questions',
    explanation: 'The file is empty, or has a header alone: there is nothing to ask.',
  },
  ASSAY1579: {
    title: 'Too much for a set of questions',
    explanation: 'A set holds at most a million questions, a line at most 4 MiB.',
  },
  ASSAY1580: {
    title: 'Unusable examples',
    explanation:
      'Examples that are shown before a question have answers of their own, one turn each, and are none of the questions: else the answer would be given away.',
  },
  ASSAY1581: {
    title: 'Question that its scorer cannot score',
    explanation:
      'The scorer that the set declares needs references (or for `choice` the choices and the answer among them) on every question.',
  },
  ASSAY1582: {
    title: 'Weights that do not fit the tasks',
    explanation: 'Where `weights` are given, every task of the set has one, and they name no other.',
  },
  ASSAY1583: {
    title: 'Unreadable Parquet file',
    explanation: 'The file is damaged, is encrypted, or is no Parquet. All common compressions are read.',
  },
  ASSAY1585: {
    title: 'Unusable scorer',
    explanation:
      'A pattern is not one of RE2 (which has neither look-around nor back-references, and so takes time in proportion to the text), a schema is no JSON Schema, or the grades are no scale.',
  },
} as const satisfies CodeTable;
