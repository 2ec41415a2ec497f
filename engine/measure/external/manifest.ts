import { dirname, resolve } from 'node:path';
import type { Source } from '../../document/source.js';
import type { PluginDocument } from '../../document/types.generated.js';
import type { Catalogue, CatalogueEntry, OutputSpec, ScalarSpec } from '../../plugins/contract.js';
import { fillParameters } from '../../plugins/parameters.js';
import { isUnitFault, parseUnit } from '../../rules/units.js';
import type { MeasureCode } from '../codes.js';
import { commandDigest, moduleDigest } from './code-digest.js';
import type { ExternalPlugin } from './external-plugin.js';

/** What the schema of manifests cannot say, at a place in the document. */
export interface ManifestFault {
  readonly code: MeasureCode;
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string;
}

/** A manifest that its schema accepts, as a plugin. Reads the code's bytes for their digest and runs nothing. */
export function externalPluginOf(
  document: PluginDocument,
  file: string,
  source: Source,
  builtIn: Catalogue,
): { readonly plugin: ExternalPlugin; readonly faults: readonly ManifestFault[] } {
  const folder = dirname(resolve(file));
  const {
    id,
    version,
    title,
    about,
    needs = [],
    reads,
    deterministic = true,
    metered,
    settles,
    dated,
    limits,
    run,
  } = document;
  const entry: CatalogueEntry = {
    id,
    version,
    title,
    about,
    needs,
    ...(reads !== undefined && { reads }),
    deterministic,
    ...(metered !== undefined && { metered }),
    ...(settles !== undefined && { settles }),
    ...(dated !== undefined && { dated }),
    outputs: document.outputs as CatalogueEntry['outputs'],
    // Without parameters it takes none.
    parameters: document.parameters ?? { type: 'object', properties: {}, additionalProperties: false },
    ...(limits !== undefined && { limits }),
  };
  const faults: ManifestFault[] = [...parameterFaults(entry), ...outputFaults(entry.outputs)];
  if (Object.hasOwn(builtIn, id)) {
    const hint = 'name it <area>/<vendor>-<name>, with your own vendor';
    faults.push({ code: 'ASSAY1600', path: ['id'], message: `\`${id}\` is a built-in plugin`, hint });
  }
  if ('command' in run) {
    const [program, ...rest] = run.command;
    const code = commandDigest(source, folder, run.command);
    return { plugin: { entry, folder, run: { kind: 'command', command: [program!, ...rest] }, code }, faults };
  }
  const path = resolve(folder, run.module);
  if (source.kind(path) !== 'file') {
    faults.push({ code: 'ASSAY1602', path: ['run', 'module'], message: `there is no module \`${run.module}\`` });
  }
  return { plugin: { entry, folder, run: { kind: 'module', path }, code: moduleDigest(source, path) }, faults };
}

function parameterFaults(entry: CatalogueEntry): readonly ManifestFault[] {
  const path = ['parameters'];
  const properties = (entry.parameters['properties'] ?? {}) as Readonly<
    Record<string, { default?: unknown } | boolean>
  >;
  if (entry.parameters['type'] !== 'object' || typeof properties !== 'object') {
    return [{ code: 'ASSAY1603', path, message: '`parameters` must be a JSON Schema of type `object`' }];
  }
  const bare = Object.entries(properties).filter(([, schema]) => typeof schema !== 'object' || !('default' in schema));
  if (bare.length > 0) {
    return bare.map(([name]) => ({
      code: 'ASSAY1604',
      path: ['parameters', 'properties', name],
      message: `the parameter \`${name}\` has no default`,
    }));
  }
  // With all defaults in place, what is left to find fault with is a default, or the schema itself.
  return fillParameters(entry, {}).faults.map(({ pointer, message }) => ({
    code: pointer === '' ? 'ASSAY1603' : 'ASSAY1604',
    path: pointer === '' ? path : ['parameters', 'properties', pointer.split('/')[1]!],
    message: pointer === '' ? message : `the default of \`${pointer.slice(1)}\` ${message}`,
  }));
}

function outputFaults(outputs: Readonly<Record<string, OutputSpec>>): readonly ManifestFault[] {
  return Object.entries(outputs).flatMap(([name, spec]) =>
    spec.type === 'list'
      ? Object.entries(spec.items).flatMap(([item, scalar]) => scalarFaults(scalar, ['outputs', name, 'items', item]))
      : scalarFaults(spec, ['outputs', name]),
  );
}

function scalarFaults(spec: ScalarSpec, path: readonly string[]): readonly ManifestFault[] {
  if (spec.type !== 'number' && spec.type !== 'integer') return [];
  const faults: ManifestFault[] = [];
  const [lowest, highest] = spec.range;
  if (lowest !== null && highest !== null && lowest > highest) {
    faults.push({ code: 'ASSAY1605', path: [...path, 'range'], message: `the range [${lowest}, ${highest}] is empty` });
  }
  const unit = parseUnit(spec.unit);
  if (isUnitFault(unit)) {
    const { fault, hint } = unit;
    faults.push({ code: 'ASSAY1606', path: [...path, 'unit'], message: fault, ...(hint !== undefined && { hint }) });
  }
  return faults;
}
