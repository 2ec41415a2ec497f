/** A program as a model: header and CSV rows of the features on standard input, a predictions CSV on standard output. */
import { classSettings } from '../class-settings.js';
import { isFeature } from '../feature-specs.js';
import { columnOf } from '../table.js';
import type { Table } from '../table.js';
import { ModelFault } from '../view.js';
import type { Model } from '../view.js';
import { readAnswers } from './answers.js';
import { writeCsv } from './csv-write.js';
import type { ModelFormat } from './format.js';
import { runCommand } from './run-command.js';

/** Of one call; the limit on the whole measurement stands beside it. */
const SECONDS = 600;
const MAX_ANSWER_BYTES = 256 * 2 ** 20;

function open({ spec }: Parameters<ModelFormat['open']>[0]): Promise<Model> {
  if (spec.model?.format !== 'command') throw new TypeError('command: the subject has a model of another format');
  const { command: argv, folder, threshold } = spec.model;
  const classes = spec.target?.classes ?? [];
  const settings = classSettings(classes, spec.target?.positive, threshold);
  const names = spec.columns.filter(isFeature).map(({ name }) => name);
  const { separator } = spec.csv;
  return Promise.resolve({
    format: 'command',
    digest: null,
    basis: 'observed',
    classes,
    backend: 'command',
    answersNewRows: true,
    async predict(table: Table, signal?: AbortSignal) {
      const columns = names.map((name) => {
        const column = columnOf(table, name);
        if (column === undefined) throw new ModelFault('unsupported', `the rows have no column "${name}"`);
        return column;
      });
      const input = writeCsv(columns, table.rowCount, separator);
      const output = await runCommand({
        command: argv,
        folder,
        input,
        seconds: SECONDS,
        maxBytes: MAX_ANSWER_BYTES,
        ...(signal === undefined ? {} : { signal }),
      });
      const wanted = { ...settings, regression: spec.task === 'regression', rows: table.rowCount };
      const { predictions, diagnostics } = readAnswers({ bytes: output, file: 'standard output' }, separator, wanted);
      if (predictions !== undefined) return predictions;
      const [fault] = diagnostics;
      const place = fault?.range === undefined ? '' : ` (line ${fault.range.line}, column ${fault.range.column})`;
      throw new ModelFault(
        'failed',
        `the answer of the model's command is unsound${place}: ${fault?.message ?? 'no answer'}`,
      );
    },
    close: () => Promise.resolve(),
  });
}

export const command: ModelFormat = { open };
