import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { OPTIONS } from '../../tests/fixtures/reporter-options.js';
import { sampleReport } from '../../tests/fixtures/sample-report.js';
import { HOSTILE_STRINGS, hostileReport } from '../../tests/hostile-strings.js';
import { renderCyclonedx } from './cyclonedx.js';
import type { MeasurementRecord, Report, ReportList } from './report.js';

const FOLDER = new URL('../../tests/conformance/cyclonedx/', import.meta.url);
const ajv = new Ajv({ strict: false, allErrors: false });
addFormats.default(ajv as never);
// Formats of internationalised text that ajv-formats leaves out.
ajv.addFormat('iri-reference', true).addFormat('idn-email', true);
for (const name of readdirSync(FOLDER).filter((each) => each.endsWith('.json')))
  ajv.addSchema(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as object);
const isBom = ajv.getSchema('http://cyclonedx.org/schema/bom-1.7.schema.json')!;

interface Bom {
  readonly serialNumber: string;
  readonly components: readonly {
    readonly type: string;
    readonly hashes?: readonly { readonly content: string }[];
    readonly modelCard?: {
      readonly quantitativeAnalysis: { readonly performanceMetrics: readonly object[] };
      readonly considerations: {
        readonly technicalLimitations: readonly string[];
        readonly environmentalConsiderations: { readonly energyConsumptions: readonly object[] };
      };
    };
  }[];
}

function bomOf(report: Report | ReportList): Bom {
  const bom = JSON.parse(renderCyclonedx(report, OPTIONS)) as Bom;
  expect(isBom(bom), JSON.stringify(isBom.errors?.slice(0, 2))).toBe(true);
  return bom;
}

const measured = (plugin: string, outputs: MeasurementRecord['outputs']): MeasurementRecord => ({
  ...sampleReport.measurements[0]!,
  plugin,
  outputs,
});

const exact = (estimate: number, unit: string) =>
  ({ estimate, unit, basis: 'logged', uncertainty: { kind: 'exact' } }) as const;

describe('CycloneDX', () => {
  test('the model with its digest, data sets, metrics with intervals, and what it falls short of', () => {
    const [model, data] = bomOf(sampleReport).components;
    expect(model).toMatchObject({ type: 'machine-learning-model', hashes: [{ content: 'b'.repeat(64) }] });
    expect(data).toMatchObject({ type: 'data', hashes: [{ content: 'd'.repeat(64) }] });
    const { quantitativeAnalysis, considerations } = model!.modelCard!;
    expect(quantitativeAnalysis.performanceMetrics).toEqual([
      {
        type: 'evaluation/cross-validation f1Macro',
        value: '0.723',
        confidenceInterval: { lowerBound: '0.687', upperBound: '0.759' },
      },
    ]);
    expect(considerations.technicalLimitations).toHaveLength(6);
    expect(considerations.technicalLimitations[2]).toContain('EVAL-003 (shall, fail)');
  });

  test('energy of the training with its carbon, and of the check', () => {
    const measurements = [
      measured('energy/training', { energy: exact(12.5, 'kWh') }),
      measured('energy/carbon', { carbon: exact(4000, 'kgCO2e') }),
    ];
    const energy = { joules: 7.2e6, basis: 'estimated', meter: 'processor model' } as const;
    const grid = { region: 'DEU', name: 'Germany', gramsPerKWh: 381, year: 2023, source: 'Our World in Data' };
    const carbon = { grams: 762, basis: 'declared', grid } as const;
    const bom = bomOf({ ...sampleReport, measurements, footprint: { ...sampleReport.footprint, energy, carbon } });
    expect(bom.components[0]!.modelCard!.considerations.environmentalConsiderations.energyConsumptions).toMatchObject([
      {
        activity: 'training',
        activityEnergyCost: { value: 12.5, unit: 'kWh' },
        co2CostEquivalent: { value: 4, unit: 'tCO2eq' },
      },
      {
        activity: 'validation',
        activityEnergyCost: { value: 2, unit: 'kWh' },
        co2CostEquivalent: { value: 0.000762, unit: 'tCO2eq' },
        properties: [
          { name: 'assay:basis', value: 'estimated' },
          { name: 'assay:carbonBasis', value: 'declared' },
          { name: 'assay:grid', value: 'DEU 381 gCO2e/kWh 2023 Our World in Data' },
        ],
      },
    ]);
  });

  test('groups of a list are slices', () => {
    const items = [{ group: { value: 'female', basis: 'observed' }, selectionRate: exact(0.4, '1') }] as const;
    const bom = bomOf({ ...sampleReport, measurements: [measured('evaluation/fairness', { groups: { items } })] });
    expect(bom.components[0]!.modelCard!.quantitativeAnalysis.performanceMetrics).toEqual([
      { type: 'evaluation/fairness selectionRate', value: '0.4', slice: 'female' },
    ]);
  });

  test('one serial number a check', () => {
    expect(bomOf(sampleReport).serialNumber).toBe(
      bomOf({ ...sampleReport, footprint: sampleReport.footprint }).serialNumber,
    );
    expect(bomOf({ ...sampleReport, seed: 1 }).serialNumber).not.toBe(bomOf(sampleReport).serialNumber);
  });

  test('valid whatever the texts say', () => {
    const reports = Object.values(HOSTILE_STRINGS).map(hostileReport);
    const bom = bomOf({ apiVersion: 'assay/v1', kind: 'ReportList', reports });
    expect(bom.components.filter(({ type }) => type === 'machine-learning-model')).toHaveLength(reports.length);
  });
});
