/**
 * Run as a program of its own: says on standard output which adapter a strict WebGPU session gets, as JSON. ONNX
 * Runtime does not tell (1.30), so Dawn, the library inside it, is asked in its own package with the request that ONNX
 * Runtime makes: the adapter of high performance. A driver that ends the process ends only this one.
 */
import type { FoundAdapter } from './find-adapter.js';

/** Drivers that compute on the processor, by the names of their adapters, should one not say so itself. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i;

async function adapter(): Promise<FoundAdapter | { readonly absent: string }> {
  const dawn = await import('webgpu').catch((cause: unknown) => cause as Error);
  if (dawn instanceof Error) {
    return { absent: `the package webgpu, which tells a GPU from a software adapter, does not load: ${dawn.message}` };
  }
  const found = await dawn.create([]).requestAdapter({ powerPreference: 'high-performance' });
  if (found === null) return { absent: 'no driver of Vulkan, Metal or Direct3D 12 offers an adapter' };
  const { vendor, architecture, device, description, isFallbackAdapter } = found.info;
  const name = [device || [vendor, architecture].filter(Boolean).join(' '), description && `(${description})`]
    .filter(Boolean)
    .join(' ');
  const software = isFallbackAdapter || [vendor, architecture, name].some((text) => SOFTWARE.test(text));
  return { kind: software ? 'software' : 'gpu', name };
}

process.stdout.write(JSON.stringify(await adapter()));
