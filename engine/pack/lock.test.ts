import { expect, it } from 'vitest';
import { memorySource } from '../../tests/fixtures/memory-source.js';
import { locked, lockFaults, lockText, readLock, type Lock } from './lock.js';

const digest = `sha256:${'0'.repeat(64)}`;
const LOCK: Lock = {
  packs: {
    'eu-ai-act': { version: '1.0.0', digest, source: { type: 'npm', name: '@eu/ai-act', range: '^1.0.0' } },
    gdpr: { version: '1.1.0', digest, source: { type: 'registry', folder: '../a "registry"', range: '*' } },
    ours: { version: '0.1.0', digest },
    theirs: { version: '2.0.0', digest, source: { type: 'path', path: 'their #packs/2.tar.gz' } },
  },
  plugins: { 'evaluation/acme-drift': { version: '1.0.0', digest } },
};

it('comes back from its text as it was', () => {
  const { lock, diagnostics } = readLock(memorySource({ 'assay.lock': lockText(LOCK) }), 'assay.lock');
  expect(diagnostics).toEqual([]);
  expect(lock).toEqual(LOCK);
});

it('has one text, in whatever order it was put together', () => {
  const turned = { ...LOCK, packs: Object.fromEntries(Object.entries(LOCK.packs).reverse()) };
  expect(lockText(turned)).toBe(lockText(LOCK));
  expect(readLock(memorySource({ l: lockText({ packs: {}, plugins: {} }) }), 'l').lock).toEqual({
    packs: {},
    plugins: {},
  });
});

it('pins anew what is given, and keeps where it was taken from, and the rest', () => {
  const again = locked(
    LOCK,
    [{ id: 'gdpr', version: '1.2.0', digest }],
    [{ id: 'energy/new', version: '1.0.0', digest }],
  );
  expect(again.packs['gdpr']).toEqual({ ...LOCK.packs['gdpr'], version: '1.2.0' });
  expect(Object.keys(again.packs)).toEqual(Object.keys(LOCK.packs));
  expect(Object.keys(again.plugins)).toEqual(['evaluation/acme-drift', 'energy/new']);
});

it('refuses older and, frozen, other plugins', () => {
  const faults = (version: string, other: string, use: 'frozen' | 'told') =>
    lockFaults('plugin', { id: 'evaluation/acme-drift', version, digest: other }, LOCK, use).map(
      ({ code, severity }) => `${code} ${severity}`,
    );
  expect(faults('1.0.0', digest, 'frozen')).toEqual([]);
  expect(faults('0.9.0', digest, 'told')).toEqual(['ASSAY1909 error']);
  expect(faults('1.0.0', 'sha256:1', 'frozen')).toEqual(['ASSAY1936 error']);
  expect(faults('1.0.0', 'sha256:1', 'told')).toEqual(['ASSAY1936 warning']);
});
