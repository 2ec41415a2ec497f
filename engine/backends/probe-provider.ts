/**
 * Run as a program of its own, with the name of an execution provider: adds 1 and 1 on it, with no way back to the
 * processor, and says on standard output whether that worked. A driver that ends the process ends only this one.
 */
import { InferenceSession, Tensor, env } from 'onnxruntime-node';
import { ADD_MODEL } from './add-model.js';

async function add(provider: string): Promise<void> {
  const session = await InferenceSession.create(ADD_MODEL, {
    executionProviders: [provider],
    ...(provider !== 'cpu' && { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
  });
  const { b } = await session.run({ a: new Tensor('float32', [1, 2, 3, 4], [4]) });
  const sums = [...((await b?.getData()) as Float32Array)];
  if (sums.join() !== '2,4,6,8') throw new Error(`1 + 1, 2 + 2, 3 + 3, 4 + 4 gave ${sums.join(', ')}`);
}

const answer = await add(process.argv[2] ?? 'cpu').then(
  () => ({ works: true, version: env.versions.node ?? env.versions.common }),
  (error: unknown) => ({ works: false, reason: error instanceof Error ? error.message : String(error) }),
);
process.stdout.write(JSON.stringify(answer));
