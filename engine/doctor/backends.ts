/** Backends in the order in which they are tried (DESIGN.md §7), each tried on a small sum. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deviceInWords } from '../backends/device.js';
import { tryProvider } from '../backends/find-adapter.js';
import type { FoundAdapter } from '../backends/find-adapter.js';
import { absent, found, type Finding } from './finding.js';

export async function backendFindings(
  adapter: FoundAdapter | { readonly absent: string },
): Promise<readonly Finding[]> {
  const [cpu, cuda] = await Promise.all([tryProvider('cpu'), tryProvider('cuda')]);
  return [
    cpu.works
      ? found('onnxruntime/cpu', `onnxruntime-node ${cpu.version ?? ''}`.trim())
      : absent('onnxruntime/cpu', cpu.reason ?? ''),
    'absent' in adapter
      ? absent('onnxruntime/webgpu', adapter.absent)
      : found('onnxruntime/webgpu', `on ${deviceInWords(adapter)}`),
    cuda.works
      ? found('onnxruntime/cuda', 'CUDA execution provider')
      : absent('onnxruntime/cuda', `CUDA libraries are not part of the installation: ${cuda.reason ?? ''}`),
    ...['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node', '@tensorflow/tfjs'].map(tensorflow),
  ];
}

function tensorflow(name: string): Finding {
  const short = name.replace('@tensorflow/', '');
  try {
    const require = createRequire(import.meta.url);
    const entry = require.resolve(name);
    const manifest = JSON.parse(readFileSync(manifestAbove(dirname(entry)), 'utf8')) as { readonly version: string };
    return found(short, `${manifest.version}, installed`);
  } catch {
    return absent(short, 'not installed: it is optional, and needed only for TensorFlow models of your own');
  }
}

/** The nearest package.json upwards that names a version (inner ones only say `type`). */
function manifestAbove(folder: string): string {
  const path = join(folder, 'package.json');
  try {
    if ((JSON.parse(readFileSync(path, 'utf8')) as { readonly version?: string }).version !== undefined) return path;
  } catch {
    // None here.
  }
  const parent = dirname(folder);
  if (parent === folder) throw new Error('no package.json');
  return manifestAbove(parent);
}
