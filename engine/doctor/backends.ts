/** Backends in the order in which they are tried (DESIGN.md §7), each tried on a small sum. */
import { fileURLToPath } from 'node:url';
import { absent, found, type Finding } from './finding.js';
import { hardwareGpus } from './accelerators.js';
import { runProgram } from './run-program.js';
import { tensorflowFindings } from './tensorflow.js';

interface ProbeAnswer {
  readonly works: boolean;
  readonly version?: string;
  readonly reason?: string;
}

const PROBE = fileURLToPath(new URL('./probe-provider.js', import.meta.url));
const PROBE_SECONDS = 20;

async function probe(provider: string): Promise<ProbeAnswer> {
  const answer = await runProgram(process.execPath, [PROBE, provider], PROBE_SECONDS);
  return answer.ended === 'well'
    ? (JSON.parse(answer.output) as ProbeAnswer)
    : { works: false, reason: `the probe ${answer.reason}` };
}

export async function backendFindings(): Promise<readonly Finding[]> {
  const [cpu, webgpu, cuda, gpus, tensorflow] = await Promise.all([
    probe('cpu'),
    probe('webgpu'),
    probe('cuda'),
    hardwareGpus(),
    tensorflowFindings(),
  ]);
  return [
    cpu.works
      ? found('onnxruntime/cpu', `onnxruntime-node ${cpu.version ?? ''}`.trim())
      : absent('onnxruntime/cpu', firstLine(cpu.reason)),
    webgpuFinding(webgpu, gpus),
    cuda.works
      ? found('onnxruntime/cuda', 'CUDA execution provider')
      : absent('onnxruntime/cuda', `CUDA libraries are not part of the installation: ${firstLine(cuda.reason)}`),
    ...tensorflow,
  ];
}

/** A software adapter works too, and is never called a GPU. */
function webgpuFinding(answer: ProbeAnswer, gpus: readonly string[]): Finding {
  if (!answer.works) return absent('onnxruntime/webgpu', firstLine(answer.reason));
  return gpus.length > 0
    ? found('onnxruntime/webgpu', gpus.join(', '))
    : found('onnxruntime/webgpu', 'a software adapter (no GPU is visible): slower than the processor itself');
}

/** The sentence of the runtime's message that says what failed, without its source path. */
function firstLine(reason = 'no reason was given'): string {
  const line = reason.split('\n').find((each) => each.trim() !== '') ?? reason;
  return line
    .replace(/^.*was false\. /, '')
    .replace(/\/\S+\.(cc|h):\d+\s+\S+.*?\)(\s|$)/, '')
    .trim()
    .slice(0, 200);
}
