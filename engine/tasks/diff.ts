/** `diff`: what changed between two versions of a policy, and which verdicts of past reports would now be others. */
import type { DiffOutcome, DiffRequest, JudgedAnew } from '../api.js';
import { comparePolicies, permission } from '../changes/compare-policies.js';
import type { Side } from '../changes/side.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { isError } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import type { Source } from '../document/source.js';
import { declarationsOf } from '../pack/declarations.js';
import { flips, judgeUnder } from '../replay/judge-under.js';
import { waiversOfReport } from '../replay/policy-of-report.js';
import { describeLogic, outputNames } from '../rules/describe-logic.js';
import { resolvePolicies } from './policies.js';
import { readReports } from './read-report.js';
import { shown } from './shown-path.js';

export function diff({ before, after, evidence, language, asOf }: DiffRequest): DiffOutcome {
  const source = fileSource();
  // The dates that a standard is in effect are among what is compared.
  const today = asOf ?? new Date();
  const [old, late] = [before, after].map((path) => sideOf(source, path, language, today)) as [ReadSide, ReadSide];
  const diagnostics: Diagnostic[] = [...old.diagnostics, ...late.diagnostics];
  if (old.side === undefined || late.side === undefined) return { diagnostics };
  const reports: JudgedAnew[] = [];
  const ofOld = new Set(old.side.policy.waivers.map(permission));
  for (const given of evidence) {
    const path = shown(given);
    const read = readReports(source, path);
    diagnostics.push(...read.diagnostics);
    for (const report of read.reports) {
      const kept = waiversOfReport(report).filter((waiver) => !ofOld.has(permission(waiver)));
      const at = asOf?.toISOString() ?? report.asOf;
      const waivers = [...late.side.policy.waivers, ...kept];
      const judged = judgeUnder(report, { ...late.side.policy, waivers }, late.side.catalogue, at, path);
      reports.push({ path, ...judged, flips: flips(judged) });
    }
  }
  if (diagnostics.some(isError)) return { diagnostics };
  const { policy: a } = old.side;
  const { policy: b } = late.side;
  return {
    diff: {
      before: { path: before, digest: a.digest, packs: a.packs },
      after: { path: after, digest: b.digest, packs: b.packs },
      changes: comparePolicies(old.side, late.side),
      reports,
    },
    diagnostics,
  };
}

interface ReadSide {
  readonly side?: Side;
  readonly diagnostics: readonly Diagnostic[];
}

function sideOf(source: Source, path: string, language: string, asOf: Date): ReadSide {
  const { policy, view, catalogue, diagnostics } = resolvePolicies(source, [{ path: shown(path) }], asOf);
  const telling = diagnostics.filter(({ code }) => code !== 'ASSAY1317');
  if (policy === undefined || telling.some(isError)) return { diagnostics: telling };
  const words = language === 'zh' ? 'zh' : 'en';
  return {
    side: {
      policy,
      catalogue,
      declarations: declarationsOf(policy.rules, view, catalogue),
      layers: view.layers,
      inWords: (condition, { measurements }) => {
        const plugins = Object.entries(measurements).map(([alias, { plugin }]) => [alias, catalogue[plugin]!] as const);
        return describeLogic(condition, words, outputNames(Object.fromEntries(plugins), words));
      },
    },
    diagnostics: telling,
  };
}
