import { describe, expect, it } from 'vitest';
import { absenceInWords, importPackage } from './tfjs-packages.js';
import { openTfjs } from './tfjs.js';

const thrown = (load: Promise<unknown>): Promise<unknown> =>
  load.then(
    () => undefined,
    (cause: unknown) => cause,
  );

describe('why a package is absent, in words', () => {
  it('not installed at all', async () => {
    const cause = await thrown(importPackage('@tensorflow/tfjs-none'));
    expect(absenceInWords('@tensorflow/tfjs-none', cause)).toMatch(
      /^@tensorflow\/tfjs-none is not installed \(it is optional/,
    );
  });

  it.each<[string, Error & { code?: string }, RegExp]>([
    [
      'the native package left out by npm',
      Object.assign(new Error("Cannot find package '@tensorflow/tfjs-node' imported from x.js"), {
        code: 'ERR_MODULE_NOT_FOUND',
      }),
      /^@tensorflow\/tfjs-node is not installed .*cannot be downloaded\)$/,
    ],
    [
      'its install script ignored',
      new Error(
        "The Node.js native addon module (tfjs_binding.node) can not be found at path: x. \nPlease run command 'npm rebuild @tensorflow/tfjs-node --build-addon-from-source' to rebuild the native addon module.",
      ),
      /^@tensorflow\/tfjs-node is installed without its native library/,
    ],
    [
      'another package that it needs',
      Object.assign(new Error("Cannot find package 'webgpu' imported from x.js"), { code: 'ERR_MODULE_NOT_FOUND' }),
      /^webgpu is not installed/,
    ],
    ['what it says itself', new Error('it finds no GPU\n  at x.js'), /^@tensorflow\/tfjs-node: it finds no GPU$/],
  ])('%s', (_, cause, words) => {
    expect(absenceInWords('@tensorflow/tfjs-node', cause)).toMatch(words);
  });
});

describe('the backend that is chosen', () => {
  it('is the first of the order that can; others before it are told with their reasons', async () => {
    const asked: string[] = [];
    const { backend, passed } = await openTfjs('cpu', async (core) => {
      asked.push(core.getBackend());
      if (asked.length === 1) throw new Error('Kernel Mine not registered');
    });
    expect(asked.length).toBe(2);
    expect(passed.filter(({ isThere }) => isThere)).toMatchObject([{ reason: 'Kernel Mine not registered' }]);
    expect(passed.map(({ name }) => name)).not.toContain(backend);
  });

  it('what all say alike is said once, as the model’s fault', async () => {
    const refuse = openTfjs('cpu', async () => {
      throw new Error('Unknown layer: Mine');
    });
    await expect(refuse).rejects.toMatchObject({ unmeasured: 'unsupported', message: 'Unknown layer: Mine' });
  });

  it('a GPU that is not there is an error, not a slow success', async () => {
    const opened = openTfjs('gpu');
    const outcome = await opened.then(
      ({ backend }) => backend,
      (cause: { unmeasured: string }) => cause.unmeasured,
    );
    expect(['failed', 'tfjs/cuda', 'tfjs/webgpu']).toContain(outcome);
  });
});
