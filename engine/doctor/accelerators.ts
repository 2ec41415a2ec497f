import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { deviceInWords } from '../backends/device.js';
import type { FoundAdapter } from '../backends/find-adapter.js';
import { absent, found, type Finding } from './finding.js';
import { runProgram } from '../backends/run-program.js';

const list = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
};

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
};

/** PCI vendors; the kernel's `vgem` and `vkms` have none. */
const VENDORS: Readonly<Record<string, string>> = {
  '0x10de': 'NVIDIA',
  '0x1002': 'AMD',
  '0x8086': 'Intel',
  '0x13b5': 'Arm',
};

function renderNodes(): readonly string[] {
  return list('/sys/class/drm')
    .filter((name) => name.startsWith('renderD'))
    .flatMap((name) => {
      const vendor = read(join('/sys/class/drm', name, 'device', 'vendor'));
      return vendor === undefined ? [] : [`${VENDORS[vendor] ?? `vendor ${vendor}`} GPU (/dev/dri/${name})`];
    });
}

async function nvidia(): Promise<{ readonly gpus: readonly string[]; readonly reason: string }> {
  const answer = await runProgram(
    'nvidia-smi',
    ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader'],
    10,
  );
  if (answer.ended === 'badly') return { gpus: [], reason: answer.reason };
  const gpus = answer.output.split('\n').filter((line) => line.trim() !== '');
  return { gpus, reason: 'nvidia-smi lists no GPU' };
}

/** Physical devices: GPUs that the operating system shows, and the adapter that graphics libraries offer. */
export async function acceleratorFindings(
  adapter: FoundAdapter | { readonly absent: string },
): Promise<readonly Finding[]> {
  const { gpus, reason } = await nvidia();
  const nodes = renderNodes();
  return [
    gpus.length > 0 ? found('NVIDIA', gpus.join('; ')) : absent('NVIDIA', reason),
    nodes.length > 0
      ? found('render nodes', nodes.join('; '))
      : absent(
          'render nodes',
          process.platform === 'linux' ? 'no GPU under /sys/class/drm' : 'looked for on Linux only',
        ),
    'absent' in adapter ? absent('adapter', adapter.absent) : found('adapter', deviceInWords(adapter)),
  ];
}
