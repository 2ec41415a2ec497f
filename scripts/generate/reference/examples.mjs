// For each plugin a rule of a shipped policy that uses it.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument, stringify } from 'yaml';

/** By plugin id: the alias, where it is from, and measurement and rule as YAML. */
export function examplesOf(root) {
  const examples = new Map();
  for (const path of standards(root)) {
    const document = parseDocument(readFileSync(join(root, path), 'utf8')).toJS();
    if (document?.kind !== 'Standard') continue;
    for (const rule of document.rules ?? []) {
      const aliases = { ...document.measurements, ...rule.measure };
      for (const [alias, use] of Object.entries(aliases)) {
        if (examples.has(use.plugin) || !JSON.stringify(rule.require).includes(`"${alias}.`)) continue;
        const parameters = parametersOf(rule, use, document.parameters ?? {});
        const shown = {
          ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
          measurements: { [alias]: use },
          rules: [{ id: rule.id, title: english(rule.title), level: rule.level, require: rule.require }],
        };
        const from = `From \`${path}\`:`;
        examples.set(use.plugin, {
          alias,
          from,
          yaml: stringify(shown, { lineWidth: 110, flowCollectionPadding: false }).trimEnd(),
        });
      }
    }
  }
  return examples;
}

function standards(root) {
  const folder = join(root, 'policies');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((path) => `policies/${String(path).replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.yaml') && !path.endsWith('.test.yaml'))
    .sort();
}

function parametersOf(rule, use, parameters) {
  const text = JSON.stringify([rule.require, use.with ?? {}]);
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => text.includes(`"parameters.${name}"`))
      .map(([name, parameter]) => [
        name,
        { ...parameter, ...(parameter.title ? { title: english(parameter.title) } : {}) },
      ]),
  );
}

const english = (text) => (typeof text === 'string' ? text : (text.en ?? Object.values(text)[0]));
