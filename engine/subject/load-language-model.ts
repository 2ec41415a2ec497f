/** A language model behind a server, as the document names it: its address is checked, nothing is reached. */
import { digestBytes } from '../trust/digest.js';
import type { LanguageRole } from './language/language-model.js';
import type { Generation, LanguageModelSpec, Weights } from './language/spec.js';
import { endpointOf } from './load-endpoint.js';
import type { OpenaiModelUse } from './load-endpoint.js';
import type { LoadedInput } from './loaded.js';
import { namedFile } from './named-file.js';
import type { NamedFiles } from './named-file.js';

/** One file that Node can read at once. */
const MAX_WEIGHTS_BYTES = 2 ** 31 - 1;
const GENERATION = { temperature: 0, maxTokens: 256, maxTokensField: 'max_tokens' } as const satisfies Generation;
const START_SECONDS = 60;

export interface LoadedLanguageModel {
  /** Absent where the address cannot be used; the findings then say why. */
  readonly spec?: LanguageModelSpec;
  /** The file of its weights. */
  readonly inputs: readonly LoadedInput[];
}

export function loadLanguageModel(of: LanguageRole, model: OpenaiModelUse, files: NamedFiles): LoadedLanguageModel {
  const endpoint = endpointOf(of, model, files.findings);
  const { weights, input } = weightsOf(of, model.weights, files);
  const inputs = input === undefined ? [] : [input];
  if (endpoint === undefined) return { inputs };
  const { name, servedAs, price, server } = model;
  const spec: LanguageModelSpec = {
    format: 'openai',
    endpoint,
    name,
    ...(servedAs !== undefined && { servedAs }),
    interface: model.interface ?? 'chat',
    stream: model.stream ?? true,
    generation: { ...GENERATION, ...model.generation },
    ...(weights !== undefined && { weights }),
    ...(price !== undefined && { price }),
    ...(server !== undefined && {
      server: { command: server.command, folder: files.folder, seconds: server.seconds ?? START_SECONDS },
    }),
  };
  return { spec, inputs };
}

function weightsOf(
  of: LanguageRole,
  declared: OpenaiModelUse['weights'],
  files: NamedFiles,
): { readonly weights?: Weights; readonly input?: LoadedInput } {
  if (declared === undefined) return {};
  const { path, digest, ...rest } = declared;
  if (path === undefined)
    return { weights: { ...rest, ...(digest !== undefined && { digest, digestOf: 'declaration' }) } };
  const file = namedFile(files, path, [of, 'weights', 'path'], MAX_WEIGHTS_BYTES);
  if (file === undefined) return {};
  const found = digestBytes(file.bytes);
  return {
    weights: { ...rest, digest: found, digestOf: 'file' },
    input: { role: `${of}.weights`, path: file.given, digest: found },
  };
}
