/** A bundle as a folder, with its documents held against its report. */
import { posix } from 'node:path';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import type { Source } from '../document/source.js';
import { contentsSource } from '../pack/contents-source.js';
import type { Report } from '../report/report.js';
import { readBundle, type Bundle } from './bundle-archive.js';
import { documentedPolicy, isPolicyOf } from './documented-policy.js';

export interface OpenedBundle extends Bundle {
  /** The files as if the bundle were a folder of its name. */
  readonly source: Source;
}

/** Throws `TrustFault` and `BundleFault`. */
export function openBundle(bytes: Uint8Array, path: string): OpenedBundle {
  const bundle = readBundle(bytes);
  return { ...bundle, source: contentsSource(path, { files: bundle.files }) };
}

/** Whether the documents of the bundle come to the policy of its report, packs and all. */
export function policyFaults({ manifest, source }: OpenedBundle, report: Report, path: string): readonly Diagnostic[] {
  const paths = manifest.policies.map((policy) => posix.join(path, policy));
  const { policy, diagnostics } = documentedPolicy(source, paths, report.asOf);
  if (policy !== undefined && isPolicyOf(policy, report)) return [];
  const message =
    policy === undefined
      ? 'the documents in the bundle come to no policy'
      : 'the documents in the bundle come to another policy than the one of its report';
  return [...diagnostics.filter(isError), { code: 'ASSAY1983', severity: 'error', message, file: path }];
}
