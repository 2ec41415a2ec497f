/** An ONNX model against a subject, without a runtime: what goes in, what comes out, what does not fit. */
import { cutZipMaps } from '../../backends/onnx-edit.js';
import { readModel } from '../../backends/onnx-graph.js';
import type { ModelProto } from '../../backends/onnx-proto.js';
import { alignClasses } from './align-classes.js';
import { mapInputs } from './onnx-inputs.js';
import type { FeatureSpec, InputPlan, Mismatch } from './onnx-inputs.js';
import { mapOutputs } from './onnx-outputs.js';
import type { OutputPlan } from './onnx-outputs.js';

export interface OnnxPlan {
  readonly inputs: InputPlan;
  readonly outputs: OutputPlan;
}

/** Cuts ZipMaps out of `model` (in place). Throws OnnxFault where the model itself is unsound. */
export function planOnnx(
  model: ModelProto,
  features: readonly FeatureSpec[],
  regression: boolean,
): OnnxPlan | (Mismatch & { readonly of: 'inputs' | 'outputs' }) {
  readModel(model);
  const zipMapClasses = cutZipMaps(model);
  const graph = readModel(model);
  const inputs = mapInputs(graph.inputs, features);
  if ('mismatch' in inputs) return { ...inputs, of: 'inputs' };
  const outputs = mapOutputs(graph, regression, zipMapClasses);
  if ('mismatch' in outputs) return { ...outputs, of: 'outputs' };
  return { inputs, outputs };
}

/** Whether the outputs can be the answers to the subject's classes, and to its threshold. */
export function checkOutputs(
  outputs: OutputPlan,
  classes: readonly string[],
  threshold: number | undefined,
): Mismatch | undefined {
  if (outputs.kind === 'numbers') return undefined;
  const aligned = alignClasses(outputs.names, classes);
  if ('mismatch' in aligned) return aligned;
  const { width = classes.length } = outputs;
  if (width !== classes.length && !(width === 1 && classes.length === 2)) {
    return { mismatch: `it gives ${width} probabilities a row for ${classes.length} classes` };
  }
  if (threshold !== undefined && outputs.probabilities === undefined) {
    return { mismatch: 'a threshold needs probabilities, and it gives none' };
  }
  return undefined;
}
