/** Protocols of predictive models by name, sorted. A new one is one file here and one line. */
import type { HttpProtocol } from '../spec.js';
import type { Protocol } from '../wire.js';

export const PROTOCOLS: Readonly<Record<HttpProtocol, () => Promise<Protocol>>> = {
  mlflow: async () => (await import('./mlflow.js')).mlflow,
  'open-inference': async () => (await import('./open-inference.js')).openInference,
  'tensorflow-serving': async () => (await import('./tensorflow-serving.js')).tensorflowServing,
};
