/** `test`: the cases of PolicyTests against their standards and profiles. Nothing is measured. */
import { posix } from 'node:path';
import type { PolicyTestOutcome, TestedDocument } from '../api.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import type { Source } from '../document/source.js';
import { testPolicy } from '../policy-test/test-policy.js';
import { readPolicyTest } from './read-policy-test.js';
import { shown } from './shown-path.js';
import type { SupplyOf } from './supply.js';

const TEST = /\.test\.ya?ml$/;

/** `paths` are packs' folders, standards and profiles (their tests stand beside them), and tests themselves. */
export function testPolicies(paths: readonly string[], asOf: Date, supply: SupplyOf = {}): PolicyTestOutcome {
  const source = fileSource();
  const documents: TestedDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const files = testsAt(source, shown(path));
    if (files.length === 0) diagnostics.push(noTest(shown(path)));
    for (const file of files) {
      const tested = testFile(source, file, asOf, supply);
      diagnostics.push(...tested.diagnostics);
      if (tested.document !== undefined) documents.push(tested.document);
    }
  }
  return { documents, diagnostics };
}

function testsAt(source: Source, path: string): readonly string[] {
  if (source.kind(path) === 'folder') {
    return source.list(path).flatMap((name) => (TEST.test(name) ? [posix.join(path, name)] : []));
  }
  const beside = TEST.test(path) ? path : path.replace(/(\.ya?ml)$/, '.test$1');
  return source.kind(beside) === 'file' ? [beside] : [];
}

const noTest = (path: string): Diagnostic => ({
  code: 'ASSAY1326',
  severity: 'error',
  message: `${path} has no test`,
  file: path,
  hint: 'a test of `name.yaml` is the file `name.test.yaml` beside it',
});

function testFile(
  source: Source,
  file: string,
  asOf: Date,
  supply: SupplyOf,
): { readonly document?: TestedDocument; readonly diagnostics: readonly Diagnostic[] } {
  const { tested, cases, diagnostics } = readPolicyTest(source, file, asOf, supply);
  if (tested === undefined || cases === undefined) return { diagnostics };
  const result = testPolicy(tested, cases);
  return {
    document: { file, policy: tested.file, id: tested.layer, cases: result.cases, rules: result.rules },
    diagnostics: [...diagnostics, ...result.diagnostics],
  };
}
