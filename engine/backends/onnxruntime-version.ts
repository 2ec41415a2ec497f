import { createRequire } from 'node:module';

/** The installed version of onnxruntime-node, from its package.json: nothing native is loaded. */
export function onnxruntimeVersion(): string {
  const manifest = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  return manifest.version;
}
