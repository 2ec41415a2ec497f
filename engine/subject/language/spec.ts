/** A language model as a subject names it: plain JSON, no secrets. */
import type { EndpointSpec, ServerSpec } from '../endpoint/spec.js';
import type { Price } from './language-model.js';

/** How answers are generated; absent fields are not sent. */
export interface Generation {
  readonly temperature: number;
  readonly maxTokens: number;
  /** The request's field for it. */
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
}

/** The weights' identity. The server's use of them is declared, whatever it is. */
export interface Weights {
  readonly digest?: string;
  /** Whether the digest is of a file that the subject names, or the document's word. */
  readonly digestOf?: 'file' | 'declaration';
  readonly revision?: string;
  readonly quantisation?: string;
}

export interface LanguageModelSpec {
  readonly format: 'openai';
  readonly endpoint: EndpointSpec;
  readonly name: string;
  readonly servedAs?: string;
  readonly interface: 'chat' | 'completions';
  readonly stream: boolean;
  readonly generation: Generation;
  readonly weights?: Weights;
  readonly price?: Price;
  readonly server?: ServerSpec;
}
