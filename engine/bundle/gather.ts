/** The documents that a report follows from, found again and held against it. */
import { relative, resolve, sep } from 'node:path';
import { isError } from '../document/diagnostic.js';
import type { Diagnostic } from '../document/diagnostic.js';
import type { Source } from '../document/source.js';
import type { Waiver } from '../pack/policy.js';
import { readWaivers } from '../pack/waivers.js';
import type { Report } from '../report/report.js';
import { digestBytes } from '../trust/digest.js';
import { BundleFault } from './bundle-fault.js';
import { documentedPolicy, isPolicyOf } from './documented-policy.js';
import { DOCUMENTS_FOLDER, type BundleManifest } from './manifest.js';
import { recordingSource } from './recording-source.js';

export interface Gathered extends Pick<BundleManifest, 'document' | 'policies' | 'waivers'> {
  /** Contents by path in the bundle; they lie to one another as they did. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface Gathering {
  readonly gathered?: Gathered;
  readonly diagnostics: readonly Diagnostic[];
}

/** Throws `BundleFault` where the documents are not those of the report. */
export function gatherDocuments(source: Source, report: Report, file: string): Gathering {
  const { documents } = report.policy;
  if (documents === undefined || documents.length === 0)
    throw new BundleFault('ASSAY1985', 'the report does not say which policies it was judged by');
  const recording = recordingSource(source);
  const { policy, diagnostics } = documentedPolicy(recording, documents, report.asOf);
  if (policy === undefined) return { diagnostics: diagnostics.filter(isError) };
  if (!isPolicyOf(policy, report)) {
    const message = `${documents.join(', ')}: not the policy that the report was judged by, or not its packs`;
    throw new BundleFault('ASSAY1983', message);
  }
  const named = documentOf(recording, report);
  const waivers = givenWaivers(recording, report, policy.waivers);
  const folder = commonFolder([...recording.taken.keys()]);
  const inBundle = (path: string): string =>
    [DOCUMENTS_FOLDER, ...relative(folder, resolve(path)).split(sep)].filter((part) => part !== '').join('/');
  return {
    gathered: {
      ...(named !== undefined && { document: inBundle(named) }),
      policies: documents.map(inBundle),
      waivers: waivers.map(inBundle),
      files: new Map([...recording.taken].map(([path, bytes]) => [inBundle(path), bytes])),
    },
    diagnostics: named === undefined ? [noDocument(report, file)] : [],
  };
}

function documentOf(source: Source, { subject }: Report): string | undefined {
  if (subject.document === undefined) return undefined;
  const { path, digest } = subject.document;
  const bytes = source.kind(path) === 'file' ? source.read(path) : undefined;
  if (bytes === undefined) {
    throw new BundleFault('ASSAY1985', `the subject’s document ${path} is not there`, 'run in the folder of the check');
  }
  if (digestBytes(bytes) !== digest) {
    throw new BundleFault('ASSAY1984', `${path} was changed since the report was made`, undefined, path);
  }
  return path;
}

const noDocument = ({ subject }: Report, file: string): Diagnostic => ({
  code: 'ASSAY1985',
  severity: 'notice',
  message: `${subject.name} has no document: the bundle says what it is by the report alone`,
  file,
});

/** The files of waivers that profiles do not name. All waivers are held against the report. */
function givenWaivers(source: Source, report: Report, ofProfiles: readonly Waiver[]): readonly string[] {
  const { waivers: recorded } = report.policy.effective;
  const known = new Set(ofProfiles.map(({ origin }) => origin.file));
  const given = [...new Set(recorded.map((waiver) => waiver.source.file))].filter((path) => !known.has(path));
  const found = [...ofProfiles, ...given.flatMap((path) => readWaivers(source, path, undefined).waivers)];
  const changed = recorded.find((one) => !found.some((waiver) => isSame(waiver, one)));
  if (changed === undefined) return given;
  const { file } = changed.source;
  throw new BundleFault('ASSAY1984', `${file} was changed since the report was made`, undefined, file);
}

function isSame(waiver: Waiver, recorded: Report['policy']['effective']['waivers'][number]): boolean {
  const text = ({
    rule,
    subject,
    reason,
    approvedBy,
    ticket,
    issued,
    expires,
    covers,
  }: Omit<Waiver, 'origin'>): string =>
    JSON.stringify([rule, subject, reason, approvedBy, ticket, issued, expires, covers]);
  return text(waiver) === text(recorded);
}

/** The nearest folder above all of them. */
function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => resolve(path).split(sep).slice(0, -1));
  const [first = [], ...others] = folders;
  let length = first.length;
  for (const parts of others) while (!first.slice(0, length).every((part, index) => parts[index] === part)) length -= 1;
  return first.slice(0, length).join(sep) || sep;
}
