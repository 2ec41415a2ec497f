import { JsonFault } from '../../backends/json-value.js';
import { OnnxFault } from '../../backends/onnx-graph.js';
import type { Model } from '../../subject/view.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { ModelFileProfile } from './model-file-profile.js';
import { onnxProfile } from './onnx-profile.js';
import { tfjsProfile } from './tfjs-profile.js';

const PROFILES: Readonly<Record<string, (path: string) => Promise<ModelFileProfile>>> = {
  onnx: onnxProfile,
  tfjs: tfjsProfile,
};

/** What a model's files tell of it, or why they tell nothing. */
export async function profileOfModel(model: Model | undefined): Promise<ModelFileProfile | Unmeasured> {
  if (model === undefined) return unmeasured('missing-input', 'the subject has no model');
  const profileOf = PROFILES[model.format];
  if (model.path === undefined || profileOf === undefined) {
    return unmeasured('unsupported', `a model of format ${model.format} has no file whose arithmetic can be read`);
  }
  try {
    return await profileOf(model.path);
  } catch (fault) {
    if (fault instanceof OnnxFault || fault instanceof JsonFault || fault instanceof SyntaxError)
      return unmeasured('unsupported', fault.message);
    throw fault;
  }
}
