import type { Diagnostic } from '../document/diagnostic.js';
import { recordingSource } from '../document/recording-source.js';
import { isPolicyTest, validateDocument } from '../tasks/validate-document.js';
import { validatePolicyTest } from '../tasks/validate-policy-test.js';
import type { Workspace } from './workspace.js';

export interface Diagnosed {
  readonly diagnostics: readonly Diagnostic[];
  /** The documents, manifests and folders on which they rest, and where one was looked for and is not. */
  readonly rests: ReadonlySet<string>;
}

/** As `validate` tells them: of the document and of what it imports or tests. */
export function diagnosticsOf({ source, asOf }: Pick<Workspace, 'source' | 'asOf'>, file: string): Diagnosed {
  const rests = new Set<string>();
  const recording = recordingSource(source, (path) => rests.add(path));
  const validate = isPolicyTest(recording, file) ? validatePolicyTest : validateDocument;
  return { diagnostics: validate(recording, file, asOf).diagnostics, rests };
}
