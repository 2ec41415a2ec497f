/** A model behind a server, asked over HTTP by one of the protocols of predictive models. */
import { digestValue } from '../../trust/digest.js';
import { classSettings } from '../class-settings.js';
import { bookInMemory } from '../endpoint/answer-book.js';
import { askRows } from '../endpoint/ask-rows.js';
import { Client } from '../endpoint/client.js';
import { PROTOCOLS } from '../endpoint/protocols/registry.js';
import { readRowAnswers } from '../endpoint/read-row-answers.js';
import { UsedDays } from '../endpoint/used-days.js';
import type { Wire } from '../endpoint/wire.js';
import { featureSpecs, isFeature } from '../feature-specs.js';
import type { SubjectSpec } from '../spec.js';
import { columnOf } from '../table.js';
import { ModelFault } from '../view.js';
import type { Model } from '../view.js';
import type { ModelFormat, OpenContext } from './format.js';

async function open({ spec, table, answers, used }: OpenContext): Promise<Model> {
  const { model } = spec;
  if (model?.format !== 'http') throw new TypeError('http: the subject has a model of another format');
  const sealed = Object.values(spec.tables).some((part) => part.sealed !== undefined);
  const client = new Client(model.endpoint, { sealed });
  try {
    const sample = (await table('whole')) ?? (await table('test'));
    const protocol = await PROTOCOLS[model.protocol]();
    const wire = await protocol.open(client, model, featureSpecs(spec, sample));
    const classes = spec.target?.classes ?? [];
    const wanted = {
      ...classSettings(classes, spec.target?.positive, model.threshold),
      regression: spec.task === 'regression',
      outputs: model.outputs,
      ...(wire.floats !== undefined && { floats: wire.floats }),
    };
    const names = spec.columns.filter(isFeature).map(({ name }) => name);
    // What is answered about sealed rows tells of them: it is not kept on disk.
    const book = sealed || answers === undefined ? bookInMemory() : answers.open(bookDigest(spec, wire));
    return {
      format: 'http',
      digest: null,
      basis: 'observed',
      classes,
      get backend() {
        return `${model.protocol} ${wire.serves}`;
      },
      answersNewRows: true,
      async predict(rows, signal) {
        const columns = names.map((name) => {
          const column = columnOf(rows, name);
          if (column === undefined) throw new ModelFault('unsupported', `the rows have no column "${name}"`);
          return column;
        });
        const questions = { columns, rows: rows.rowCount, batch: model.batch, ...(signal && { signal }) };
        const own = new UsedDays();
        const predictions = readRowAnswers(await askRows(client, wire, book, questions, own), wanted);
        const answered = own.take();
        used.note(answered);
        return { ...predictions, ...(answered !== undefined && { answered }) };
      },
      close() {
        client.close();
        return Promise.resolve();
      },
    };
  } catch (fault) {
    client.close();
    throw fault;
  }
}

/** All that an answer follows from beside the row, as far as the server says. */
function bookDigest({ model, columns }: SubjectSpec, wire: Wire): string {
  if (model?.format !== 'http') throw new TypeError('http: the subject has a model of another format');
  const { protocol, endpoint, signature, layout } = model;
  return digestValue({
    url: endpoint.url,
    protocol,
    stated: wire.stated,
    signature,
    layout,
    columns: columns.filter(isFeature).map(({ name, type }) => ({ name, type })),
  });
}

export const http: ModelFormat = { open };
