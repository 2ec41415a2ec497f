import { expect, it } from 'vitest';
import { assay, folderWith } from './run.js';

const STANDARD = `apiVersion: assay/v1
kind: Standard
metadata:
  id: law
  version: "1.0.0"
  title: {en: "A law <script>alert(1)</script>", zh: 法}
  publisher: Us
  source: {title: The law, url: "https://law.example/1"}
  effectiveFrom: 2026-01-01
parameters:
  least: {value: 0.6, tighten: up, title: {en: Least, zh: 下限}}
clauses:
  - {id: "1", title: Good, text: A model is good., citation: verified}
  - {id: "2", title: Kind, text: A model is kind., citation: unverified}
measurements:
  holdout: {plugin: evaluation/holdout}
rules:
  - id: GOOD
    clause: "1"
    title: It is good
    level: should
    require: {">=": [{var: holdout.f1Macro}, {var: parameters.least}]}
  - id: EXTRA
    title: It is better
    level: should
    require: {">=": [{var: holdout.accuracy}, 0.5]}
`;
const GROUP = `apiVersion: assay/v1
kind: Profile
metadata: {id: group, version: "1.0.0", title: Group}
imports: [{pack: law.yaml, exclude: [law/EXTRA]}]
set: {law.least: 0.7}
`;
const SUBSIDIARY = `apiVersion: assay/v1
kind: Profile
metadata: {id: subsidiary, version: "1.0.0", title: {en: Subsidiary, zh: 子公司}, owner: Risk}
imports: [{pack: group.yaml}]
set: {law.least: 0.8}
raise: {law/GOOD: shall}
`;
const cwd = folderWith({ 'law.yaml': STANDARD, 'group.yaml': GROUP, 'subsidiary.yaml': SUBSIDIARY });

it('says in words what holds, and for each field which layer set it', async () => {
  const { code, stdout, stderr } = await assay(['policy', 'subsidiary.yaml', '--as-of', '2026-11-24'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/ GOOD {2}It is good +shall · may be waived/);
  expect(stdout).toContain('Requires that F1, mean over classes of holdout is at least 0.8.');
  expect(stdout).toContain('raised to “shall” by subsidiary (subsidiary.yaml:6)');
  expect(stdout).toMatch(/least +0\.8 +only higher +subsidiary \(subsidiary\.yaml:5\)\n +0\.7 by group\n +0\.6 by law/);
  expect(stdout).toContain('law/EXTRA  group (group.yaml:4)');
  expect(stdout).toMatch(/clause 2 {2}Kind\n A model is kind\.\n citation not verified\n No rule/);
});

it('as HTML it is a whole document, in either language, whose text is no markup', async () => {
  const { code, stdout } = await assay(['policy', 'subsidiary.yaml', '--format', 'html', '--as-of', '2026-11-24'], {
    cwd,
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^<!doctype html>\s*<html lang="en">/);
  expect(stdout).toContain('A law &lt;script&gt;alert(1)&lt;/script&gt;');
  expect(stdout).not.toContain('<script');
  expect(stdout).toContain('<a href="https://law.example/1">The law</a>');
  expect(stdout).not.toMatch(/(src|href)="(?!#|https:\/\/law)/);
  // Each link within the page leads somewhere.
  const ids = new Set([...stdout.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  for (const [, target] of stdout.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  const chinese = await assay(['policy', 'subsidiary.yaml', '--format', 'html', '--lang', 'zh'], { cwd });
  expect(chinese.stdout).toContain('<html lang="zh">');
  expect(chinese.stdout).toContain('不低于0.8');
});

it('as JSON it has every layer; what is wrong is a fault with its place', async () => {
  const json = await assay(['policy', 'subsidiary.yaml', '--format', 'json', '--as-of', '2026-11-24'], { cwd });
  expect(JSON.parse(json.stdout)).toMatchObject({
    layers: [
      { id: 'law', parameters: [{ value: 0.8, earlier: [{ value: 0.6 }, { value: 0.7 }] }] },
      { id: 'group' },
      { id: 'subsidiary' },
    ],
    excluded: [{ rule: 'law/EXTRA' }],
  });
  const weak = folderWith({ 'law.yaml': STANDARD, 'p.yaml': GROUP.replace('0.7', '0.5') });
  const refused = await assay(['policy', 'p.yaml'], { cwd: weak });
  expect([refused.code, refused.stdout]).toEqual([3, '']);
  expect(refused.stderr).toContain('ASSAY1306');
});
