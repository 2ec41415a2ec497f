import type { CodeTable } from '../document/diagnostic.js';

/** Faults of models that other programs keep: MLflow’s folders, model folders of Hugging Face. */
export const SOURCE_CODES = {
  ASSAY1990: {
    title: 'No model is found there',
    explanation:
      '`--from` takes a run, a model or a version of a registered model in a local folder of MLflow, with an ONNX flavour, or a model folder of Hugging Face with an ONNX file.',
  },
  ASSAY1991: {
    title: 'A file of the model cannot be read',
    explanation:
      'A file that describes the model (`MLmodel`, `meta.yaml`, `README.md`, `config.json`) is too large, or is not what its name says.',
  },
  ASSAY1992: {
    title: 'A path that leads out of the model’s folder',
    explanation:
      'A file of the model names a path outside its own folder, or a link leads there. Nothing outside is read on the word of a model.',
  },
  ASSAY1993: {
    title: 'No run of MLflow',
    explanation:
      'A verdict is written to a run (`mlruns/<experiment>/<run>`) or to a version of a registered model (`mlruns/models/<name>/version-<n>`) in a local folder of MLflow.',
  },
  ASSAY1994: {
    title: 'The run has another model than the report',
    explanation:
      'The model in the run is not the one that was judged, byte for byte. A verdict is not written where it does not belong.',
  },
} as const satisfies CodeTable;

export type SourceCode = keyof typeof SOURCE_CODES;
