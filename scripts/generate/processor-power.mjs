// Thermal design powers of processors as a module, from CodeCarbon's table.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED } from './schemas.mjs';

const SOURCE = 'scripts/generate/data/energy/cpu_power.csv';
const LICENCE = 'scripts/generate/data/energy/LICENSE.codecarbon';

/** Rows whose watts are no number above 0 (`27.29.5`, two values run together; 0) say nothing and are left out. */
export function processorPower(root) {
  const [, ...rows] = readFileSync(join(root, SOURCE), 'utf8').trim().split(/\r?\n/);
  const lines = rows.flatMap((row) => {
    const cut = row.lastIndexOf(',');
    const name = row.slice(0, cut).replace(/^"|"$/g, '').replace(/\s+/g, ' ').trim();
    const watts = Number(row.slice(cut + 1));
    if (/["`\\$]/.test(name)) throw new Error(`${SOURCE}: ${name} would have to be quoted`);
    return watts > 0 && Number.isFinite(watts) ? [`${name},${watts}`] : [];
  });
  const text = [
    `// ${GENERATED} From ${SOURCE}.`,
    '// Origin: mlco2/codecarbon, codecarbon/data/hardware/cpu_power.csv, under this licence:',
    '/*',
    readFileSync(join(root, LICENCE), 'utf8').trim(),
    '*/',
    '/** One processor a line: name, thermal design power in W. */',
    `export const PROCESSOR_POWER = \`${lines.join('\n')}\`;`,
    '',
  ].join('\n');
  return [['engine/methods/energy/processor-power.generated.ts', text]];
}
