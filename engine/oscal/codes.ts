import type { CodeTable } from '../document/diagnostic.js';

/** Faults of OSCAL documents, and of the parts of standards and profiles that come from them. */
export const OSCAL_CODES = {
  ASSAY1370: {
    title: 'A text names a parameter that is not there',
    explanation:
      '`{{ parameters.<name> }}` in the text of a clause stands for the value of a parameter of the same standard, `{{ parameters.<standard-id>.<name> }}` for that of an imported one. Where there is none the text is shown as it is written.',
  },
  ASSAY1371: {
    title: 'A clause or heading that is not there',
    explanation:
      '`within` names a clause that stands earlier in the same document, a parameter’s `clause` one of the same document, and `select` of a profile clauses of an imported standard, by the standard’s id.',
  },
  ASSAY1372: {
    title: 'Not an OSCAL catalogue or profile',
    explanation:
      'The file is JSON or YAML with one key, `catalog` or `profile`, in a version 1 of OSCAL (`metadata.oscal-version`). Other models of OSCAL and its XML form are not read; NIST’s `oscal-cli` converts them.',
  },
  ASSAY1373: {
    title: 'OSCAL of another shape',
    explanation:
      'Something that the OSCAL model asks for is absent, or of another type. The message names the place: `catalog.groups[0].controls[2].id`.',
  },
  ASSAY1374: {
    title: 'An OSCAL document that is too large',
    explanation:
      'A file may have 32 MB, 20,000 groups and controls, 50,000 parameters, texts of 200,000 characters and 20 levels. NIST’s largest catalogue has a third of that.',
  },
  ASSAY1375: {
    title: 'An id that is taken',
    explanation: 'Groups and controls, and parameters, have ids of their own throughout a catalogue.',
  },
  ASSAY1376: {
    title: 'Prose that inserts a parameter that is not there',
    explanation: 'The insert is kept as it stands. It is a fault of the catalogue: tell its publisher.',
  },
  ASSAY1377: {
    title: 'A profile names what its catalogue has not',
    explanation:
      'A control, a parameter or a resource that a profile names is not there; or it chooses controls by a pattern, or with their children, of a catalogue that is not at hand. Give the catalogue on the command line as well.',
  },
  ASSAY1378: {
    title: 'A profile sets what the catalogue fixes',
    explanation:
      'A parameter with a value in the catalogue is statutory: it stands in the standard without `tighten` and without `adjustable`, and nobody below may set it to another one. Parameters that the catalogue leaves open are `adjustable`.',
  },
  ASSAY1379: {
    title: 'The catalogue is not at hand',
    explanation:
      'The profile is imported by the ids that it names, unchecked, and names the standard by the file that the catalogue would make. Import the catalogue into the same folder, and `assay validate` checks the two together.',
  },
  ASSAY1380: {
    title: 'OSCAL profiles import each other in a circle',
    explanation: 'A profile cannot rest on itself, neither directly nor through others.',
  },
  ASSAY1381: {
    title: 'What is not kept',
    explanation:
      'Assay keeps titles, versions, remarks, the canonical link, groups, controls, labels, parts with their prose, and parameters; of profiles the choice of controls and the values that they set. What else the document holds has no place in a standard or profile; the notice lists it by name. In the other direction rules, measurements and facts have no place in OSCAL.',
  },
  ASSAY1382: {
    title: 'A file that cannot be written',
    explanation: 'Nothing is written over: name an empty or a new folder with `--out`.',
  },
  ASSAY1383: {
    title: 'Not one of the choices',
    explanation: 'A parameter with `choices` has one of them for its value, or a list of some of them.',
  },
} as const satisfies CodeTable;
