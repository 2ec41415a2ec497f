/**
 * OSCAL assessment results, version 1.1.2 (NIST): a result a subject, an observation a measurement that rules read, a
 * finding a rule, against the control that its clause is in the catalogue that `assay oscal export` writes.
 */
import { token } from '../oscal/names.js';
import { uuidOf } from '../oscal/uuid.js';
import { digestValue } from '../trust/digest.js';
import { renderJson } from './json.js';
import type { MeasurementRecord, Report, RuleRecord } from './report.js';
import type { Reporter } from './reporter.js';
import { isWaived } from './text/header.js';
import { neutraliseAll } from './text/neutralise.js';
import type { Page } from './text/page.js';
import { waiverInWords } from './text/reason.js';
import { plainPage, recordsOf, ruleInWords } from './words.js';

export const renderOscal: Reporter = (raw, { language }) => {
  const page = plainPage(language);
  const records = recordsOf(neutraliseAll(raw));
  const reports = records.filter((record) => record.kind === 'Report');
  const unread = records.filter((record) => record.kind === 'UnreadSubject');
  const identity = digestValue(reports.map(identityOf));
  const plan = uuidOf(`assessment-plan/${identity}`);
  return renderJson({
    'assessment-results': {
      uuid: uuidOf(`assessment-results/${identity}`),
      metadata: {
        title: reports.map(({ subject }) => `${subject.name} ${subject.version}`).join(', ') || 'Assay',
        'last-modified': reports[0]?.asOf ?? '1970-01-01T00:00:00Z',
        version: identity.slice('sha256:'.length, 'sha256:'.length + 12),
        'oscal-version': '1.1.2',
        ...(unread.length > 0 && {
          remarks: unread
            .flatMap(({ path, findings }) => findings.map(({ code, message }) => `${path}: ${code} ${message}`))
            .join('\n'),
        }),
      },
      'import-ap': { href: `#${plan}` },
      results: reports.map((report) => resultOf(report, page)),
      'back-matter': {
        resources: [
          {
            uuid: plan,
            title: 'Assay',
            description: reports
              .flatMap(({ policy }) => policy.packs.map(({ id, version, digest }) => `${id} ${version} ${digest}`))
              .join('\n'),
          },
        ],
      },
    },
  });
};

const identityOf = ({ subject, policy, asOf, seed }: Report): readonly unknown[] => [
  subject.digest,
  policy.digest,
  asOf,
  seed,
];

/** OSCAL's token of the control that a clause is; a rule of no clause is one of its own. */
const controlOf = ({ clause, id }: RuleRecord): string =>
  clause === undefined ? token(id, 'rule') : token(clause, 'clause');

function resultOf(report: Report, page: Page): object {
  const { subject, asOf } = report;
  const identity = digestValue(identityOf(report));
  const observation = (key: string): string => uuidOf(`observation/${identity}/${key}`);
  const subjectUuid = uuidOf(`subject/${subject.digest}`);
  const controls = [...new Set(report.rules.map(controlOf))].sort();
  return {
    uuid: uuidOf(`result/${identity}`),
    title: `${subject.name} ${subject.version}`,
    description: `${page.m.verdict[report.verdict]}. ${page.say(report.disclaimer)}`,
    start: asOf,
    props: [
      ...property('verdict', report.verdict),
      ...property('subject-digest', subject.digest),
      ...property('policy-digest', report.policy.digest),
      ...property('seed', String(report.seed)),
      ...property('engine', `${report.engine.name} ${report.engine.version}`),
    ],
    'local-definitions': {
      components: [
        {
          uuid: subjectUuid,
          type: 'software',
          title: `${subject.name} ${subject.version}`,
          description: page.say(subject.title) || subject.name,
          ...(subject.model?.digest ? { props: property('model-digest', subject.model.digest) } : {}),
          status: { state: 'under-development' },
        },
      ],
    },
    'reviewed-controls': {
      'control-selections': [{ 'include-controls': controls.map((control) => ({ 'control-id': control })) }],
    },
    ...(report.measurements.length > 0 && {
      observations: report.measurements.map((measurement) => ({
        uuid: observation(measurement.key),
        title: measurement.plugin,
        description: describe(measurement),
        props: [
          ...property('plugin', `${measurement.plugin}@${measurement.version}`),
          ...property('key', measurement.key),
        ],
        methods: ['TEST'],
        subjects: [{ 'subject-uuid': subjectUuid, type: 'component' }],
        collected: measurement.startedAt,
      })),
    }),
    ...(report.rules.length > 0 && {
      findings: report.rules.map((rule) => findingOf(rule, identity, observation, page)),
    }),
  };
}

function findingOf(rule: RuleRecord, identity: string, observation: (key: string) => string, page: Page): object {
  const keys = [...new Set(Object.values(rule.measurements))];
  const waiver = rule.waiver === null ? undefined : waiverInWords(rule.waiver, page);
  return {
    uuid: uuidOf(`finding/${identity}/${rule.id}`),
    title: page.say(rule.title) || rule.id,
    description: ruleInWords(rule, page).join('\n') || rule.verdict,
    props: [
      ...property('rule', rule.id),
      ...property('level', rule.level),
      ...property('verdict', rule.verdict),
      ...(isWaived(rule) ? property('waiver', 'applied') : []),
    ],
    target: {
      type: 'objective-id',
      'target-id': controlOf(rule),
      // OSCAL knows two states. What is open is not satisfied; the reason says that it is open.
      status: {
        state: rule.verdict === 'pass' || rule.verdict === 'not-applicable' ? 'satisfied' : 'not-satisfied',
        reason: { pass: 'pass', fail: 'fail', undetermined: 'other', 'not-applicable': 'other' }[rule.verdict],
        ...(waiver === undefined ? {} : { remarks: waiver }),
      },
    },
    ...(keys.length > 0 && { 'related-observations': keys.map((key) => ({ 'observation-uuid': observation(key) })) }),
  };
}

/** Values of properties have no white space at their ends and are never empty. */
const property = (name: string, value: string): readonly object[] =>
  value.trim() === '' ? [] : [{ name, ns: 'urn:assay:oscal', value: value.trim() }];

function describe({ outputs, with: settings }: MeasurementRecord): string {
  const figures = Object.entries(outputs).map(([name, record]) => {
    if ('estimate' in record) {
      const interval = record.interval === undefined ? '' : ` [${record.interval.join(', ')}]`;
      return `${name} ${record.estimate}${interval} ${record.unit} (${record.basis})`;
    }
    if ('value' in record) return `${name} ${String(record.value)} (${record.basis})`;
    return 'items' in record ? `${name}: ${record.items.length}` : `${name} ${record.unmeasured}: ${record.detail}`;
  });
  return [JSON.stringify(settings), ...figures].join('\n');
}
