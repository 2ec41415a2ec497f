/** Which models a server of OpenAI's protocol lists, and at which address: people leave `/v1` out. */
import { below } from '../subject/endpoint/below.js';
import { jsonOf } from '../subject/endpoint/client.js';
import type { Client } from '../subject/endpoint/client.js';
import type { Answered } from '../subject/endpoint/exchange.js';
import { isObject } from '../subject/endpoint/wire.js';

export interface ListedModel {
  readonly id: string;
  /** As llama.cpp tells them (`meta.n_params`). */
  readonly parameters?: number;
}

export type Listing =
  | { readonly kind: 'models'; readonly url: string; readonly models: readonly ListedModel[] }
  /** It wants a key, or another one. */
  | { readonly kind: 'locked'; readonly status: number }
  /** It answers, with no list. */
  | { readonly kind: 'none'; readonly message: string };

/** Throws ModelFault where nothing can be read from it at all. */
export async function listedModels(client: Client): Promise<Listing> {
  const given = client.spec.url.replace(/\/+$/, '');
  const first = await listAt(client, given);
  if (first.kind !== 'none' || /\/v\d+$/.test(new URL(given).pathname)) return first;
  const second = await listAt(client, below(given, '/v1').href);
  return second.kind === 'none' ? first : second;
}

async function listAt(client: Client, url: string): Promise<Listing> {
  const address = below(url, '/models');
  const none = (what: string): Listing => ({ kind: 'none', message: `${address.href} is ${what}` });
  return await client.exchange<Listing>(
    { url: address },
    {
      read(answered) {
        const models = modelsIn(answered);
        return models === undefined ? none(wordsFor(answered)) : { kind: 'models', url, models };
      },
      refused({ status }) {
        return status === 401 || status === 403 ? { kind: 'locked', status } : none(`answered with ${status}`);
      },
    },
  );
}

const wordsFor = ({ headers }: Answered): string =>
  /html/i.test(headers['content-type'] ?? '') ? 'a page for people (HTML)' : 'no list of models';

function modelsIn(answered: Answered): readonly ListedModel[] | undefined {
  let json: unknown;
  try {
    json = jsonOf(answered);
  } catch {
    return undefined;
  }
  const data = isObject(json) ? json['data'] : undefined;
  if (!Array.isArray(data)) return undefined;
  return (data as unknown[]).flatMap((model): ListedModel[] => {
    if (!isObject(model) || typeof model['id'] !== 'string' || model['id'] === '') return [];
    const parameters = isObject(model['meta']) ? model['meta']['n_params'] : undefined;
    return [{ id: model['id'], ...(typeof parameters === 'number' && parameters > 0 && { parameters }) }];
  });
}
