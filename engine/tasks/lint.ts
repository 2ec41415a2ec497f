/** `lint`: what analysis finds in policies that are valid. Nothing is measured. */
import type { LintOutcome, LintRequest } from '../api.js';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { averagedExposures } from '../pack/averaged-exposure.js';
import { lintDocument, sampledByPoint } from '../proof/lint-document.js';
import { lintRules } from '../proof/lint-rules.js';
import { withZ3 } from '../proof/z3.js';
import { resolvePolicies } from './policies.js';
import { shown } from './shown-path.js';

/** `paths` are packs' folders, standards and profiles; of what these import, only what excludes each other is told. */
export async function lint({ paths, asOf, supply }: LintRequest): Promise<LintOutcome> {
  const source = fileSource();
  const diagnostics: Diagnostic[] = [];
  const linted: string[] = [];
  await withZ3(async (solver) => {
    for (const given of paths) {
      const path = shown(given);
      const { policy, view, catalogue, diagnostics: found } = resolvePolicies(source, [{ path }], asOf, supply);
      // That a standard is not in effect on the day is no fault of it.
      diagnostics.push(...found.filter(({ code }) => code !== 'ASSAY1317'));
      if (policy === undefined || found.some(isError)) continue;
      const isPack = source.kind(path) === 'folder' || path.endsWith('pack.yaml');
      const own = [...view.layers.values()].filter(({ file }) => isPack || file === path);
      const ids = new Set(own.map(({ id }) => id));
      const rules = policy.rules.filter(({ layer }) => ids.has(layer));
      linted.push(...ids);
      diagnostics.push(
        ...own.flatMap((layer) => lintDocument(layer, view)),
        ...sampledByPoint(rules, catalogue),
        ...averagedExposures(policy.rules).filter(({ file }) => own.some((layer) => layer.file === file)),
        ...(await lintRules({ policy, catalogue }, ids, asOf, solver)),
      );
    }
  });
  return { linted, diagnostics: [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()] };
}
