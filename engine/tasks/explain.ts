/** `explain`: a rule in words, its clause and measurements and, from a report, why it got its verdict. */
import { join } from 'node:path';
import type { Explanation, ExplainOutcome, ExplainRequest } from '../api.js';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { fullRuleId } from '../pack/tailor.js';
import type { EffectiveRule } from '../pack/policy.js';
import type { Report } from '../report/report.js';
import { describeLogic, outputNames } from '../rules/describe-logic.js';
import { nearest } from '../document/nearest.js';
import { packageFolder } from './engine-version.js';
import { resolvePolicies, type PolicyPath } from './policies.js';
import { readReport } from './read-report.js';
import { readSubjectPolicies } from './subject-policies.js';
import { shown } from './shown-path.js';

export async function explain(request: ExplainRequest): Promise<ExplainOutcome> {
  const source = fileSource();
  const diagnostics: Diagnostic[] = [];
  let report: Report | undefined;
  if (request.report !== undefined) {
    const read = readReport(source, request.report, request.rule);
    diagnostics.push(...read.diagnostics);
    report = read.report;
  }
  const paths = policyPaths(request, report);
  const policies = resolvePolicies(source, paths, request.asOf, request.supply);
  diagnostics.push(...policies.diagnostics);
  if (policies.policy === undefined || diagnostics.some(isError)) return { diagnostics };
  const { policy, catalogue } = policies;
  const byId = new Map(policy.rules.map((rule) => [rule.id, rule]));
  const rule = byId.get(fullRuleId(request.rule, byId) ?? '');
  if (rule === undefined) return { diagnostics: [...diagnostics, noRule(request.rule, [...byId.keys()])] };
  const clause = policy.clauses.find(({ layer, id }) => layer === rule.layer && id === rule.clause);
  const language = request.language === 'zh' ? 'zh' : 'en';
  const nameOf = outputNames(
    Object.fromEntries(Object.entries(rule.measurements).map(([alias, { plugin }]) => [alias, catalogue[plugin]!])),
    language,
  );
  const judged = report === undefined ? undefined : judgedIn(report, rule);
  return {
    explanation: {
      rule,
      ...(clause === undefined ? {} : { clause }),
      ...(rule.when === undefined ? {} : { when: describeLogic(rule.when, language, nameOf) }),
      require: describeLogic(rule.require, language, nameOf),
      measurements: Object.entries(rule.measurements).map(([alias, { plugin, with: parameters }]) => ({
        alias,
        plugin,
        title: catalogue[plugin]!.title,
        with: parameters,
        outputs: catalogue[plugin]!.outputs,
      })),
      ...(judged === undefined ? {} : { judged }),
    },
    diagnostics,
  };

  /** In the order of the request's docstring: policies, the report's own files, the subject's, the shipped packs. */
  function policyPaths(asked: ExplainRequest, judgedReport: Report | undefined): readonly PolicyPath[] {
    if (asked.policies !== undefined) return asked.policies.map((path) => ({ path: shown(path) }));
    if (judgedReport !== undefined) {
      const files = new Set(judgedReport.rules.map(({ source: { file } }) => file));
      return [...files].map((path) => ({ path }));
    }
    if (asked.subject !== undefined) {
      const read = readSubjectPolicies(source, asked.subject);
      diagnostics.push(...read.diagnostics);
      return read.policies;
    }
    const shipped = join(packageFolder(), 'policies');
    return source
      .list(shipped)
      .filter((name) => source.kind(join(shipped, name, 'pack.yaml')) === 'file')
      .map((name) => ({ path: shown(join(shipped, name)) }));
  }
}

function judgedIn(report: Report, rule: EffectiveRule): Explanation['judged'] {
  const record = report.rules.find(({ id }) => id === rule.id);
  if (record === undefined) return undefined;
  const keys = new Set(Object.values(record.measurements));
  const { name, version } = report.subject;
  return {
    subject: `${name}@${version}`,
    asOf: report.asOf,
    record,
    measurements: report.measurements.filter(({ key }) => keys.has(key)),
  };
}

function noRule(name: string, known: readonly string[]): Diagnostic {
  const near = nearest(name, known);
  return {
    code: 'ASSAY1309',
    severity: 'error',
    message: `there is no rule ${name} here, or more than one`,
    file: name,
    ...(near === undefined ? {} : { hint: `did you mean ${near}?` }),
  };
}
