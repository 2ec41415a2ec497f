/** A first look at the server of a language model: its address, which model, what it offers. */
import type { InitialiseRequest } from '../api.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { Client } from '../subject/endpoint/client.js';
import type { EndpointSpec } from '../subject/endpoint/spec.js';
import { Findings } from '../subject/findings.js';
import { endpointOf, type OpenaiModelUse } from '../subject/load-endpoint.js';
import { ModelFault } from '../subject/view.js';
import { listedModels, type ListedModel, type Listing } from './listed-models.js';
import { offersOf, type Offers } from './offers.js';

export type ServedRequest = NonNullable<InitialiseRequest['served']>;

export interface ServedModel {
  /** The base address. */
  readonly url: string;
  readonly name: string;
  /** Where the server tells. */
  readonly parameters?: number;
  /** Absent where nobody was asked. */
  readonly offers?: Offers;
}

export type Look =
  | { readonly kind: 'found'; readonly model: ServedModel }
  | { readonly kind: 'fault'; readonly diagnostics: readonly Diagnostic[] };

/** Nobody waits long for a first look. */
const PATIENCE = { attempts: 2, timeout: 60, concurrency: 2 } as const;
const OPTIONS = { backOff: { first: 0.3, most: 1 }, allowCommands: false } as const;
const MOST_NAMED = 20;

/** @param folder where the document will be */
export async function lookAtServer(served: ServedRequest, folder: string): Promise<Look> {
  const { url, name = '', keyEnv, offline } = served;
  const findings = new Findings(() => ({ file: '--url' }));
  const use: OpenaiModelUse = {
    format: 'openai',
    url,
    name,
    ...PATIENCE,
    ...(keyEnv !== undefined && { headers: { Authorization: { environment: keyEnv, prefix: 'Bearer ' } } }),
  };
  const endpoint = endpointOf('model', use, findings);
  if (endpoint === undefined) return { kind: 'fault', diagnostics: findings.diagnostics };
  if (offline) {
    if (name === '') return fault('ASSAY1809', 'offline no server is asked for its models', 'Give --name.');
    return { kind: 'found', model: { url: conventional(endpoint.url), name } };
  }
  try {
    const listing = await listingOf(endpoint);
    const base = listing.kind === 'models' ? listing.url : conventional(endpoint.url);
    const chosen = choose(listing, served);
    if (chosen.kind === 'fault') return chosen;
    const { id, parameters } = chosen.model;
    const files = { source: fileSource(), folder, allowOutside: false, findings };
    const offers = await offersOf({ ...use, url: base, name: id }, files, OPTIONS);
    return {
      kind: 'found',
      model: { url: base, name: id, offers, ...(parameters !== undefined && { parameters }) },
    };
  } catch (error) {
    if (!(error instanceof ModelFault)) throw error;
    return fault('ASSAY1808', error.message, hintFor(error.message, served));
  }
}

const fault = (code: string, message: string, hint: string): Look & { kind: 'fault' } => ({
  kind: 'fault',
  diagnostics: [{ code, severity: 'error', message, file: '--url', hint }],
});

async function listingOf(endpoint: EndpointSpec): Promise<Listing> {
  const client = new Client(endpoint, OPTIONS);
  try {
    return await listedModels(client);
  } finally {
    client.close();
  }
}

/** Where nobody says otherwise, a host serves the protocol below `/v1`. */
const conventional = (url: string): string =>
  new URL(url).pathname === '/' ? new URL('/v1', url).href : url.replace(/\/+$/, '');

function choose(
  listing: Listing,
  { name, keyEnv }: ServedRequest,
): { readonly kind: 'chosen'; readonly model: ListedModel } | (Look & { kind: 'fault' }) {
  switch (listing.kind) {
    case 'locked':
      return fault('ASSAY1808', `the server answers ${listing.status}`, keyHint(keyEnv));
    case 'none':
      // Not every server lists what it has.
      return name === undefined
        ? fault('ASSAY1808', listing.message, BASE_HINT)
        : { kind: 'chosen', model: { id: name } };
    case 'models': {
      const { models } = listing;
      if (name !== undefined) return { kind: 'chosen', model: models.find(({ id }) => id === name) ?? { id: name } };
      const [only, ...others] = models;
      if (only !== undefined && others.length === 0) return { kind: 'chosen', model: only };
      const ids = models.slice(0, MOST_NAMED).map(({ id }) => id);
      const more = models.length > ids.length ? ' …' : '';
      return only === undefined
        ? fault('ASSAY1809', 'the server lists no model', 'Load one, or give --name.')
        : fault(
            'ASSAY1809',
            `the server lists ${models.length} models: ${ids.join(', ')}${more}`,
            'Choose one with --name.',
          );
    }
  }
}

const BASE_HINT =
  'Give the base address, such as http://127.0.0.1:8000/v1, and --name where the server lists no models.';

const keyHint = (keyEnv: string | undefined): string =>
  keyEnv === undefined
    ? 'It wants a key: put it into a variable of the environment, and name that with --key-env.'
    : `It does not take the key in ${keyEnv}.`;

function hintFor(message: string, { keyEnv, name }: ServedRequest): string {
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/.test(message))
    return 'Is the server running? By default vLLM listens at port 8000, llama.cpp at 8080, Ollama at 11434.';
  if (/answers 40[13]/.test(message)) return keyHint(keyEnv);
  if (message.includes('redirects')) return 'Give the address that it leads to.';
  if (/answers 503/.test(message)) return 'It may still load the model: try again when it is ready.';
  if (message.includes('is not set')) return 'Set the variable that --key-env names.';
  return name === undefined ? BASE_HINT : 'Is the name right? Without --name the server is asked for it.';
}
