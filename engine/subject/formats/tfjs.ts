/** TensorFlow.js models, of layers or a graph: looked at as JSON, run by TensorFlow.js. */
import type { DeviceKind } from '../../backends/device.js';
import { MAX_MODEL_JSON_BYTES, portsOf, readTfjsFile } from '../../backends/tfjs-file.js';
import type { TfjsFile } from '../../backends/tfjs-file.js';
import { openTfjsModel } from '../../backends/tfjs-model.js';
import { classSettings } from '../class-settings.js';
import { featureSpecs, isFeature } from '../feature-specs.js';
import { unreadableJson } from '../unreadable-json.js';
import { readExternal, readFresh } from '../read-fresh.js';
import { ModelFault } from '../view.js';
import type { Model } from '../view.js';
import { answerInBatches } from './answer-in-batches.js';
import type { ExternalFiles, LookContext, ModelFormat, ModelLook, OpenContext } from './format.js';
import { mapInputs } from './onnx-inputs.js';
import type { FeatureSpec, Mismatch } from './onnx-inputs.js';
import { mapOutputs } from './onnx-outputs.js';
import { checkOutputs } from './onnx-plan.js';
import type { OnnxPlan } from './onnx-plan.js';

function look(context: LookContext): ModelLook {
  if (context.bytes.length > MAX_MODEL_JSON_BYTES) {
    const message = `the model's JSON has ${context.bytes.length} bytes; at most ${MAX_MODEL_JSON_BYTES} are read`;
    return { findings: [{ code: 'ASSAY1403', severity: 'error', message }] };
  }
  const text = new TextDecoder().decode(context.bytes);
  try {
    const file = readTfjsFile(text);
    const external = file.groups.map(({ paths, bytes }): ExternalFiles => ({
      locations: paths,
      ...(bytes === undefined ? {} : { bytes }),
    }));
    const mismatch = context.features === undefined ? undefined : misfit(file, context.features, context);
    if (mismatch === undefined) return { findings: [], external };
    const { code, to, mismatch: reason, hint } = mismatch;
    const message = `the model does not fit the ${to}: ${reason}`;
    return { findings: [{ code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) }] };
  } catch (cause) {
    return { findings: [], diagnostics: [unreadableJson(text, context.file, cause)] };
  }
}

function misfit(
  file: TfjsFile,
  features: readonly FeatureSpec[],
  { regression, classes, threshold }: LookContext,
): (Mismatch & { readonly code: string; readonly to: string }) | undefined {
  const plan = planTfjs(file, features, regression);
  if ('mismatch' in plan) {
    return plan.of === 'inputs'
      ? { ...plan, code: 'ASSAY1502', to: 'data' }
      : { ...plan, code: 'ASSAY1503', to: 'data' };
  }
  const mismatch = classes === undefined ? undefined : checkOutputs(plan.outputs, classes, threshold);
  return mismatch && { ...mismatch, code: 'ASSAY1503', to: 'target' };
}

function planTfjs(
  file: TfjsFile,
  features: readonly FeatureSpec[],
  regression: boolean,
): OnnxPlan | (Mismatch & { readonly of: 'inputs' | 'outputs' }) {
  const ports = portsOf(file);
  const inputs = mapInputs(ports.inputs, features);
  if ('mismatch' in inputs) return { ...inputs, of: 'inputs' };
  const outputs = mapOutputs({ nodes: [], outputs: ports.outputs }, regression);
  return 'mismatch' in outputs ? { ...outputs, of: 'outputs' } : { inputs, outputs };
}

async function open({ spec, table, device }: OpenContext): Promise<Model> {
  if (spec.model?.format !== 'tfjs') throw new TypeError('tfjs: the subject has a model of another format');
  const { path, digest, external, threshold } = spec.model;
  const file = readTfjsFile(new TextDecoder().decode(readFresh(path, digest)));
  const sample = (await table('whole')) ?? (await table('test'));
  const plan = planTfjs(file, featureSpecs(spec, sample), spec.task === 'regression');
  if ('mismatch' in plan) throw new ModelFault('unsupported', plan.mismatch);
  const classes = spec.target?.classes ?? [];
  const mismatch = checkOutputs(plan.outputs, classes, threshold);
  if (mismatch !== undefined) throw new ModelFault('unsupported', mismatch.mismatch);
  const settings = classSettings(classes, spec.target?.positive, threshold);
  const names = spec.columns.filter(isFeature).map(({ name }) => name);
  const shapes = plan.inputs.blocks.map(({ input, dims, fixedRows = 1 }) => [input, [fixedRows, ...dims]] as const);
  const read = (location: string): Uint8Array => readExternal(external, location);
  const model = await openOnDevice((kind) => openTfjsModel(file, read, kind, Object.fromEntries(shapes)), device.kind);
  return {
    format: 'tfjs',
    digest,
    basis: 'observed',
    classes,
    backend: model.backend,
    answersNewRows: true,
    path,
    predict: (rows, signal) =>
      answerInBatches({ rows, names, ...(signal && { signal }) }, plan, settings, (feeds, outputs) =>
        model.run(feeds, outputs),
      ),
    close: () => model.close(),
  };
}

/** A model that no backend of the adapter can run has no way there: it runs on the processor, and its record says so. */
async function openOnDevice<Opened>(open: (kind: DeviceKind) => Promise<Opened>, kind: DeviceKind): Promise<Opened> {
  try {
    return await open(kind);
  } catch (fault) {
    if (fault instanceof ModelFault && kind !== 'cpu') return await open('cpu');
    throw fault;
  }
}

export const tfjs: ModelFormat = { usesDevice: true, look, open };
