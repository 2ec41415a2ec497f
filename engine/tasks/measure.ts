/** `measure`: one measurement of a subject, without a policy. */
import type { MeasureOutcome, MeasureRequest } from '../api.js';
import { chooseDevice } from '../backends/choose-device.js';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { intervalOf } from '../judge/support.js';
import { externalCode } from '../measure/external/external-plugin.js';
import { createMemo } from '../measure/memo.js';
import { meterInWords } from '../measure/meters/chosen-meter.js';
import { planMeasurements, planReadsMeter } from '../plan/plan-measurements.js';
import { planSubjectOf } from '../plan/plan-subject-of.js';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import type { Catalogue } from '../plugins/contract.js';
import { fillParameters } from '../plugins/parameters.js';
import { recordMeasurement } from '../report/record-measurement.js';
import { nearest } from '../document/nearest.js';
import { loadSubject } from '../subject/load-subject.js';
import { digestValue } from '../trust/digest.js';
import { cacheFolder } from './cache-folder.js';
import { adapterFor, DEFAULT_DEVICE, nothingFor, ranElsewhere } from './device.js';
import { lazyMeter } from './lazy-meter.js';
import { Manifests } from './policies.js';
import { backendsOf } from './prepare.js';
import { runPlan } from './run-plan.js';
import { shown } from './shown-path.js';
import { withEnergy } from './with-energy.js';
import { withHistory } from './with-history.js';

/** Of the intervals that are printed; the rules' own levels come with a policy. */
const INTERVAL_LEVEL = 0.9;

export async function measure(request: MeasureRequest): Promise<MeasureOutcome> {
  const source = fileSource();
  const folder = cacheFolder(request.cache);
  const loaded = await loadSubject(source, request.subject, folder === undefined ? {} : { memo: createMemo(folder) });
  const diagnostics: Diagnostic[] = [...loaded.diagnostics];
  const manifests = new Manifests(source);
  for (const path of request.manifests ?? []) diagnostics.push(...manifests.read(shown(path)).diagnostics);
  const { externals } = manifests;
  const others = Object.entries(externals).map(([id, { entry }]) => [id, entry] as const);
  const catalogue: Catalogue = { ...Object.fromEntries(others), ...CATALOGUE };
  const faults = pluginFaults(request, catalogue);
  diagnostics.push(...faults);
  const subject = loaded.subject && withHistory(loaded.subject, folder);
  const none = { intervalLevel: INTERVAL_LEVEL, diagnostics };
  if (subject === undefined || diagnostics.some(isError)) return none;
  const asked = request.device ?? DEFAULT_DEVICE;
  const chosen = await chooseDevice(asked);
  if ('fault' in chosen) return { ...none, diagnostics: [...diagnostics, chosen.fault] };
  const { device } = chosen;
  const metered = await lazyMeter(request);
  if ('fault' in metered) return { ...none, diagnostics: [...diagnostics, metered.fault] };
  const { meter } = metered;
  const adapter = await adapterFor(subject.spec, device);
  const what = {
    // Without a policy the default seed rests on what is asked.
    policy: {
      digest: digestValue({ plugin: request.plugin, with: request.with }),
      rules: [{ id: 'measure', measurements: { measured: { plugin: request.plugin, with: request.with } } }],
    },
    catalogue,
  };
  const plan = planMeasurements({
    ...what,
    subject: planSubjectOf(subject),
    ...(request.seed === undefined ? {} : { seed: request.seed }),
    backends: backendsOf(subject),
    ...(adapter && { adapter }),
    ...(planReadsMeter(what) && { meter: meterInWords(await meter()) }),
    ...(device.memory !== undefined && { budget: device.memory }),
    code: externalCode(externals),
  });
  diagnostics.push(...nothingFor(asked, plan, subject.file));
  if (diagnostics.some(isError)) return none;
  try {
    const run = await runPlan({ plan, subject, catalogue, externals, device, meter }, request);
    diagnostics.push(...run.diagnostics, ...ranElsewhere(asked, plan, run.measurements, subject.file));
    if (diagnostics.some(isError)) return none;
    const [measured] = await withEnergy(run.measurements, subject, INTERVAL_LEVEL);
    const measurement = recordMeasurement(measured!, INTERVAL_LEVEL, intervalOf);
    return { ...none, measurement, outputs: catalogue[request.plugin]!.outputs };
  } catch (error) {
    if (request.signal?.aborted === true) return { ...none, interrupted: true };
    throw error;
  }
}

function pluginFaults({ plugin, with: parameters }: MeasureRequest, catalogue: Catalogue): Diagnostic[] {
  const entry = Object.hasOwn(catalogue, plugin) ? catalogue[plugin] : undefined;
  if (entry === undefined) {
    const near = nearest(plugin, Object.keys(catalogue));
    const hint = near === undefined ? {} : { hint: `did you mean ${near}?` };
    return [{ code: 'ASSAY1313', severity: 'error', message: `there is no plugin ${plugin}`, file: plugin, ...hint }];
  }
  return fillParameters(entry, parameters).faults.map(({ pointer, message }) => ({
    code: 'ASSAY1314',
    severity: 'error',
    message: `${pointer.slice(1).replaceAll('/', '.') || plugin} ${message}`,
    file: '--with',
  }));
}
