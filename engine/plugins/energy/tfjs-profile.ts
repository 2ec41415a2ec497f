/** Size and arithmetic of a TensorFlow.js model, from its files alone. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { portsOf, readTfjsFile } from '../../backends/tfjs-file.js';
import type { TfjsFile } from '../../backends/tfjs-file.js';
import { storedFloats, storedIntegers } from '../../backends/tfjs-weights.js';
import { countFlops } from '../../methods/energy/graph-profile.js';
import type { BuiltGraph } from './graph-builder.js';
import type { ModelFileProfile } from './model-file-profile.js';
import { MOST_KNOWN } from './tfjs-known-numbers.js';
import { graphOfLayers } from './tfjs-layers-graph.js';
import { graphOfNodes } from './tfjs-nodes-graph.js';

/** Throws JsonFault or SyntaxError for what is no such model. */
export async function tfjsProfile(path: string): Promise<ModelFileProfile> {
  const json = await readFile(path);
  const file = readTfjsFile(new TextDecoder().decode(json));
  const paths = file.groups.flatMap((group) => group.paths);
  const data = Buffer.concat(await Promise.all(paths.map((location) => readFile(resolve(dirname(path), location)))));
  let parameters = 0;
  let zeros: number | undefined = 0;
  for (const { weight, values } of storedFloats(file.groups, data)) {
    // Integers are shapes and indices, unless they are floats made short.
    if (weight.dtype !== 'float32') continue;
    parameters += weight.count;
    zeros =
      values === undefined || zeros === undefined ? undefined : zeros + values.filter((value) => value === 0).length;
  }
  const graph = graphOf(file, data);
  const flops = 'uncounted' in graph ? graph : countFlops(graph);
  return { bytes: json.length + data.length, parameters, zeros, flops, graph };
}

function graphOf(file: TfjsFile, data: Uint8Array): BuiltGraph {
  if (file.kind === 'layers') return graphOfLayers(file.topology);
  const integers = storedIntegers(file.groups, data, MOST_KNOWN);
  return graphOfNodes({
    topology: file.topology,
    ports: portsOf(file),
    weights: file.groups.flatMap(({ weights }) => weights),
    integers: (name) => integers.get(name),
  });
}
