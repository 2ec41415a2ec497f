import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { assay, folderWith } from './run.js';

const EU = join(process.cwd(), 'tests/fixtures/oscal/eu-ai-act');
const catalogue = join(EU, 'catalogs/eu-ai-act/catalog.json');
const profile = join(EU, 'profiles/high-risk-provider-annex-iii/profile.json');

it('OSCAL in, read, tailored, and out again', async () => {
  const cwd = folderWith({});
  const imported = await assay(['oscal', 'import', catalogue, '--profile', profile, '--out', 'act'], { cwd });
  expect([imported.code, imported.stdout]).toEqual([
    0,
    'wrote act/eu-ai-act.yaml (Standard)\nwrote act/high-risk-provider-annex-iii.yaml (Profile)\n',
  ]);
  expect(imported.stderr).toContain('ASSAY1381');
  const again = await assay(['oscal', 'import', catalogue, '--out', 'act'], { cwd });
  expect([again.code, again.stderr]).toEqual([3, expect.stringContaining('ASSAY1382')]);
  expect((await assay(['validate', 'act/high-risk-provider-annex-iii.yaml'], { cwd })).code).toBe(0);
  const page = await assay(['policy', 'act/high-risk-provider-annex-iii.yaml', '--format', 'html'], { cwd });
  expect(page.stdout).toContain('in any event not later than 15 days after becoming aware');
  expect(page.stdout).not.toContain('Right to explanation');

  const out = await assay(['oscal', 'export', 'act/eu-ai-act.yaml', '--as-of', '2026-11-26'], { cwd });
  expect(out.code).toBe(0);
  const { catalog } = JSON.parse(out.stdout) as { catalog: { groups: unknown[]; metadata: object } };
  expect(catalog.groups).toHaveLength(7);
  expect(catalog.metadata).toMatchObject({ version: '0.1.1', 'last-modified': '2026-11-26T00:00:00.000Z' });
  const written = await assay(
    ['oscal', 'export', 'act/high-risk-provider-annex-iii.yaml', '--out', 'out', '--lang', 'zh'],
    { cwd },
  );
  expect([written.code, written.stdout]).toEqual([0, '已写入 out/high-risk-provider-annex-iii.profile.json\n']);
  const text = readFileSync(join(cwd, 'out/high-risk-provider-annex-iii.profile.json'), 'utf8');
  expect(text).toContain('"href": "eu-ai-act.catalog.json"');
});

it('what cannot be read ends with 3', async () => {
  const cwd = folderWith({ 'a.json': '{}' });
  const empty = await assay(['oscal', 'import', 'a.json', '--out', 'o'], { cwd });
  expect([empty.code, empty.stderr]).toEqual([3, expect.stringContaining('ASSAY1372')]);
  expect((await assay(['oscal', 'import', 'gone.json', '--out', 'o'], { cwd })).code).toBe(3);
  expect((await assay(['oscal', 'import', 'a.json'], { cwd })).code).toBe(3);
  expect((await assay(['oscal', 'export', 'gone.yaml'], { cwd })).code).toBe(3);
  expect((await assay(['oscal', 'export', 'a.json', '--nonsense'], { cwd })).code).toBe(3);
});
