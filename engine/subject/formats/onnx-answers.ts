/** What a model's output tensors say, batch by batch, as predictions. */
import type { Fetched } from '../../backends/onnxruntime.js';
import { ModelFault } from '../view.js';
import type { Predictions } from '../view.js';
import { alignClasses } from './align-classes.js';
import type { OutputPlan } from './onnx-outputs.js';
import { checkProbabilities, decideLabels } from './probabilities.js';
import type { ClassSettings } from './probabilities.js';

export class OnnxAnswers {
  /** Names of the tensors to fetch. */
  readonly outputs: readonly string[];
  private readonly numbers: Float64Array;
  private readonly labels: Int32Array | undefined;
  private readonly probabilities: Float64Array | undefined;
  /** From the model's classes to the subject's. */
  private readonly order: readonly number[];

  constructor(
    private readonly plan: OutputPlan,
    private readonly settings: ClassSettings,
    rows: number,
  ) {
    const width = settings.classes.length;
    if (plan.kind === 'numbers') {
      this.outputs = [plan.output];
      this.numbers = new Float64Array(rows);
      this.order = [];
      return;
    }
    this.numbers = new Float64Array();
    this.outputs = [plan.labels, plan.probabilities].filter((name) => name !== undefined);
    this.labels = plan.labels === undefined ? undefined : new Int32Array(rows);
    this.probabilities = plan.probabilities === undefined ? undefined : new Float64Array(rows * width);
    const order = alignClasses(plan.names, settings.classes);
    if ('mismatch' in order) throw new ModelFault('unsupported', order.mismatch);
    this.order = order;
  }

  /** Takes the first `taken` rows of a batch that began at row `start`. */
  add(results: Readonly<Record<string, Fetched>>, start: number, taken: number): void {
    const { plan } = this;
    if (plan.kind === 'numbers') return this.addNumbers(plan.output, results[plan.output]!, start, taken);
    if (plan.labels !== undefined) this.addLabels(plan.labels, results[plan.labels]!, start, taken);
    if (plan.probabilities !== undefined)
      this.addProbabilities(plan.probabilities, results[plan.probabilities]!, start, taken);
  }

  predictions(): Predictions {
    if (this.plan.kind === 'numbers') return { kind: 'numbers', values: this.numbers };
    const { probabilities } = this;
    if (probabilities !== undefined) {
      const bad = checkProbabilities(probabilities, this.settings.classes.length);
      if (bad !== undefined) {
        throw new ModelFault(
          'out-of-domain',
          `the model's output for row ${bad.row + 1} is no distribution over the classes: ${bad.reason}`,
        );
      }
    }
    const labels = decideLabels(this.labels, probabilities, this.settings);
    return { kind: 'classes', labels, ...(probabilities === undefined ? {} : { probabilities }) };
  }

  private addNumbers(name: string, { data, dims }: Fetched, start: number, taken: number): void {
    const values = floats(name, data);
    if (widthOf(name, dims, taken) !== 1)
      throw new ModelFault(
        'unsupported',
        `output "${name}" has the shape [${dims.join(', ')}]; one number a row is expected`,
      );
    for (let i = 0; i < taken; i += 1) {
      const value = values[i]!;
      if (!Number.isFinite(value))
        throw new ModelFault('out-of-domain', `the model predicts ${value} for row ${start + i + 1}`);
      this.numbers[start + i] = value;
    }
  }

  private addProbabilities(name: string, { data, dims }: Fetched, start: number, taken: number): void {
    const values = floats(name, data);
    const width = this.settings.classes.length;
    const found = widthOf(name, dims, taken);
    const into = this.probabilities!;
    if (found === 1 && width === 2) {
      // One number a row is the probability of the second of the model's two classes.
      const second = this.order[1]!;
      for (let i = 0; i < taken; i += 1) {
        into[2 * (start + i) + second] = values[i]!;
        into[2 * (start + i) + 1 - second] = 1 - values[i]!;
      }
      return;
    }
    if (found !== width) {
      throw new ModelFault('unsupported', `output "${name}" has ${found} numbers a row for ${width} classes`);
    }
    for (let i = 0; i < taken; i += 1) {
      for (let c = 0; c < width; c += 1) into[(start + i) * width + this.order[c]!] = values[i * width + c]!;
    }
  }

  private addLabels(name: string, { data, dims }: Fetched, start: number, taken: number): void {
    if (widthOf(name, dims, taken) !== 1)
      throw new ModelFault(
        'unsupported',
        `output "${name}" has the shape [${dims.join(', ')}]; one label a row is expected`,
      );
    const labels = data as ArrayLike<string | bigint | number>;
    for (let i = 0; i < taken; i += 1) {
      const label = String(labels[i]);
      const index = this.indexOf(label);
      if (index === undefined) {
        throw new ModelFault(
          'out-of-domain',
          `the model gives row ${start + i + 1} the label "${label.slice(0, 60)}", which is no class of the target`,
        );
      }
      this.labels![start + i] = index;
    }
  }

  private readonly known = new Map<string, number | undefined>();

  /** By the file's class names, else by the subject's, else, for a number, by position. */
  private indexOf(label: string): number | undefined {
    if (this.known.has(label)) return this.known.get(label);
    const { classes } = this.settings;
    const position = this.plan.kind === 'classes' ? (this.plan.names?.indexOf(label) ?? -1) : -1;
    const byName = position === -1 ? classes.indexOf(label) : this.order[position]!;
    const numbered =
      /^\d+$/.test(label) && Number(label) < classes.length && !classes.some((name) => /^-?\d+$/.test(name));
    const index = byName !== -1 ? byName : numbered ? Number(label) : undefined;
    this.known.set(label, index);
    return index;
  }
}

function floats(name: string, data: Fetched['data']): ArrayLike<number> {
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  throw new ModelFault('unsupported', `output "${name}" has no 32- or 64-bit floats`);
}

/** Numbers a row; the first dimension must be the rows. */
function widthOf(name: string, dims: readonly number[], rows: number): number {
  if (dims.length === 0 || dims[0]! < rows) {
    throw new ModelFault('unsupported', `output "${name}" has the shape [${dims.join(', ')}] for ${rows} rows`);
  }
  return dims.slice(1).reduce((product, dim) => product * dim, 1);
}
