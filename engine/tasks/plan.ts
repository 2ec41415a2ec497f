/** `plan`: what `check` would measure, and why; nothing is measured. */
import type { AskedModel, DatedRule, PlannedSubject, PlanOutcome, PlanRequest } from '../api.js';
import { fileSource } from '../document/file-source.js';
import { chooseDevice } from '../backends/choose-device.js';
import type { UnreadSubject } from '../report/report.js';
import { freshOutputs } from '../judge/age.js';
import { standingOf } from '../judge/standing.js';
import type { EffectiveRule } from '../pack/policy.js';
import { openShelf } from '../measure/answer-shelf.js';
import { openCache } from '../measure/cache.js';
import { expectedSeconds } from '../measure/expected-seconds.js';
import { rowsNeeded } from '../plan/rows-needed.js';
import { bookDigest } from '../subject/language/book-digest.js';
import { sealingKey } from '../subject/language/sealing-of.js';
import type { SubjectSpec } from '../subject/spec.js';
import { cacheFolder } from './cache-folder.js';
import { DEFAULT_DEVICE } from './device.js';
import { engineVersion } from './engine-version.js';
import { lazyMeter } from './lazy-meter.js';
import { askedSubjects, prepare, type Prepared } from './prepare.js';

export async function plan(request: PlanRequest): Promise<PlanOutcome> {
  const subjects: (PlannedSubject | UnreadSubject)[] = [];
  const chosen = await chooseDevice(request.device ?? DEFAULT_DEVICE);
  if ('fault' in chosen) return { subjects, diagnostics: [chosen.fault] };
  // Nothing is measured: an endpoint is not reached for a plan's sake.
  const metered = await lazyMeter({ ...request, offline: false, allowCommands: true, look: false });
  if ('fault' in metered) return { subjects, diagnostics: [metered.fault] };
  for (const { path, subject } of askedSubjects(request)) {
    const prepared = await prepare(subject, request, {
      device: chosen.device,
      meter: metered.meter,
      source: fileSource(),
    });
    subjects.push(
      prepared.ok
        ? planned(path, prepared.prepared, request)
        : { kind: 'UnreadSubject', path, findings: [...prepared.diagnostics] },
    );
  }
  return { subjects, diagnostics: [] };
}

function planned(path: string, { subject, policy, plan, findings }: Prepared, request: PlanRequest): PlannedSubject {
  const folder = cacheFolder(request.cache);
  const cache = folder === undefined ? undefined : openCache(folder, engineVersion());
  const cached = plan.measurements.filter(({ key }) => cache?.get(key) !== undefined);
  const needed = rowsNeeded(policy.rules, request.expect ?? {});
  const asOf = request.asOf.toISOString();
  const ages = new Map(policy.rules.map(({ id, maxAge }) => [id, maxAge]));
  const stale = cached.flatMap(({ key, askedBy }): (readonly [string, string])[] => {
    const measurement = cache?.get(key);
    const tooOld = askedBy.find(
      ({ rule }) =>
        measurement !== undefined &&
        freshOutputs(measurement, ages.get(rule), asOf, subject.trainingDated) !== measurement.outputs,
    );
    return tooOld === undefined ? [] : [[key, tooOld.rule]];
  });
  return {
    path,
    name: subject.name,
    version: subject.version,
    plan,
    policy,
    expectedSeconds: cache === undefined ? {} : expectedSeconds(plan, cache),
    cached: cached.map(({ key }) => key),
    stale: Object.fromEntries(stale),
    dated: policy.rules.flatMap((rule) => datedRule(rule, asOf)),
    rowsNeeded: needed.rows,
    asks: askedModels(subject.spec, folder),
    findings: [...findings, ...needed.diagnostics],
  };
}

/** Those of the subject; nothing is reached. */
function askedModels(subject: SubjectSpec, folder: string | undefined): readonly AskedModel[] {
  const { model, predecessor, judge } = subject;
  const key = sealingKey(subject);
  const shelf = folder === undefined ? undefined : openShelf(folder);
  return [model, predecessor, judge].flatMap((spec) => {
    if (spec?.format !== 'openai') return [];
    const { name, endpoint } = spec;
    const known = shelf?.open(bookDigest(spec), key).size ?? 0;
    return [{ name, url: endpoint.url, known, budget: endpoint.budget }];
  });
}

function datedRule(rule: EffectiveRule, asOf: string): readonly DatedRule[] {
  const { id, effectiveFrom, effectiveUntil, transition } = rule;
  const { level, effect } = standingOf(rule, asOf);
  if (effect === 'in-effect' && level === rule.level) return [];
  const dates = {
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    ...(effectiveUntil === undefined ? {} : { effectiveUntil }),
    ...(transition === undefined ? {} : { transition }),
  };
  return [{ rule: id, standing: effect === 'in-effect' ? 'advice' : effect, ...dates }];
}
