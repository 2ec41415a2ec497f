import { expect, test } from 'vitest';
import { tellSealing, tellSlimming } from './files-text.js';

const sealed = { files: [{ from: 'a\u001b[31m.csv', to: 'a.csv.age', written: 12 }], diagnostics: [] };

test('sealing and opening, in both languages, with nothing that a terminal would obey', () => {
  const en = tellSealing({ ...sealed, recipient: 'age1x' }, 'sealed', 'en');
  expect(en.results).toMatch(/^age1x\nsealed a.*\.csv -> a\.csv\.age \(12 bytes\)\n$/);
  expect(en.results).not.toContain('\u001b');
  expect(en.notes).toMatch(/^the plain files stay/);
  const zh = tellSealing({ ...sealed, interrupted: true }, 'opened', 'zh');
  expect(zh.results).toMatch(/^已解密 .* -> a\.csv\.age（12 字节）\n$/);
  expect(zh.notes).toMatch(/^已中断：/);
});

test('slimming, in both languages', () => {
  const slimmed = {
    path: 's.onnx',
    level: 0.8,
    weights: 'float16',
    bytes: 10,
    originalBytes: 40,
    metricLoss: 0.00123,
  } as const;
  expect(tellSlimming({ slimmed }, 'en')).toEqual({
    results: 'wrote s.onnx: 80.0 % pruned, weights as float16, 10 of 40 bytes\nmetric worse by: 0.0012\n',
    notes: '',
  });
  expect(tellSlimming({ slimmed }, 'zh').results).toMatch(/^已写入 s\.onnx：剪除 80\.0 %/);
  expect(tellSlimming({}, 'zh')).toEqual({ results: '', notes: expect.stringMatching(/^未能证明/) as string });
  expect(tellSlimming({ slimmed, interrupted: true }, 'en').results).toBe('');
});
