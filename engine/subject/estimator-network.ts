/** The network that an estimator `tfjs` trains: a file beside the document, part of every key of what retrains. */
import { readKerasTopology } from '../backends/keras-topology.js';
import type { Json } from '../backends/json-value.js';
import { MAX_MODEL_JSON_BYTES } from '../backends/tfjs-file.js';
import type { SubjectDocument } from '../document/types.generated.js';
import { digestBytes } from '../trust/digest.js';
import { shown } from './findings.js';
import type { LoadedInput } from './loaded.js';
import { namedFile } from './named-file.js';
import type { NamedFiles } from './named-file.js';
import type { EstimatorSpec } from './estimator-spec.js';
import { unreadableJson } from './unreadable-json.js';

export interface EstimatorNetwork {
  readonly file: NonNullable<EstimatorSpec['network']>;
  readonly input: LoadedInput;
}

/** `undefined` where the findings say what is wrong. */
export function estimatorNetwork(
  estimator: NonNullable<SubjectDocument['estimator']>,
  files: NamedFiles,
): EstimatorNetwork | undefined {
  const given = estimator.with?.['model'];
  if (typeof given !== 'string') {
    const message = 'the estimator tfjs trains a network, and names none';
    files.findings.add(['estimator'], {
      code: 'ASSAY1400',
      message,
      hint: 'Name its JSON under estimator.with.model.',
    });
    return undefined;
  }
  const file = namedFile(files, given, ['estimator', 'with', 'model'], MAX_MODEL_JSON_BYTES);
  if (file === undefined) return undefined;
  const text = new TextDecoder().decode(file.bytes);
  try {
    readKerasTopology(JSON.parse(text) as Json);
  } catch (cause) {
    files.findings.take([unreadableJson(text, shown(file.path), cause)]);
    return undefined;
  }
  const digest = digestBytes(file.bytes);
  return { file: { path: file.path, digest }, input: { role: 'estimator.network', path: file.given, digest } };
}
