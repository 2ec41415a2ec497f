/** Bundles from outside: made in one folder, replayed in another. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBundle, writeBundle } from '../../engine/bundle/bundle-archive.js';
import { envelopeOf, envelopeText, newSigningKey, signed } from '../../engine/trust/trusting.js';
import type { Report } from '../../engine/report/report.js';
import { assay, codesIn, copyOf, folderWith } from './run.js';

const CHECK = ['--seed', '7', '--as-of', '2026-11-24'];

async function bundled(
  example: string,
  more: readonly string[] = [],
): Promise<{ cwd: string; file: string; exit: number }> {
  const cwd = copyOf(`examples/${example}`);
  const run = await assay(['check', `examples/${example}/subject.yaml`, ...CHECK, '--output', 'r.json', ...more], {
    cwd,
  });
  const made = await assay(['bundle', 'r.json', '--out', 'b.tar.gz'], { cwd });
  expect([made.code, made.stderr]).toEqual([0, '']);
  return { cwd, file: join(cwd, 'b.tar.gz'), exit: run.code! };
}

/** The quickest example; tests leave its files as they were. */
const quick = bundled('general-purpose-model');

const elsewhere = (file: string): string => folderWith({ 'b.tar.gz': readFileSync(file) });

describe('bundle', () => {
  it('of an example replays in another folder with its verdict, and measures again the same', async () => {
    const { cwd, file, exit } = await quick;
    const there = elsewhere(file);
    const run = await assay(['replay', 'b.tar.gz', '--format', 'json'], { cwd: there });
    expect(run.code).toBe(exit);
    const [{ recorded, again, same, bundle }] = (JSON.parse(run.stdout) as { replays: [Record<string, unknown>] })
      .replays;
    expect([again, same]).toEqual([recorded, true]);
    expect(bundle).toMatchObject({ attestations: [] });
    const subject = join(cwd, 'examples/general-purpose-model/subject.yaml');
    const measured = await assay(['replay', 'b.tar.gz', '--measure', subject, '--lang', 'zh'], { cwd: there });
    expect(measured.code).toBe(exit);
    expect(measured.stdout).toContain('重新测量');
  });

  it('of a model measures again within the uncertainty; not on other data', async () => {
    const { cwd, file } = await bundled('medical-diagnosis', ['--only', 'SENSITIVITY', '--only', 'ENERGY-001']);
    const there = elsewhere(file);
    const subject = 'examples/medical-diagnosis/subject.yaml';
    const run = await assay(['replay', join(there, 'b.tar.gz'), '--measure', subject, '--format', 'json'], { cwd });
    const { measured } = (JSON.parse(run.stdout) as { replays: [{ measured: Record<string, unknown> }] }).replays[0];
    expect(measured).toMatchObject({ agrees: true, samePolicy: true, rules: [] });
    expect(
      (measured['figures'] as { agreement: string }[]).filter(({ agreement }) => agreement === 'same').length,
    ).toBeGreaterThan(10);
    const test = join(cwd, 'examples/medical-diagnosis/test.csv');
    writeFileSync(test, readFileSync(test, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n'));
    const shorter = await assay(['replay', join(there, 'b.tar.gz'), '--measure', subject], { cwd });
    expect([shorter.code, codesIn(shorter).at(-1)]).toEqual([3, 'ASSAY1987']);
  });

  it('carries attestations as they are, and refuses what is none', async () => {
    const { cwd } = await quick;
    const statement = { subject: new Map([['r', `sha256:${'0'.repeat(64)}`]]), predicateType: 'urn:x', predicate: {} };
    const text = envelopeText(signed(envelopeOf(statement), newSigningKey()));
    writeFileSync(join(cwd, 'a.json'), text);
    const envelope = JSON.parse(text) as object;
    const bundle = { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', dsseEnvelope: envelope };
    writeFileSync(join(cwd, 's.jsonl'), `${JSON.stringify(envelope)}\n${JSON.stringify(bundle)}\n`);
    const both = ['--attestation', 'a.json', '--attestation', 's.jsonl'];
    const made = await assay(['bundle', 'r.json', '--out', 'c.tar.gz', ...both], { cwd });
    expect(made.code).toBe(0);
    const { manifest, files } = readBundle(readFileSync(join(cwd, 'c.tar.gz')));
    expect(manifest.attestations).toEqual(['attestations/1-a.json', 'attestations/2-s.jsonl']);
    expect(Buffer.from(files.get('attestations/1-a.json')!).toString()).toBe(text);
    const wrong = await assay(['bundle', 'r.json', '--attestation', 'r.json'], { cwd });
    expect([wrong.code, codesIn(wrong)]).toEqual([3, ['ASSAY1910']]);
    const absent = await assay(['bundle', 'r.json', '--attestation', 'no.json'], { cwd });
    expect([absent.code, codesIn(absent)]).toEqual([3, ['ASSAY1001']]);
  });

  it('is not made of documents that were changed since, or are not there', async () => {
    const { cwd } = await quick;
    const bundle = async (): Promise<readonly string[]> =>
      codesIn(await assay(['bundle', 'r.json', '--out', 'x.tar.gz'], { cwd }));
    const change = async (path: string, from: string | RegExp, to: string): Promise<readonly string[]> => {
      const text = readFileSync(join(cwd, path), 'utf8');
      expect(text.replace(from, to)).not.toBe(text);
      writeFileSync(join(cwd, path), text.replace(from, to));
      const codes = await bundle();
      writeFileSync(join(cwd, path), text);
      return codes;
    };
    expect(await bundle()).toEqual([]);
    expect(await change('examples/general-purpose-model/subject.yaml', /$/, '# more\n')).toEqual(['ASSAY1984']);
    expect(await change('policies/eu-gpai/eu-gpai.yaml', 'value:', 'value:  ')).toEqual(['ASSAY1983']);
    const report = JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8')) as Report;
    const write = (changed: unknown): void => writeFileSync(join(cwd, 'r.json'), JSON.stringify(changed));
    write({ ...report, policy: { ...report.policy, documents: undefined } });
    expect(await bundle()).toEqual(['ASSAY1985']);
    write({ apiVersion: 'assay/v1', kind: 'ReportList', reports: [report, report] });
    expect(await bundle()).toEqual(['ASSAY1986']);
    write(report);
  });

  it('with a report that was tampered with is told, even where its list was made anew', async () => {
    const { cwd, file } = await quick;
    const { manifest, files } = readBundle(readFileSync(file));
    const replay = async (changes: Readonly<Record<string, (text: string) => string>>) => {
      const changed = new Map(files);
      for (const [path, change] of Object.entries(changes)) {
        changed.set(path, Buffer.from(change(Buffer.from(files.get(path)!).toString())));
      }
      writeFileSync(join(cwd, 't.tar.gz'), writeBundle(manifest, changed));
      return assay(['replay', 't.tar.gz'], { cwd });
    };
    expect(
      (await replay({ 'report.json': (text) => text.replace('"verdict": "pass"', '"verdict": "fail"') })).code,
    ).toBe(1);
    const weaker = await replay({
      'documents/policies/eu-gpai/eu-gpai.yaml': (text) => text.replace('level: shall', 'level: should'),
    });
    expect([weaker.code, codesIn(weaker)]).toEqual([3, ['ASSAY1983']]);
    const cut = await replay({ 'report.json': (text) => text.slice(0, 1000) });
    expect([cut.code, codesIn(cut)]).toEqual([3, ['ASSAY1321']]);
  });
});
