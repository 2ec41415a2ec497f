/** Recorded predictions: another program's answers for the rows of the test data, in their order. */
import { MAX_CSV_BYTES } from '../csv-text.js';
import { readFresh } from '../read-fresh.js';
import { plainBytes } from '../sealed-file.js';
import { classSettings } from '../class-settings.js';
import type { Table } from '../table.js';
import { ModelFault } from '../view.js';
import type { Model } from '../view.js';
import { readAnswers } from './answers.js';
import type { LookContext, ModelFormat, ModelLook } from './format.js';

function look(context: LookContext): ModelLook {
  const { rows, classes, positive, threshold, regression, separator, bytes, file } = context;
  if (rows === undefined) {
    const message = 'recorded predictions belong to the rows of data.test, and there is no such table';
    return { findings: [{ code: 'ASSAY1509', severity: 'error', message }] };
  }
  if (classes === undefined && !regression) return { findings: [] };
  const settings = classSettings(classes ?? [], positive, threshold);
  const { diagnostics } = readAnswers({ bytes, file }, separator, { ...settings, regression, rows });
  return { findings: [], diagnostics };
}

async function open({ spec, table }: Parameters<ModelFormat['open']>[0]): Promise<Model> {
  if (spec.model?.format !== 'predictions')
    throw new TypeError('predictions: the subject has a model of another format');
  const { path, digest, sealed, threshold } = spec.model;
  const bytes = await plainBytes(readFresh(path, digest), sealed, path, MAX_CSV_BYTES);
  const test = (await table('test')) ?? (await table('whole'));
  if (test === undefined)
    throw new ModelFault('unsupported', 'recorded predictions belong to data.test, and there is none');
  const classes = spec.target?.classes ?? [];
  const wanted = {
    ...classSettings(classes, spec.target?.positive, threshold),
    regression: spec.task === 'regression',
    rows: test.rowCount,
  };
  return {
    format: 'predictions',
    digest,
    basis: 'logged',
    classes,
    backend: 'predictions',
    answersNewRows: false,
    path,
    async predict(rows: Table) {
      // Only the very table that the subject handed out has the recorded rows; a copy may be permuted or changed.
      if (rows !== test)
        throw new ModelFault('unsupported', 'recorded predictions answer only for the rows of data.test as they stand');
      const { predictions, diagnostics } = readAnswers({ bytes, file: path }, spec.csv.separator, wanted);
      if (predictions === undefined) throw new ModelFault('failed', diagnostics[0]?.message ?? 'no predictions');
      return predictions;
    },
    close: () => Promise.resolve(),
  };
}

export const predictions: ModelFormat = { look, open };
