/**
 * The packages of TensorFlow.js, imported on use: some 200 ms, and all of them optional. A machine may lack any of
 * them, and the reason is part of the answer.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Converter from '@tensorflow/tfjs-converter';
import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';
import { ModelFault } from '../subject/view.js';

export type TfjsCore = typeof Core;
export type TfjsLayers = typeof Layers;
export type TfjsConverter = typeof Converter;

const PACKAGES = {
  core: '@tensorflow/tfjs-core',
  layers: '@tensorflow/tfjs-layers',
  converter: '@tensorflow/tfjs-converter',
} as const;

/** Throws ModelFault (`unsupported`) where TensorFlow.js is not installed. */
export const tfjsCore = async (): Promise<TfjsCore> => {
  const core = await required<TfjsCore>(PACKAGES.core);
  // Else it advertises its native package on standard output at the first tensor.
  core.enableProdMode();
  return core;
};
export const tfjsLayers = (): Promise<TfjsLayers> => required<TfjsLayers>(PACKAGES.layers);
export const tfjsConverter = (): Promise<TfjsConverter> => required<TfjsConverter>(PACKAGES.converter);

async function required<Module>(name: string): Promise<Module> {
  try {
    return (await importPackage(name)) as Module;
  } catch (cause) {
    throw new ModelFault('unsupported', `TensorFlow.js cannot be used: ${absenceInWords(name, cause)}`);
  }
}

/** By a name that the compiler does not resolve: it need not be installed where Assay is built. */
export const importPackage = (name: string): Promise<unknown> => import(name);

/** Why an optional package cannot be used: not installed, installed without its native part, or what it says. */
export function absenceInWords(name: string, cause: unknown): string {
  const { code, message } = cause as { readonly code?: string; readonly message?: string };
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(message ?? '')?.[1];
  if ((code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && missing !== undefined) {
    const native = missing.includes('tfjs-node')
      ? '; npm leaves it out too where its library cannot be downloaded'
      : '';
    return `${missing} is not installed (it is optional${native})`;
  }
  if (/native addon module.*can ?not be found/is.test(message ?? '')) {
    return `${name} is installed without its native library, as by npm with --ignore-scripts`;
  }
  const line = (message ?? String(cause)).split('\n')[0]!.trim();
  return `${name}: ${line.length > 200 ? `${line.slice(0, 199)}…` : line}`;
}

/** Where the addon of the native packages lies. */
const ADDON = join('lib', 'napi-v8', 'tfjs_binding.node');

/**
 * Versions of the packages that could run a model here, by name, from their package.json: nothing is loaded. Native
 * packages without their library are not among them.
 */
export function tfjsVersions(): Readonly<Record<string, string>> {
  const require = createRequire(import.meta.url);
  const version = (name: string, native: boolean): readonly (readonly [string, string])[] => {
    try {
      const manifest = require.resolve(`${name}/package.json`);
      if (native && !existsSync(join(dirname(manifest), ADDON))) return [];
      return [[name, (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version]];
    } catch {
      return [];
    }
  };
  return Object.fromEntries([
    ...version('@tensorflow/tfjs-node-gpu', true),
    ...version('@tensorflow/tfjs-node', true),
    ...version('@tensorflow/tfjs-backend-webgpu', false),
    ...version('@tensorflow/tfjs-backend-wasm', false),
    ...version('@tensorflow/tfjs-backend-cpu', false),
    ...version(PACKAGES.core, false),
  ]);
}
