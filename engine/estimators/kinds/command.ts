import { trainByProgram } from '../command/train-by-program.js';
import type { CommandSettings } from '../command/train-by-program.js';
import { probabilitiesOf } from '../command/probabilities-of.js';
import { defineEstimator } from '../estimator.js';
import { EstimatorFault } from '../estimator-fault.js';

const texts = { type: 'array', items: { type: 'string' } } as const;

export const command = defineEstimator<CommandSettings>({
  type: 'command',
  title: { en: 'A program that trains', zh: '自备训练程序' },
  targets: ['classes', 'numbers'],
  settings: {
    command: {
      schema: { ...texts, minItems: 1 },
      default: [],
      description: 'The program and its arguments, run in the document’s folder without a shell.',
    },
    files: {
      schema: texts,
      default: [],
      description:
        'Files that the program rests on, beside those that are its arguments: their change is a new trainer.',
    },
    settings: {
      schema: { type: 'object' },
      default: {},
      description: 'Handed on to the program as they stand.',
    },
    processes: {
      schema: { type: 'integer', minimum: 1, maximum: 64 },
      default: 2,
      description: 'Most that run at once; never more than the machine has processors.',
    },
    seconds: {
      schema: { type: 'number', exclusiveMinimum: 0, maximum: 1_000_000 },
      default: 600,
      description: 'Longest time of one training, the start of the program included.',
    },
  },
  create(settings, { program }) {
    if (program === undefined) {
      throw new EstimatorFault('unsupported', 'a command trains a subject that was read from its document only');
    }
    if (!settings.command[0]) {
      throw new EstimatorFault('unsupported', 'command: command must list a program and its arguments');
    }
    if (program.sealed === true) {
      const message = 'the data are sealed, and a trainer that is a command gets its rows as plain files on disk';
      throw new EstimatorFault('unsupported', message);
    }
    return {
      predictions: (data, folds, context) => trainByProgram(program, settings, data, folds, context),
      async answers(data, folds, context) {
        return (await trainByProgram(program, settings, data, folds, context)).map(probabilitiesOf);
      },
    };
  },
});
