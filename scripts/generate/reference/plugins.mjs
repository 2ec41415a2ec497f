import { bilingual, code, inLanguage, page, table } from './markdown.mjs';
import { typeOf } from './types.mjs';

const ABOUT = {
  model: 'the model as it is given',
  procedure: 'the procedure that makes the model: it trains again',
  data: 'the data',
  training: 'the training of the model',
};

export const pluginFile = (id) => `${id.replace('/', '-')}.md`;

/** `example` is a rule of a shipped policy that uses the plugin, as YAML; absent where there is none. */
export function pluginPage(plugin, example) {
  const parameters = parameterRows(plugin.parameters);
  return [
    `docs/reference/plugins/${pluginFile(plugin.id)}`,
    page([
      `# ${plugin.id}`,
      '',
      inLanguage(plugin.title, 'en'),
      '',
      ...(inLanguage(plugin.title, 'zh') === inLanguage(plugin.title, 'en')
        ? []
        : [inLanguage(plugin.title, 'zh'), '']),
      `- Version: ${plugin.version}`,
      `- About: ${ABOUT[plugin.about]}`,
      `- Needs: ${plugin.needs.map(code).join(', ') || 'nothing'}`,
      ...(plugin.reads ? [`- Reads where it is there: ${plugin.reads.map(code).join(', ')}`] : []),
      `- Deterministic: ${plugin.deterministic ? 'yes: the same seed gives the same bytes' : 'no: its outputs are readings'}`,
      ...(plugin.dated
        ? ['- Dated: each result says of which day its evidence is, from which a rule’s `maxAge` counts']
        : []),
      ...(plugin.limits ? [`- Limits: ${limits(plugin.limits)}`] : []),
      '',
      '## Parameters',
      '',
      ...(parameters.length === 0 ? ['None.', ''] : table(['name', 'type', 'default', 'meaning'], parameters)),
      '## Outputs',
      '',
      ...table(['name', 'type', 'unit', 'range', 'meaning'], outputRows(plugin.outputs)),
      '## Example',
      '',
      ...(example === undefined
        ? ['Under `measurements` of a standard, or `measure` of a rule:', '']
        : [example.from, '']),
      '```yaml',
      example?.yaml ?? `measurements:\n  ${alias(plugin.id)}: {plugin: ${plugin.id}}`,
      '```',
      '',
      `Rules then read \`{var: ${example?.alias ?? alias(plugin.id)}.${Object.keys(plugin.outputs)[0]}}\` and its other outputs.`,
    ]),
  ];
}

const alias = (id) => id.split('/')[1].replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());

const limits = ({ seconds, memoryMiB }) =>
  [seconds && `${seconds} s`, memoryMiB && `${memoryMiB} MiB`].filter(Boolean).join(', ');

/** Parameters of parameters are named by their path: `split.folds`. */
function parameterRows(schema, prefix = '') {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const path = `${prefix}${name}`;
    const row = [
      code(path),
      typeOf(inner),
      'default' in inner ? code(JSON.stringify(inner.default)) : '',
      inner.description,
    ];
    return [row, ...parameterRows(inner, `${path}.`)];
  });
}

function outputRows(outputs, prefix = '') {
  return Object.entries(outputs).flatMap(([name, output]) => {
    const type = output.type === 'enum' ? output.values.map(code).join(', ') : output.type;
    const row = [
      code(`${prefix}${name}`),
      type,
      output.unit && code(output.unit),
      output.range && rangeOf(output.range),
      bilingual(output.title),
    ];
    return output.type === 'list' ? [row, ...outputRows(output.items, `${prefix}${name}[].`)] : [row];
  });
}

function rangeOf([low, high]) {
  if (low === null && high === null) return 'any';
  if (high === null) return `≥ ${low}`;
  if (low === null) return `≤ ${high}`;
  return `${low} to ${high}`;
}
