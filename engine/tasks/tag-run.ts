/** `mlflow`: the verdict of a report as tags and artefacts of a run that has the very model. */
import { mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { TagRunOutcome, TagRunRequest } from '../api.js';
import { BundleFault, bundleDiagnostic } from '../bundle/bundle-fault.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { rememberingSource } from '../document/remembering-source.js';
import { renderMarkdown } from '../report/markdown.js';
import type { Report } from '../report/report.js';
import { isFile } from '../sources/described.js';
import { mlflowModelFile } from '../sources/mlflow.js';
import { SourceFault } from '../sources/model-source.js';
import { digestBytes, digestFile } from '../trust/digest.js';
import { caught } from './pack/faults.js';
import { writeWhole } from './pack/write-whole.js';
import { readReportDocument } from './read-report.js';
import { shown } from './shown-path.js';

export async function tagRun({ report: given, run, language }: TagRunRequest): Promise<TagRunOutcome> {
  const path = shown(given);
  const source = rememberingSource(fileSource());
  const { document, diagnostics } = readReportDocument(source, path);
  const nothing = (found: readonly Diagnostic[]): TagRunOutcome => ({ tags: {}, files: [], diagnostics: found });
  if (document === undefined) return nothing(diagnostics);
  try {
    if (document.kind !== 'Report') throw new BundleFault('ASSAY1986', 'the file is a list of reports');
    const folder = resolve(run);
    await refuseOtherModel(document, folder);
    const bytes = source.read(path)!;
    const tags = tagsOf(document, digestBytes(bytes));
    const page = renderMarkdown(document, { language, color: false, width: 100, unicode: true });
    // A registered version has no artefacts of its own.
    const artefacts: [string, Uint8Array | string][] = isVersion(folder)
      ? []
      : [
          ['artifacts/assay/report.json', bytes],
          ['artifacts/assay/report.md', page],
        ];
    const files = [...artefacts, ...Object.entries(tags).map(([name, value]) => [`tags/${name}`, value] as const)];
    for (const each of ['tags', ...(artefacts.length > 0 ? ['artifacts/assay'] : [])])
      mkdirSync(join(folder, each), { recursive: true });
    for (const [name, content] of files) writeWhole(join(folder, name), content);
    return { tags, files: files.map(([name]) => shown(join(folder, name))), diagnostics };
  } catch (error) {
    if (error instanceof BundleFault) return nothing([bundleDiagnostic(error, path)]);
    if (!(error instanceof SourceFault)) return nothing([caught(error, path)]);
    const { code, message, file } = error;
    return nothing([{ code, severity: 'error', message, file: shown(file) }]);
  }
}

const isVersion = (folder: string): boolean => /^version-\d+$/.test(basename(folder));

async function refuseOtherModel({ subject }: Report, folder: string): Promise<void> {
  const model = isFile(join(folder, 'meta.yaml')) ? mlflowModelFile(folder) : undefined;
  if (model === undefined) throw new SourceFault('ASSAY1993', 'it has no meta.yaml of a run or version', folder);
  const digest = await digestFile(model);
  if (digest === subject.model?.digest) return;
  const message = `its model has the digest ${digest}, that of the report ${subject.model?.digest ?? 'none'}`;
  throw new SourceFault('ASSAY1994', message, folder);
}

/** Names as MLflow takes them; values are one line. */
function tagsOf({ verdict, subject, policy, asOf, engine }: Report, digest: string): Readonly<Record<string, string>> {
  return {
    'assay.verdict': verdict,
    'assay.subject': `${subject.name} ${subject.version}`,
    'assay.policy': policy.packs.map(({ id, version }) => `${id} ${version}`).join(', '),
    'assay.policy.digest': policy.digest,
    'assay.report.digest': digest,
    'assay.as_of': asOf,
    'assay.version': engine.version,
  };
}
