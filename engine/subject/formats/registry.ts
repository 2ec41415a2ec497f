/** Model formats by name, sorted; each is loaded on use. A new one is one file here and one line. */
import type { ModelSpec } from '../spec.js';
import type { ModelFormat } from './format.js';

export const MODEL_FORMATS: Readonly<Record<ModelSpec['format'], () => Promise<ModelFormat>>> = {
  command: async () => (await import('./command.js')).command,
  http: async () => (await import('./http.js')).http,
  onnx: async () => (await import('./onnx.js')).onnx,
  openai: async () => (await import('./openai.js')).openai,
  predictions: async () => (await import('./predictions.js')).predictions,
  tfjs: async () => (await import('./tfjs.js')).tfjs,
};
