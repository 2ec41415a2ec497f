/** Backends in the order in which they are tried (DESIGN.md §7), each tried on a small sum. */
import { deviceInWords } from '../backends/device.js';
import { tryProvider } from '../backends/find-adapter.js';
import type { FoundAdapter } from '../backends/find-adapter.js';
import { absent, found, type Finding } from './finding.js';
import { tensorflowFindings } from './tensorflow.js';

export async function backendFindings(
  adapter: FoundAdapter | { readonly absent: string },
): Promise<readonly Finding[]> {
  const [cpu, cuda, tensorflow] = await Promise.all([tryProvider('cpu'), tryProvider('cuda'), tensorflowFindings()]);
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
    ...tensorflow,
  ];
}
