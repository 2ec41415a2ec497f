/**
 * CycloneDX 1.7 ML-BOM: each subject as a `machine-learning-model` with digests, data sets and a model card that has
 * the metrics with their confidence intervals, what keeps the model from conforming as limitations, and energy.
 */
import { uuidOf } from '../oscal/uuid.js';
import { digestValue } from '../trust/digest.js';
import { figureOf, figuresOf, valueOf, type NamedFigure } from './figures.js';
import { renderJson } from './json.js';
import type { Report, RuleRecord } from './report.js';
import type { Reporter } from './reporter.js';
import { neutraliseAll } from './text/neutralise.js';
import type { Page } from './text/page.js';
import { plainPage, recordsOf, ruleInOneLine, standingInWords } from './words.js';

export const renderCyclonedx: Reporter = (raw, { language }) => {
  const page = plainPage(language);
  const records = recordsOf(neutraliseAll(raw));
  const reports = records.filter((record) => record.kind === 'Report');
  const unread = records.filter((record) => record.kind === 'UnreadSubject');
  return renderJson({
    $schema: 'http://cyclonedx.org/schema/bom-1.7.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    serialNumber: `urn:uuid:${uuidOf(`cyclonedx/${digestValue(reports.map(({ subject, policy, asOf, seed }) => [subject.digest, policy.digest, asOf, seed]))}`)}`,
    version: 1,
    metadata: {
      ...(reports[0] && {
        timestamp: reports[0].asOf,
        tools: {
          components: [{ type: 'application', name: reports[0].engine.name, version: reports[0].engine.version }],
        },
      }),
      properties: unread.flatMap(({ path, findings }) =>
        findings.map(({ code, message }) => property('assay:unread', `${path}: ${code} ${message}`)),
      ),
    },
    components: reports.flatMap((report, index) => [
      modelComponent(report, index, page),
      ...report.subject.inputs.map((input, at) => ({
        type: 'data',
        'bom-ref': dataRef(index, at),
        name: input.path,
        description: input.role,
        hashes: [hashOf(input.digest)],
        data: [
          {
            type: 'dataset',
            name: input.path,
            description: input.rows === undefined ? input.role : `${input.role}, ${input.rows} rows`,
          },
        ],
      })),
    ]),
    dependencies: reports.map(({ subject }, index) => ({
      ref: modelRef(index),
      dependsOn: subject.inputs.map((_, at) => dataRef(index, at)),
    })),
  });
};

const modelRef = (report: number): string => `subject-${report + 1}`;
const dataRef = (report: number, input: number): string => `subject-${report + 1}-data-${input + 1}`;

const hashOf = (digest: string): object => ({ alg: 'SHA-256', content: digest.slice('sha256:'.length) });

const property = (name: string, value: string): object => ({ name, value });

function modelComponent(report: Report, index: number, page: Page): object {
  const { subject, policy } = report;
  const model = subject.model;
  return {
    type: 'machine-learning-model',
    'bom-ref': modelRef(index),
    name: subject.name,
    version: subject.version,
    ...(subject.title === undefined ? {} : { description: page.say(subject.title) }),
    ...(model?.digest ? { hashes: [hashOf(model.digest)] } : {}),
    modelCard: modelCard(report, index, page),
    properties: [
      property('assay:verdict', report.verdict),
      property('assay:asOf', report.asOf),
      property('assay:seed', String(report.seed)),
      property('assay:subject', subject.digest),
      property('assay:policy', policy.digest),
      ...policy.packs.map(({ id, version, digest }) => property('assay:pack', `${id}@${version} ${digest}`)),
      ...(model === undefined ? [] : [property('assay:format', model.format)]),
      ...(model?.reason === undefined ? [] : [property('assay:noDigest', model.reason)]),
      ...Object.entries(model?.weights ?? {}).map(([name, value]) => property(`assay:weights:${name}`, value)),
    ],
  };
}

function modelCard(report: Report, index: number, page: Page): object {
  const { subject, rules } = report;
  const family = valueOf(report, 'explainability/intrinsic', 'family');
  const open = rules.filter((rule) => rule.verdict === 'fail' || rule.verdict === 'undetermined');
  return {
    modelParameters: {
      task: subject.task,
      ...(typeof family === 'string' ? { architectureFamily: family } : {}),
      datasets: subject.inputs.map((_, at) => ({ ref: dataRef(index, at) })),
    },
    quantitativeAnalysis: {
      performanceMetrics: figuresOf(report)
        .filter(({ measurement }) => measurement.plugin.startsWith('evaluation/'))
        .map(performanceMetric),
    },
    considerations: {
      technicalLimitations: open.map((rule) => limitation(rule, page)),
      environmentalConsiderations: {
        energyConsumptions: energyConsumptions(report),
        properties: figuresOf(report)
          .filter(({ measurement }) => measurement.plugin.startsWith('energy/'))
          .map(({ measurement, output, figure }) =>
            property(
              `assay:${measurement.plugin}:${output}`,
              [figure.estimate, figure.unit, figure.basis, ...(figure.interval ?? [])].join(' '),
            ),
          ),
      },
    },
  };
}

const performanceMetric = ({ measurement, output, figure, slice }: NamedFigure): object => ({
  type: `${measurement.plugin} ${output}${figure.unit === '1' ? '' : ` (${figure.unit})`}`,
  value: String(figure.estimate),
  ...(slice === undefined ? {} : { slice }),
  ...(figure.interval === undefined
    ? {}
    : { confidenceInterval: { lowerBound: String(figure.interval[0]), upperBound: String(figure.interval[1]) } }),
});

const limitation = (rule: RuleRecord, page: Page): string =>
  `${rule.id} (${standingInWords(rule, page)}): ${page.say(rule.title)} · ${ruleInOneLine(rule, page)}`;

const JOULES_PER_KWH = 3.6e6;

/** Training where it is known, and the check itself. Who provided the energy is known to neither. */
function energyConsumptions(report: Report): readonly object[] {
  const training = figureOf(report, 'energy/training', 'energy')?.figure;
  const carbon = figureOf(report, 'energy/carbon', 'carbon')?.figure;
  const { energy: check, carbon: caused } = report.footprint;
  return [
    ...(training?.unit === 'kWh'
      ? [
          {
            ...consumption('training', training.estimate, training.basis),
            ...(carbon?.unit === 'kgCO2e' && carbonCost(carbon.estimate)),
          },
        ]
      : []),
    ...(check === undefined
      ? []
      : [
          {
            ...consumption('validation', check.joules / JOULES_PER_KWH, check.basis, [
              ...(caused === undefined ? [] : gridProperties(caused)),
            ]),
            ...(caused && carbonCost(caused.grams / 1000)),
          },
        ]),
  ];
}

const carbonCost = (kilograms: number): object => ({ co2CostEquivalent: { value: kilograms / 1000, unit: 'tCO2eq' } });

const gridProperties = ({ basis, range, grid }: NonNullable<Report['footprint']['carbon']>): readonly object[] => [
  property('assay:carbonBasis', basis),
  ...(range === undefined ? [] : [property('assay:carbonRange', `${range.join(' ')} gCO2e`)]),
  property(
    'assay:grid',
    [grid.region, grid.gramsPerKWh, 'gCO2e/kWh', ...(grid.range ?? []), grid.year ?? 'no year', grid.source].join(' '),
  ),
];

function consumption(
  activity: 'training' | 'validation',
  kWh: number,
  basis: string,
  more: readonly object[] = [],
): object {
  const energy = { value: kWh, unit: 'kWh' };
  return {
    activity,
    energyProviders: [{ organization: {}, energySource: 'unknown', energyProvided: energy }],
    activityEnergyCost: energy,
    properties: [property('assay:basis', basis), ...more],
  };
}
