import { probe } from './probe.js';

/** The adapter that ONNX Runtime's WebGPU provider takes on this machine. */
export interface FoundAdapter {
  readonly kind: 'gpu' | 'software';
  readonly name: string;
}

/** What an execution provider of ONNX Runtime came to when it was tried on a small sum. */
export interface ProviderAnswer {
  readonly works: boolean;
  readonly version?: string;
  readonly reason?: string;
}

/** Tries an execution provider (`cpu`, `webgpu`, `cuda`) with nothing left to the processor. */
export async function tryProvider(provider: string): Promise<ProviderAnswer> {
  const answer = await probe<ProviderAnswer>('probe-provider', [provider]);
  if ('failed' in answer) return { works: false, reason: answer.failed };
  return answer.works ? answer : { works: false, reason: saidShortly(answer.reason) };
}

/** The adapter, where there is one and ONNX Runtime computes on it; else why not. */
export async function findAdapter(): Promise<FoundAdapter | { readonly absent: string }> {
  const [adapter, provider] = await Promise.all([
    probe<FoundAdapter | { readonly absent: string }>('probe-adapter', []),
    tryProvider('webgpu'),
  ]);
  if ('failed' in adapter) return { absent: adapter.failed };
  if ('absent' in adapter) return adapter;
  return provider.works
    ? adapter
    : { absent: `ONNX Runtime does not compute on ${adapter.name}: ${provider.reason ?? ''}` };
}

/** The sentence of the runtime's message that says what failed, without its source path. */
function saidShortly(reason = 'no reason was given'): string {
  const line = reason.split('\n').find((each) => each.trim() !== '') ?? reason;
  return line
    .replace(/^.*was false\. /, '')
    .replace(/\/\S+\.(cc|h):\d+\s+\S+.*?\)(\s|$)/, '')
    .trim()
    .slice(0, 200);
}
