/** Which subjects and which policy a command line names. */
import { Option } from 'commander';
import type { DirectSubject, Selection } from '../engine/index.js';
import { usageFault } from './fault.js';
import { frozenOption, supplyOf, trustOption, type SupplyOptions } from './options.js';

export interface SubjectOptions extends SupplyOptions {
  readonly policy?: readonly string[];
  readonly asOf?: Date;
  readonly seed?: number;
  readonly only?: readonly string[];
  readonly model?: string;
  readonly data?: string;
  readonly target?: string;
  readonly positive?: string;
  readonly task?: string;
  readonly name?: string;
}

/** A subject without YAML. */
export const subjectOptions = (): readonly Option[] => [
  new Option('--model <file>', 'without a document: the model (.onnx, or .csv for predictions)'),
  new Option('--data <file>', 'without a document: the test data, a CSV'),
  new Option('--target <column>', 'without a document: the column with the truth'),
  new Option('--positive <class>', 'without a document: the class that is looked for'),
  new Option('--task <task>', 'without a document: the task (default: from the target)'),
  new Option('--name <name>', 'without a document: a name for reports (default: from the model’s file)'),
  trustOption(),
  frozenOption(),
];

export function selectionOf(subjects: readonly string[], options: SubjectOptions): Selection {
  const direct = directSubject(subjects, options);
  return {
    subjects,
    asOf: options.asOf ?? new Date(),
    ...(direct !== undefined && { direct }),
    ...(options.policy !== undefined && { policies: options.policy }),
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.only !== undefined && { only: options.only }),
    ...supplyOf(options),
  };
}

function directSubject(subjects: readonly string[], options: SubjectOptions): DirectSubject | undefined {
  const { model, data, target, positive, task, name } = options;
  const given = Object.entries({ model, data, target, positive, task, name }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length === 0) {
    if (subjects.length === 0)
      throw usageFault('ASSAY1800', 'no subject was named', 'name a subject document, or --model, --data and --target');
    return undefined;
  }
  if (subjects.length > 0) throw usageFault('ASSAY1804', `a subject document and --${given[0]![0]} exclude each other`);
  if (model === undefined || data === undefined || target === undefined)
    throw usageFault('ASSAY1804', `--${given[0]![0]} needs --model, --data and --target together`);
  if (options.policy === undefined)
    throw usageFault(
      'ASSAY1804',
      'a subject without a document needs --policy',
      'such as --policy policies/sustainable-ai',
    );
  return {
    model,
    data,
    target,
    ...(positive !== undefined && { positive }),
    ...(task !== undefined && { task }),
    ...(name !== undefined && { name }),
  };
}
