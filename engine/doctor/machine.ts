/** Processors, memory, the runtime. */
import { arch, cpus, availableParallelism, freemem, platform, release, totalmem } from 'node:os';
import { absent, found, type Finding } from './finding.js';

/** What package.json asks for under `engines`. */
const LEAST_NODE = [20, 19] as const;

export function machineFindings(): readonly Finding[] {
  return [node(), processors(), memory(), found('system', `${platform()} ${release()}, ${arch()}`)];
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  return enough
    ? found('Node.js', process.version)
    : absent('Node.js', `${process.version}; Assay needs ${LEAST_NODE.join('.')} or later`);
}

function processors(): Finding {
  const models = [...new Set(cpus().map(({ model }) => model.trim()))].filter((model) => model !== '');
  const usable = availableParallelism();
  const shared = usable < cpus().length ? `, ${usable} of them for this process` : '';
  return found('processors', `${cpus().length} × ${models.join(', ') || 'of unknown model'}${shared}`);
}

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

function memory(): Finding {
  // A container's own limit, where there is one; 0 or a number beyond the machine's memory where there is none.
  const limit = process.constrainedMemory();
  const limited = limit > 0 && limit < totalmem() ? `, limited to ${gibibytes(limit)}` : '';
  return found('memory', `${gibibytes(totalmem())}, ${gibibytes(freemem())} free${limited}`);
}
