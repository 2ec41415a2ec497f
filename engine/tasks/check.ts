/** `check`: prepare, measure, judge, report; one subject after another. */
import type { CheckOutcome, CheckRequest } from '../api.js';
import { chooseDevice } from '../backends/choose-device.js';
import { isError } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { recordingSource } from '../document/recording-source.js';
import { intervalOf } from '../judge/support.js';
import { judgePolicy } from '../judge/judge-policy.js';
import { matchSubject } from '../judge/waivers.js';
import type { Waiver } from '../pack/policy.js';
import { readWaivers } from '../pack/waivers.js';
import { assembleReport, intervalLevelOf } from '../report/assemble.js';
import type { Report, UnreadSubject } from '../report/report.js';
import { DEFAULT_DEVICE, ranElsewhere } from './device.js';
import { engineVersion } from './engine-version.js';
import { lazyMeter } from './lazy-meter.js';
import { evidenceFor } from './evidence-for.js';
import { gridOf, type Grid } from './grid.js';
import { runningFootprint, type RunningFootprint } from './footprint.js';
import { askedSubjects, prepare, type Prepared } from './prepare.js';
import { runPlan } from './run-plan.js';
import { shown } from './shown-path.js';
import { withEnergy } from './with-energy.js';

export async function check(request: CheckRequest): Promise<CheckOutcome> {
  const { onLook } = request;
  const source = onLook === undefined ? fileSource() : recordingSource(fileSource(), onLook);
  const read = (request.waivers ?? []).map((path) => readWaivers(source, shown(path), undefined));
  const shared = read.flatMap(({ diagnostics }) => diagnostics);
  if (shared.some(isError)) return { reports: [], diagnostics: shared };
  const chosen = await chooseDevice(request.device ?? DEFAULT_DEVICE);
  if ('fault' in chosen) return { reports: [], diagnostics: [...shared, chosen.fault] };
  const grid = await gridOf(request.region);
  if ('fault' in grid) return { reports: [], diagnostics: [...shared, grid.fault] };
  const metered = await lazyMeter(request);
  if ('fault' in metered) return { reports: [], diagnostics: [...shared, metered.fault] };
  const waivers = read.flatMap((file) => file.waivers);
  const reports: (Report | UnreadSubject)[] = [];
  try {
    for (const { path, subject } of askedSubjects(request)) {
      const prepared = await prepare(subject, request, { device: chosen.device, meter: metered.meter, source });
      if (prepared.ok && request.updateLock) {
        const { pin } = await import('./pack/pin.js');
        const faults = pin(prepared.prepared.supplied);
        if (faults.length > 0) return { reports: [], diagnostics: [...shared, ...faults] };
      }
      reports.push(
        prepared.ok
          ? await checkPrepared(prepared.prepared, waivers, request, grid)
          : { kind: 'UnreadSubject', path, findings: [...prepared.diagnostics] },
      );
    }
  } catch (error) {
    if (request.signal?.aborted === true) return { reports: [], diagnostics: shared, interrupted: true };
    throw error;
  }
  return { reports, diagnostics: shared };
}

async function checkPrepared(
  prepared: Prepared,
  given: readonly Waiver[],
  request: CheckRequest,
  grid: Grid,
): Promise<Report | UnreadSubject> {
  const footprint = runningFootprint(prepared.meter, grid);
  try {
    return await checkMetered(prepared, given, request, footprint);
  } finally {
    await footprint.close();
  }
}

async function checkMetered(
  prepared: Prepared,
  given: readonly Waiver[],
  request: CheckRequest,
  footprint: RunningFootprint,
): Promise<Report | UnreadSubject> {
  const { subject, policy, plan, findings } = prepared;
  const { measurements, diagnostics, cpuSeconds } = await runPlan(prepared, request, () => footprint.start());
  const elsewhere = ranElsewhere(request.device ?? DEFAULT_DEVICE, plan, measurements, subject.file);
  if (elsewhere.some(isError)) {
    return { kind: 'UnreadSubject', path: subject.file, findings: [...findings, ...diagnostics, ...elsewhere] };
  }
  const asOf = request.asOf.toISOString();
  const waivers = [...policy.waivers, ...given];
  const judged = judgePolicy({
    rules: policy.rules,
    evidenceOf: (rule) => evidenceFor(rule, plan, measurements, subject, asOf),
    waivers,
    subject,
    asOf,
  });
  const all = [...findings, ...diagnostics, ...elsewhere, ...judged.findings];
  const { overall } = judged;
  if (overall.kind === 'fault')
    return { kind: 'UnreadSubject', path: subject.file, findings: [...all, overall.diagnostic] };
  return assembleReport({
    engineVersion: engineVersion(),
    subject: subjectRecord(prepared),
    policy,
    declarations: prepared.declarations,
    chosenBy: prepared.chosenBy,
    documents: prepared.documents,
    signatures: prepared.supplied.signatures,
    ...(request.only !== undefined && { only: request.only }),
    plan,
    measurements: await withEnergy(measurements, subject, intervalLevelOf(policy.rules)),
    judgements: judged.judgements,
    levels: judged.levels,
    considered: waivers.filter((waiver) => matchSubject(waiver.subject, subject) === true),
    waivers: judged.waivers,
    verdict: overall.verdict,
    findings: all,
    asOf: request.asOf,
    footprint: await footprint.end(cpuSeconds, measurements),
    intervalOf,
  });
}

function subjectRecord({ subject, document }: Prepared): Report['subject'] {
  const { name, version, title, task, trainingDated, digest, facts, model, predecessor, judge, inputs } = subject;
  return {
    name,
    version,
    ...(title === undefined ? {} : { title }),
    task,
    ...(trainingDated === undefined ? {} : { trainingDated }),
    digest,
    ...(document && { document }),
    facts,
    ...(model && { model }),
    ...(predecessor && { predecessor }),
    ...(judge && { judge }),
    inputs,
  };
}
