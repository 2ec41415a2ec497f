/** Meters of energy and power: what an energy measurement could read. */
import { accessSync, constants, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { absent, found, type Finding } from './finding.js';
import { runProgram } from '../backends/run-program.js';

const list = (folder: string): readonly string[] | undefined => {
  try {
    return readdirSync(folder).sort();
  } catch {
    return undefined;
  }
};

const readable = (path: string): boolean => {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
};

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
};

export async function meterFindings(root = '/sys/class'): Promise<readonly Finding[]> {
  return [rapl(join(root, 'powercap')), hwmon(join(root, 'hwmon')), await nvidiaPower()];
}

/** Intel's and AMD's running average power limit: a counter of microjoules for each package. */
function rapl(folder: string): Finding {
  const name = 'RAPL';
  if (process.platform !== 'linux') return absent(name, 'read through Linux’s powercap only');
  const zones = list(folder)?.filter((zone) => /^(intel|amd)-rapl(-mmio)?:\d+$/.test(zone));
  if (zones === undefined)
    return absent(name, `${folder} is not there: no powercap in this kernel, or a container hides it`);
  if (zones.length === 0) return absent(name, `${folder} has no package: usual in a virtual machine`);
  const open = zones.filter((zone) => readable(join(folder, zone, 'energy_uj')));
  if (open.length === 0)
    return absent(
      name,
      `${join(folder, zones[0]!, 'energy_uj')} may be read by root only: give it to the group that runs Assay`,
    );
  return found(name, open.map((zone) => `${read(join(folder, zone, 'name')) || zone} (${zone})`).join(', '));
}

/** Sensors that give power or energy, such as those of a server's board. */
function hwmon(folder: string): Finding {
  const name = 'hwmon';
  if (process.platform !== 'linux') return absent(name, 'read on Linux only');
  const sensors = list(folder);
  if (sensors === undefined)
    return absent(name, `${folder} is not there: no sensors in this kernel, or a container hides them`);
  const giving = sensors.flatMap((sensor) => {
    const inputs = (list(join(folder, sensor)) ?? []).filter((file) =>
      /^(energy|power)\d+_(input|average)$/.test(file),
    );
    const open = inputs.filter((file) => readable(join(folder, sensor, file)));
    return open.length === 0 ? [] : [`${read(join(folder, sensor, 'name')) || sensor}: ${open.join(', ')}`];
  });
  return giving.length > 0
    ? found(name, giving.join('; '))
    : absent(name, `none of ${sensors.length} sensors gives power or energy that may be read`);
}

async function nvidiaPower(): Promise<Finding> {
  const name = 'nvidia-smi';
  const answer = await runProgram('nvidia-smi', ['--query-gpu=name,power.draw', '--format=csv,noheader'], 10);
  if (answer.ended === 'badly') return absent(name, answer.reason);
  const lines = answer.output.split('\n').filter((line) => /\d W/.test(line));
  return lines.length > 0 ? found(name, lines.join('; ')) : absent(name, 'this GPU does not report its power');
}
