/** `checkPlugin`: the contract test that the engine's own plugins pass, for anyone's module. */
import { pathToFileURL } from 'node:url';
import type { PluginCheck } from '../api.js';
import { isError } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { checkPlugin as checkContract } from '../plugins/check-plugin.js';
import { checkSubjects } from '../plugins/check-plugin.subjects.js';
import type { Plugin } from '../plugins/contract.js';
import { hasNeeds } from '../plugins/memory-subject.js';
import { fillParameters } from '../plugins/parameters.js';
import { Manifests } from './policies.js';
import { shown } from './shown-path.js';

export async function checkPlugin(
  manifest: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<PluginCheck> {
  const manifests = new Manifests(fileSource());
  const { entry, diagnostics } = manifests.read(shown(manifest));
  if (entry === undefined || diagnostics.some(isError)) return { breaches: [], diagnostics };
  const { run } = manifests.externals[entry.id]!;
  if (run.kind !== 'module') {
    const message = 'a command is checked by the checks that run it: only modules can be given subjects in memory';
    return { breaches: [], diagnostics: [{ code: 'ASSAY1608', severity: 'error', message, file: shown(manifest) }] };
  }
  const { value, faults } = fillParameters(entry, parameters);
  if (faults.length > 0) {
    return { breaches: faults.map((fault) => ({ check: 'declaration', ...fault })), diagnostics };
  }
  const { measure } = (await import(pathToFileURL(run.path).href)) as Pick<Plugin, 'measure'>;
  const subjects = checkSubjects().filter(({ subject }) => hasNeeds(subject, entry.needs));
  return { breaches: await checkContract({ ...entry, measure }, value, subjects), diagnostics };
}
