/** ONNX models: looked at as graphs, run by ONNX Runtime. */
import type { DeviceKind } from '../../backends/device.js';
import { externalLocations, inlineExternal } from '../../backends/onnx-edit.js';
import { OnnxFault, readModel } from '../../backends/onnx-graph.js';
import { decodeModel, encodeModel } from '../../backends/onnx-proto.js';
import type { ModelProto } from '../../backends/onnx-proto.js';
import { NotOnAdapter, openSession } from '../../backends/onnxruntime.js';
import type { Session } from '../../backends/onnxruntime.js';
import { ModelFault } from '../view.js';
import type { Model } from '../view.js';
import { classSettings } from '../class-settings.js';
import { once } from '../once.js';
import { featureSpecs, isFeature } from '../feature-specs.js';
import { readExternal, readFresh } from '../read-fresh.js';
import { alignClasses } from './align-classes.js';
import type { LookContext, ModelFormat, ModelFinding, ModelLook, OpenContext } from './format.js';
import { answerInBatches } from './answer-in-batches.js';
import type { InputPlan } from './onnx-inputs.js';
import { openInside } from './onnx-inside.js';
import { decideLabels } from './probabilities.js';
import type { OutputPlan } from './onnx-outputs.js';
import { checkOutputs, planOnnx } from './onnx-plan.js';

function look(context: LookContext): ModelLook {
  const fault = (code: string, message: string, hint?: string): ModelLook => ({
    findings: [{ code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) }],
  });
  try {
    const model = decode(context.bytes);
    const locations = externalLocations(model);
    const external = locations.length === 0 ? {} : { external: [{ locations }] };
    if (context.features === undefined) {
      readModel(model);
      return { findings: [], ...external };
    }
    const plan = planOnnx(model, context.features, context.regression);
    if ('mismatch' in plan) {
      const code = plan.of === 'inputs' ? 'ASSAY1502' : 'ASSAY1503';
      return fault(code, `the model does not fit the data: ${plan.mismatch}`, plan.hint);
    }
    const { outputs, inputs } = plan;
    const classes = outputs.kind === 'classes' ? outputs.names : undefined;
    if (context.classes !== undefined) {
      const mismatch = checkOutputs(outputs, context.classes, context.threshold);
      if (mismatch !== undefined)
        return fault('ASSAY1503', `the model does not fit the target: ${mismatch.mismatch}`, mismatch.hint);
    }
    return { findings: remarks(inputs, outputs), ...external, ...(classes === undefined ? {} : { classes }) };
  } catch (cause) {
    if (cause instanceof OnnxFault) return fault('ASSAY1500', `the model cannot be read: ${cause.message}`);
    throw cause;
  }
}

function remarks({ unused }: InputPlan, outputs: OutputPlan): readonly ModelFinding[] {
  const notes: ModelFinding[] = [];
  if (unused.length > 0) {
    const names = unused.slice(0, 10).join(', ');
    notes.push({ code: 'ASSAY1513', severity: 'notice', message: `the model does not take the features ${names}` });
  }
  if (outputs.kind === 'classes' && outputs.scores !== undefined) {
    const message = `the output "${outputs.scores}" has margins, not probabilities: it is not used`;
    notes.push({ code: 'ASSAY1514', severity: 'notice', message });
  }
  return notes;
}

function decode(bytes: Uint8Array): ReturnType<typeof decodeModel> {
  try {
    return decodeModel(bytes);
  } catch (cause) {
    throw new OnnxFault(`it is no ONNX file (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}

async function open(context: OpenContext): Promise<Model> {
  const { model } = context.spec;
  if (model?.format !== 'onnx') throw new TypeError('onnx: the subject has a model of another format');
  const { path, digest, external } = model;
  const read = (): ModelProto => {
    const proto = decode(readFresh(path, digest));
    inlineExternal(proto, (location) => readExternal(external, location));
    return proto;
  };
  // Read again for whoever edits it: the plan cuts maps out of what is opened.
  return { ...(await openProto(read(), context, digest, () => encodeModel(read()))), path };
}

async function openProto(
  proto: ModelProto,
  context: OpenContext,
  digest: string | null,
  file: () => Uint8Array,
): Promise<Model> {
  const { spec, table, device } = context;
  const threshold = spec.model?.format === 'onnx' ? spec.model.threshold : undefined;
  const sample = (await table('whole')) ?? (await table('test'));
  const plan = planOnnx(proto, featureSpecs(spec, sample), spec.task === 'regression');
  if ('mismatch' in plan) throw new ModelFault('unsupported', plan.mismatch);
  const classes = spec.target?.classes ?? [];
  const mismatch = checkOutputs(plan.outputs, classes, threshold);
  if (mismatch !== undefined) throw new ModelFault('unsupported', mismatch.mismatch);
  const session = await openOnDevice(encodeModel(proto), device.kind);
  const settings = classSettings(classes, spec.target?.positive, threshold);
  const names = spec.columns.filter(isFeature).map(({ name }) => name);
  const order = alignClasses(plan.outputs.kind === 'classes' ? plan.outputs.names : undefined, classes);
  const { blocks } = plan.inputs;
  const labelled = threshold === undefined && plan.outputs.kind === 'classes' && plan.outputs.labels !== undefined;
  // The file's nodes, millions of small objects where trees are large, stay no longer than they are read.
  const unread = [proto];
  const inside = once(async () => {
    if ('mismatch' in order) return undefined;
    const opened = await openInside(unread.pop()!, { names, blocks, sample: () => table('test') }, order);
    if (opened === undefined || labelled) return opened;
    return { ...opened, decide: (given: Float64Array) => decideLabels(undefined, given, settings) };
  });
  let looked = false;
  return {
    format: 'onnx',
    digest,
    basis: 'observed',
    classes,
    backend: session.backend,
    answersNewRows: true,
    edits: { file, open: (edited) => openProto(decode(edited), context, null, () => edited) },
    predict: (rows, signal) =>
      answerInBatches({ rows, names, ...(signal && { signal }) }, plan, settings, (feeds, outputs) =>
        session.run(feeds, outputs),
      ),
    async inside() {
      looked = true;
      const opened = await inside();
      return opened && { ...opened, close: async () => {} };
    },
    async close() {
      await session.close();
      if (looked) await (await inside().catch(() => undefined))?.close();
    },
  };
}

/** A model with operators that an adapter cannot compute has no way there: it runs on the processor, and says so. */
async function openOnDevice(bytes: Uint8Array, device: DeviceKind): Promise<Session> {
  try {
    return await openSession(bytes, { device });
  } catch (fault) {
    if (fault instanceof NotOnAdapter) return await openSession(bytes);
    throw fault;
  }
}

export const onnx: ModelFormat = { usesDevice: true, look, open };
