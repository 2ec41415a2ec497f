/** A model behind a server, as the document names it: its address is checked, nothing is reached. */
import type { SubjectDocument } from '../document/types.generated.js';
import type { Finding, Findings } from './findings.js';
import type { EndpointSpec, HttpModelSpec } from './endpoint/spec.js';
import type { LanguageRole } from './language/language-model.js';
import type { ModelRole } from './view.js';

type ModelUse = NonNullable<SubjectDocument['model']>;
type HttpModelUse = Extract<ModelUse, { format: 'http' }>;
export type OpenaiModelUse = Extract<ModelUse, { format: 'openai' }>;

const DEFAULTS = { concurrency: 8, timeout: 60, attempts: 8 };
const ROWS_A_REQUEST = 100;

/** Without a spec where the address cannot be used; the findings then say why. */
export function loadEndpoint(
  of: ModelRole,
  model: HttpModelUse,
  findings: Findings,
): { readonly spec?: HttpModelSpec } {
  const { protocol, threshold, outputs = {}, batch = ROWS_A_REQUEST } = model;
  const endpoint = endpointOf(of, model, findings);
  if (endpoint === undefined) return {};
  return {
    spec: {
      format: 'http',
      protocol,
      endpoint,
      batch,
      outputs,
      signature: model.signature ?? 'serving_default',
      layout: model.layout ?? 'row',
      ...(threshold !== undefined && { threshold }),
    },
  };
}

/** `undefined` where the address cannot be used; the findings then say why. */
export function endpointOf(
  of: LanguageRole,
  model: HttpModelUse | OpenaiModelUse,
  findings: Findings,
): EndpointSpec | undefined {
  const fault = addressFault(of, model);
  if (fault !== undefined) {
    findings.add([of, 'url'], fault);
    return undefined;
  }
  const { headers = {}, budget = {} } = model;
  const { concurrency, timeout, attempts } = { ...DEFAULTS, ...model };
  return { url: new URL(model.url).href, headers, concurrency, seconds: timeout, attempts, budget };
}

const EXAMPLES = {
  http: 'https://models.example.org/v2/models/credit-risk',
  openai: 'https://models.example.org/v1',
};

function addressFault(
  of: LanguageRole,
  { url, headers = {}, format }: HttpModelUse | OpenaiModelUse,
): Finding | undefined {
  const hint = `Write the whole address, such as ${EXAMPLES[format]}.`;
  if (!URL.canParse(url)) return { code: 'ASSAY1550', message: 'the url is no address', hint };
  const { protocol, username, password, hash, hostname, pathname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:')
    return { code: 'ASSAY1550', message: 'the url begins with neither http: nor https:', hint };
  if (hash !== '') return { code: 'ASSAY1550', message: 'the url has a part after #, which no server is sent', hint };
  if (format === 'openai' && /\/(completions|embeddings|models)\/?$/.test(pathname))
    return { code: 'ASSAY1550', message: 'the url is one of the paths below the base address', hint };
  if (username !== '' || password !== '') {
    return {
      code: 'ASSAY1551',
      message: 'the url holds a name or password',
      hint: `Name a variable of the environment under ${of}.headers.`,
      secret: true,
    };
  }
  if (protocol === 'http:' && Object.keys(headers).length > 0 && !isThisMachine(hostname)) {
    return {
      code: 'ASSAY1551',
      message: `secrets in headers would go to ${hostname} unencrypted`,
      hint: 'Use https, or leave the headers out.',
    };
  }
  return undefined;
}

export const isThisMachine = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
