import type { CodeTable } from '../document/diagnostic.js';

/** Faults of manifests of third parties' plugins, and remarks on measuring. */
export const MEASURE_CODES = {
  ASSAY1600: {
    title: 'A plugin takes the name of a built-in one',
    explanation:
      'The `id` of a manifest is one that the engine itself has. A rule that asks for it must mean one thing only. Name it `<area>/<vendor>-<name>`, such as `privacy/acme-drift`.',
  },
  ASSAY1601: {
    title: 'A plugin manifest is not there',
    explanation:
      'A profile (or the command line) names a manifest that does not exist. The path is relative to the document that names it.',
  },
  ASSAY1602: {
    title: 'A plugin’s module is not there',
    explanation:
      'The file that `run.module` names does not exist. The path is relative to the manifest. The module must be an ECMAScript module (`.mjs`, or `.js` in a package of type `module`) that exports `measure`.',
  },
  ASSAY1603: {
    title: 'The parameter schema of a plugin is no JSON Schema',
    explanation: '`parameters` of a manifest must be a JSON Schema, draft 2020-12, of type `object`.',
  },
  ASSAY1604: {
    title: 'A parameter of a plugin has no usable default',
    explanation:
      'Every parameter must have a `default` that its own schema accepts: a measurement is known by its parameters with the defaults filled in, and a rule that names none must still mean something.',
  },
  ASSAY1605: {
    title: 'The range of an output is upside down',
    explanation: '`range` is the lowest and the highest value, both included; `null` stands for unbounded.',
  },
  ASSAY1606: {
    title: 'The unit of an output is not a unit',
    explanation:
      'Units are written `<unit>[/[<count> ]<thing>]`: `"1"` for ratios and counts, `J/prediction`, `kWh/1e6 prediction`, `percent`. Without a known unit no rule could compare the output with anything.',
  },
  ASSAY1607: {
    title: 'Two plugins with one id',
    explanation:
      'Two manifests of one check declare the same `id`, so no rule could say which of them it means. Name one of them otherwise.',
  },
  ASSAY1608: {
    title: 'A command cannot be checked in memory',
    explanation:
      '`checkPlugin` hands a module subjects that are in memory only. A command reads files: run a check with a profile that names its manifest; what it gives is held against the same contract there.',
  },
  ASSAY1616: {
    title: 'There is no such meter',
    explanation:
      '`--meter` names `rapl`, `hwmon`, `amdgpu`, `nvidia-smi`, `prometheus:URL#METRIC`, `command:PROGRAM`, or a model: `processor`, `accelerator`. Several that cover different parts of a machine are given one by one.',
  },
  ASSAY1617: {
    title: 'The meter that was asked for cannot be read',
    explanation:
      'Nothing is measured: figures of another meter, or of a model, would look like those of the one that was named. `assay doctor` lists the meters of this machine, and why others cannot be read. Without `--meter` the machine’s own are taken, and a model where it has none.',
  },
  ASSAY1618: {
    title: 'The meter that was asked for may not be used',
    explanation:
      'A Prometheus endpoint is not reached under `--offline`, and a meter that is a program is not run under `--no-commands`.',
  },
  ASSAY1619: {
    title: 'There is no grid factor of the region that was named',
    explanation:
      '`--region`, or the variable `ASSAY_REGION`, names where the machine that checks draws its electricity: a country by ISO 3166-1 alpha-3 (`DEU`), a province of Canada (`CA-QC`), a Nordic bidding zone (`SE2`), a region of Google Cloud (`gcp/europe-west1`). No other region is taken for it. Without one the report gives the average of the world, with a band over all published grids.',
  },
  ASSAY1650: {
    title: 'The cache cannot be used',
    explanation:
      'The folder of the cache (`.assay/` in the working folder, or what `--cache` names) cannot be made or written. The check goes on and measures everything anew; nothing is kept for the next run.',
  },
  ASSAY1651: {
    title: 'The device that was asked for is not there',
    explanation:
      '`--device gpu` asks for a GPU that ONNX Runtime’s WebGPU provider computes on, `--device software` for a software adapter (a graphics library that computes on the processor, for tests). Where there is none nothing is measured: a run on the processor would look like one on the device. A software adapter is no GPU. `assay doctor` lists what this machine has and why the rest is absent; `--device auto` takes a GPU where there is one and the processor otherwise.',
  },
  ASSAY1652: {
    title: 'Nothing ran on the device that was asked for',
    explanation:
      'The device is there, but none of the measurements has a way to it: their model’s operators, their estimator or what they compute runs on the processor alone. That would be a slow success, so it is none. Ask for `--device auto` or `--device cpu`. What can run on a GPU is in docs/gpu.md.',
  },
  ASSAY1653: {
    title: 'Some measurements ran on the processor',
    explanation:
      'A device other than the processor was asked for. The model has operators that ONNX Runtime’s WebGPU provider cannot compute (those of trees, of text and of most label outputs), so it answered on the processor; each record says so under `backend` and `device`.',
  },
} as const satisfies CodeTable;

export type MeasureCode = keyof typeof MEASURE_CODES;
